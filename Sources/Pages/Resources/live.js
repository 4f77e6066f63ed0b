// Edits that arrive by sync or from another window appear in a page that stands open. Parts that are
// only read are fetched again; a form is never touched: a line above it says that its record changed,
// and saving will ask. Without scripts nothing is missing but the news.

const page = document.body;
const settle = 250;
const later = 30000;
let since = page.dataset.commit;
let source = null;
let changed = new Set();
let isAll = false;
let timer = 0;

const parts = () => [...document.querySelectorAll("[data-live]")];

function heads(news) {
  for (const [name, count] of [["conflicts", news.conflicts], ["unsent", news.unsent]]) {
    for (const mark of document.querySelectorAll(`[data-count="${name}"]`)) {
      mark.textContent = count;
      mark.hidden = count === 0;
      if (mark.parentElement.hasAttribute("data-counted")) mark.parentElement.hidden = count === 0;
    }
  }
}

// What stands in a form of a record that changed is left alone; it is said.
function note() {
  const ids = [...document.querySelectorAll("form [data-record]")].filter((mark) => changed.has(mark.dataset.record));
  for (const mark of ids) mark.classList.add("stale");
  if (ids.length === 0 || document.getElementById("news")) return;
  const line = document.createElement("p");
  line.id = "news";
  line.className = "remark warning";
  line.setAttribute("role", "status");
  line.textContent = page.dataset.changed;
  document.querySelector("main").prepend(line);
}

const isBusy = (part) => part.querySelector("form.cell-form, [data-opening]") !== null
  || (part.contains(document.activeElement) && document.activeElement.matches("input, select, textarea"));

// Where the keyboard stands in a part, to be found again in its successor.
function placeOf(part) {
  const focus = document.activeElement;
  if (!part.contains(focus)) return null;
  if (focus.matches("a[href]")) return `a[href="${CSS.escape(focus.getAttribute("href"))}"]`;
  const row = focus.closest("[data-record]");
  return focus.dataset.code && row ? `[data-record="${row.dataset.record}"] td[data-code="${focus.dataset.code}"]` : null;
}

async function refresh() {
  // The answer to a refused form stands at the form's own address, which is not one to read.
  const address = new URL(location.href);
  address.pathname = page.dataset.path;
  address.searchParams.set("live", "1");
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of parts()) {
    const next = [...fresh.querySelectorAll("[data-live]")].find((other) => other.dataset.live === part.dataset.live);
    if (!next || next.innerHTML === part.innerHTML) continue;
    if (isBusy(part)) { timer = setTimeout(take, 2000); continue; }
    const place = placeOf(part);
    const isOpen = [...part.querySelectorAll("details")].map((details) => details.open);
    part.replaceChildren(...document.importNode(next, true).childNodes);
    [...part.querySelectorAll("details")].forEach((details, place) => { details.open = isOpen[place] ?? details.open; });
    for (const mark of part.querySelectorAll("[data-record]")) {
      if (changed.has(mark.dataset.record)) mark.classList.add("fresh");
    }
    part.dispatchEvent(new CustomEvent("refreshed", { bubbles: true }));
    if (place) part.querySelector(place)?.focus();
  }
}

async function take() {
  clearTimeout(timer);
  note();
  try {
    if (parts().length > 0) await refresh();
  } finally {
    changed = new Set();
    isAll = false;
  }
}

function hear(event) {
  const news = JSON.parse(event.data);
  since = event.lastEventId;
  heads(news);
  if (news.records) news.records.forEach((id) => changed.add(id)); else isAll = true;
  clearTimeout(timer);
  timer = setTimeout(take, settle);
}

// A hidden page listens to nothing: a browser has few connections to one address.
function listen() {
  if (source || document.hidden) return;
  source = new EventSource(`/events?since=${since}`);
  source.addEventListener("news", hear);
  source.onerror = () => {
    if (source?.readyState !== EventSource.CLOSED) return;
    source = null;
    setTimeout(listen, later);
  };
}

if (since && "EventSource" in window) {
  listen();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) { source?.close(); source = null; } else listen();
  });
  window.addEventListener("pagehide", () => source?.close());
}
