// The control API of docs/sandbox.md; every refusal becomes an Error with the server's words.
export async function call(path, body, method = body === undefined ? "GET" : "POST", signal) {
  const response = await fetch(`/sandbox/${path}`, {
    method, signal,
    headers: body === undefined ? {} : { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const data = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(data.error || data.description || `HTTP ${response.status}`);
  return data;
}
export const fileUrl = (id) => `/sandbox/files/${encodeURIComponent(id)}`;
