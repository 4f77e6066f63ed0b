// What is typed is kept by the node at every pause: a session that ends, a browser that dies or a node
// that stops loses nothing, and the form opens again as it was left. The tab keeps its own copy too
// (pages.js), for a node that does not answer.

const pause = 400;

for (const form of document.querySelectorAll("form[data-draft]")) {
  const state = form.querySelector(".draft-state");
  let timer = 0;
  let isSent = false;
  const say = (text, isBad) => {
    state.textContent = text;
    state.classList.toggle("problem", isBad);
  };
  const keep = async () => {
    if (isSent) return;
    try {
      const answer = await fetch("/drafts", {
        method: "POST", credentials: "same-origin", body: new URLSearchParams(new FormData(form)),
      });
      if (isSent) return;
      if (answer.ok) say(await answer.text(), false); else say(form.dataset.draft, true);
    } catch {
      say(form.dataset.draft, true);
    }
  };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, pause); });
  form.addEventListener("submit", () => { isSent = true; clearTimeout(timer); });
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
