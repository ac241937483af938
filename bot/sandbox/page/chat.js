import { call, fileUrl } from "./api.js";
import { rich } from "./rich.js";

const $ = (id) => document.getElementById(id);
const STARTERS = [
  { first_name: "Ann", language_code: "en" },
  { first_name: "小李", language_code: "zh-hans" },
  { first_name: "Somchai", language_code: "th" },
];
const drafts = new Map();
let state = { persons: [], commands: [], bot: {} };
let person = null;
let polling = null;
let typing = 0;

async function refresh() {
  state = await call(`state${person ? `?person=${person.id}` : ""}`);
  if (state.persons.length === 0) {
    for (const each of STARTERS) await call("persons", each);
    state = await call("state");
  }
  $("bot").textContent = state.bot.first_name || state.bot.username;
  person = state.persons.find((each) => each.id === person?.id) || state.persons[0];
  $("persons").replaceChildren(...state.persons.map(personRow));
  $("block").textContent = person.blocked ? "Unblock" : "Block";
}

function personRow(each) {
  const row = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = each.first_name;
  button.setAttribute("aria-current", String(each.id === person.id));
  const small = document.createElement("small");
  small.textContent = each.language_code || "";
  button.append(small);
  button.addEventListener("click", () => open(each));
  row.append(button);
  return row;
}

async function open(each) {
  if (person) drafts.set(person.id, $("text").value);
  person = each;
  $("text").value = drafts.get(each.id) || "";
  $("log").replaceChildren();
  await refresh();
  follow();
}

async function follow() {
  polling?.abort();
  polling = new AbortController();
  const { signal } = polling;
  let after = 0;
  while (!signal.aborted) {
    try {
      const news = await call(`chats/${person.id}/messages?after=${after}&wait=25`, undefined, "GET", signal);
      after = news.seq;
      if ($("status").dataset.lost) status("", false);
      news.events.forEach(show);
    } catch (error) {
      if (signal.aborted) return;
      status("connection lost, trying again …", true);
      await new Promise((done) => setTimeout(done, 1500));
    }
  }
}

function status(words, lost) {
  $("status").textContent = words;
  if (lost) $("status").dataset.lost = "1"; else delete $("status").dataset.lost;
}

function show(event) {
  if (event.type === "action") {
    status("typing …", false);
    clearTimeout(typing);
    typing = setTimeout(() => status("", false), 5000);
    return;
  }
  if (event.type === "restart") { $("log").replaceChildren(); return; }
  if (event.type === "delete") { document.querySelector(`[data-id="${event.message_id}"]`)?.remove(); return; }
  if (!event.message) return;
  if (event.message.from?.is_bot) { clearTimeout(typing); status("", false); }
  const item = bubble(event.message, event.type === "edit");
  const old = document.querySelector(`[data-id="${event.message.message_id}"]`);
  if (old) old.replaceWith(item); else $("log").append(item);
  $("log").scrollTop = $("log").scrollHeight;
}

function bubble(message, edited) {
  const item = document.createElement("li");
  item.dataset.id = message.message_id;
  item.className = message.from?.is_bot ? "theirs" : "mine";
  const box = document.createElement("div");
  box.className = "bubble";
  box.dir = "auto";
  if (message.forward_origin) box.append(origin(message.forward_origin));
  if (message.photo) box.append(photo(message.photo.at(-1)));
  const text = message.text ?? message.caption;
  if (text !== undefined) box.append(rich(text, message.entities ?? message.caption_entities));
  else if (!message.photo) box.append(kindOf(message));
  const when = document.createElement("time");
  when.textContent = `${edited || message.edit_date ? "edited " : ""}${new Date(message.date * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })}`;
  box.append(when);
  item.append(box);
  if (message.reply_markup?.inline_keyboard) item.append(keyboard(message));
  return item;
}

function kindOf(message) {
  return ["sticker", "voice", "video", "document", "location", "contact"].filter((kind) => message[kind]).map((kind) => `[${kind}]`).join(" ") || "[message]";
}

function origin(from) {
  const name = document.createElement("span");
  name.className = "origin";
  name.textContent = `Forwarded from ${from.sender_user_name || from.sender_user?.first_name || from.chat?.title || from.sender_chat?.title || "somebody"}`;
  return name;
}

function photo(size) {
  const image = document.createElement("img");
  image.src = fileUrl(size.file_id);
  image.alt = "Photo";
  image.width = size.width;
  image.style.height = "auto";
  image.addEventListener("load", () => { $("log").scrollTop = $("log").scrollHeight; });
  image.addEventListener("click", () => { $("viewer").firstElementChild.src = image.src; $("viewer").showModal(); });
  return image;
}

function keyboard(message) {
  const keys = document.createElement("div");
  keys.className = "keys";
  for (const row of message.reply_markup.inline_keyboard) {
    const line = document.createElement("div");
    for (const key of row) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = key.text;
      button.addEventListener("click", () => press(button, message, key));
      line.append(button);
    }
    keys.append(line);
  }
  return keys;
}

async function press(button, message, key) {
  if (key.url) { window.open(key.url, "_blank", "noreferrer"); return; }
  button.setAttribute("aria-busy", "true");
  await attempt(async () => {
    const { answer } = await call(`chats/${person.id}/press`, { message_id: message.message_id, data: key.callback_data });
    if (answer?.text) toast(answer.text);
  });
  button.removeAttribute("aria-busy");
}

function toast(words) {
  $("toast").textContent = words;
  $("toast").hidden = false;
  setTimeout(() => { $("toast").hidden = true; }, 4000);
}

async function attempt(action) {
  try { await action(); } catch (error) { toast(error.message); }
}

const say = (body) => attempt(() => call(`chats/${person.id}/messages`, body));

function send() {
  const text = $("text").value;
  if (!text.trim()) return;
  $("text").value = "";
  grow();
  $("menu").hidden = true;
  say({ text });
}

function grow() {
  $("text").style.height = "auto";
  $("text").style.height = `${$("text").scrollHeight + 2}px`;
}

function menu(filter) {
  const shown = state.commands.filter((each) => each.command.startsWith(filter));
  $("menu").replaceChildren(...shown.map((each) => {
    const row = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    const words = document.createElement("span");
    words.textContent = each.description;
    button.append(`/${each.command}`, words);
    button.addEventListener("click", () => { $("menu").hidden = true; $("text").value = ""; say({ text: `/${each.command}` }); });
    row.append(button);
    return row;
  }));
  $("menu").hidden = shown.length === 0;
}

async function encoded(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (let i = 0; i < bytes.length; i += 8192) binary += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(binary);
}

// Pictures go as photos where all are, as the apps do it; several files are one album.
async function sendFiles(files) {
  if (files.length === 0) return;
  const photos = files.every((each) => /^image\/(png|jpeg|webp)$/.test(each.type));
  const contents = await Promise.all(files.slice(0, 10).map(async (each) => photos
    ? { photo: await encoded(each) }
    : { document: await encoded(each), file_name: each.name, mime_type: each.type }));
  const caption = $("text").value;
  $("text").value = "";
  if (caption) contents[0].caption = caption;
  await say(contents.length > 1 ? { album: contents } : contents[0]);
}

function ask(label, value = "") {
  $("ask-label").textContent = label;
  $("ask-input").value = value;
  $("ask").returnValue = "";
  $("ask").showModal();
  return new Promise((done) => $("ask").addEventListener("close", () => done($("ask").returnValue === "ok" ? $("ask-input").value : null), { once: true }));
}

$("form").addEventListener("submit", (event) => { event.preventDefault(); send(); });
$("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); send(); }
  if (event.key === "Escape") $("menu").hidden = true;
});
$("text").addEventListener("input", () => {
  grow();
  const command = /^\/(\w*)$/.exec($("text").value);
  if (command) menu(command[1]); else $("menu").hidden = true;
});
$("text").addEventListener("paste", (event) => {
  const files = [...event.clipboardData.files];
  if (files.length > 0) { event.preventDefault(); sendFiles(files); }
});
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  sendFiles([...event.dataTransfer.files]);
});
$("commands").addEventListener("click", async () => { await attempt(refresh); if ($("menu").hidden) menu(""); else $("menu").hidden = true; });
$("attach").addEventListener("click", () => $("file").click());
$("file").addEventListener("change", () => { sendFiles([...$("file").files]); $("file").value = ""; });
$("sticker").addEventListener("click", () => say({ sticker: true }));
$("forward").addEventListener("click", async () => {
  const text = $("text").value.trim();
  if (!text) { toast("Write the message first, then forward it."); return; }
  const from = await ask("Forwarded from whom?", "HR Manager");
  if (from === null) return;
  $("text").value = "";
  say({ forward: { text, from } });
});
$("add").addEventListener("click", async () => {
  const name = await ask("Name of the new person");
  if (!name) return;
  const code = await ask("Language code", "en");
  await attempt(async () => open(await call("persons", { first_name: name, language_code: code || "en" })));
});
$("block").addEventListener("click", () => attempt(async () => { await call(`persons/${person.id}`, { blocked: !person.blocked }); await refresh(); }));
$("restart").addEventListener("click", () => attempt(async () => { $("log").replaceChildren(); await call(`chats/${person.id}/restart`, {}); follow(); }));
$("inject").addEventListener("click", () => attempt(async () => {
  const kind = $("fault").value;
  await call("faults", { kind, times: Number($("times").value), ...($("method").value ? { method: $("method").value } : {}), ...(kind === "429" ? { retry_after: 3 } : {}), ...(kind === "slow" ? { seconds: 3 } : {}) });
  toast("Switched on.");
}));
$("heal").addEventListener("click", () => attempt(async () => { await call("faults", undefined, "DELETE"); toast("All off."); }));
$("viewer").addEventListener("click", () => $("viewer").close());

await refresh();
$("compose").disabled = false;
follow();
