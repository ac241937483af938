// Text with Bot API entities as DOM nodes. Only nodes are built, never markup: what a person wrote stays text.
const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote", expandable_blockquote: "blockquote" };

export function rich(text, entities = []) {
  // Entity offsets count UTF-16 units, as JavaScript strings do.
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return build(text, sorted, 0, text.length);
}

function build(text, entities, start, end) {
  const out = document.createDocumentFragment();
  let at = start;
  for (let i = 0; i < entities.length; i += 1) {
    const entity = entities[i];
    if (entity.offset < at || entity.offset >= end) continue;
    out.append(text.slice(at, entity.offset));
    const stop = Math.min(end, entity.offset + entity.length);
    const inner = entities.slice(i + 1).filter((e) => e.offset >= entity.offset && e.offset + e.length <= stop);
    const node = element(entity, text.slice(entity.offset, stop));
    node.append(build(text, inner, entity.offset, stop));
    out.append(node);
    at = stop;
  }
  out.append(text.slice(at, end));
  return out;
}

function element(entity, words) {
  if (entity.type === "text_link" || entity.type === "url") {
    const link = document.createElement("a");
    const address = entity.url || words;
    if (/^(https?|tg|mailto):/i.test(address)) link.href = address;
    link.rel = "noreferrer noopener";
    link.target = "_blank";
    return link;
  }
  const node = document.createElement(TAGS[entity.type] || "span");
  if (entity.type === "spoiler") {
    node.className = "spoiler";
    node.addEventListener("click", () => node.classList.add("shown"));
  }
  return node;
}
