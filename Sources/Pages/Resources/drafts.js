// What is typed is kept by the node at every pause: a session that ends, a browser that dies or a node
// that stops loses nothing, and the form opens again as it was left. The tab keeps its own copy too
// (pages.js), for a node that does not answer.

const pause = 400;
const longest = 2000;
const rowOf = (name) => /^m\.([^.]+)\./.exec(name ?? "")?.[1];
// What says that a row of a month's form, or a field of a record's, was touched in this window.
const markOf = (name) => {
  const row = rowOf(name);
  const code = /^(?:f|pick)\.(.+)$/.exec(name ?? "")?.[1];
  return row ? `m.${row}.touched` : code && `touched.${code}`;
};

for (const form of document.querySelectorAll("form[data-draft]")) {
  const state = form.querySelector(".draft-state");
  let timer = 0;
  let since = 0;
  let isSent = false;
  let asking = null;
  const say = (text, isBad) => {
    if (!state) return;
    state.textContent = text;
    state.classList.toggle("problem", isBad);
  };
  // Of a month's form only the rows touched in this window are sent: those of others stay as they are.
  const content = () => {
    const fields = new URLSearchParams(new FormData(form));
    for (const name of [...fields.keys()]) {
      const row = rowOf(name);
      if (row && !form.elements[`m.${row}.touched`]) fields.delete(name);
    }
    return fields;
  };
  const keep = async (isLast = false) => {
    clearTimeout(timer);
    since = 0;
    if (isSent) return;
    asking = new AbortController();
    try {
      const answer = await fetch("/drafts", {
        method: "POST", credentials: "same-origin", body: content(), signal: asking.signal, keepalive: isLast,
      });
      if (isSent) return;
      if (answer.ok) say(await answer.text(), false); else say(form.dataset.draft, true);
    } catch {
      if (!isSent) say(form.dataset.draft, true);
    }
  };
  form.addEventListener("input", (event) => {
    const name = markOf(event.target.name);
    if (name && !form.elements[name]) {
      const mark = document.createElement("input");
      Object.assign(mark, { type: "hidden", name, value: "1" });
      form.append(mark);
    }
    clearTimeout(timer);
    since ||= Date.now();
    timer = setTimeout(keep, Math.min(pause, Math.max(0, since + longest - Date.now())));
  });
  form.addEventListener("submit", () => { isSent = true; clearTimeout(timer); asking?.abort(); });
  window.addEventListener("pagehide", () => { if (since) keep(true); });
  // A page that the browser kept whole is typed in again.
  window.addEventListener("pageshow", (event) => { if (event.persisted) isSent = false; });
}

// A message is copied where the browser lets it be; else it is marked, for the keyboard to copy.
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copy);
    text.select();
    try { await navigator.clipboard.writeText(text.value); button.textContent = button.dataset.copied; } catch { text.focus(); }
  });
}

for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
