// Typing in the list of projects. Arrows move from cell to cell, Enter, F2 or a double click opens one,
// Enter saves it, Tab saves it and opens the next, Escape leaves it as it stands; going elsewhere saves
// what was typed. One cell is open at a time. The node says what is wrong, and what another wrote
// meanwhile, in the cell itself.

// The region is replaced as a whole when news arrive: it is looked up anew each time.
const part = document.querySelector("[data-live=rows]");
const cells = () => document.querySelector("[data-cells]");

const cellOf = (target) => target.closest?.("td[data-code]");
const rowOf = (cell) => cell.closest("tr[data-record]");

function ready() {
  cells().querySelectorAll("td[data-code]").forEach((cell, place) => { cell.tabIndex = place === 0 ? 0 : -1; });
}

function move(cell, across, down) {
  const row = [...rowOf(cell).querySelectorAll("td[data-code]")];
  let next = row[row.indexOf(cell) + across];
  if (down !== 0) {
    const rows = [...cells().querySelectorAll("tr[data-record]")];
    next = rows[rows.indexOf(rowOf(cell)) + down]?.querySelector(`td[data-code="${cell.dataset.code}"]`);
  }
  if (!next) return null;
  cell.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
  return next;
}

const openCell = () => cells()?.querySelector("form.cell-form")?.closest("td[data-code]") ?? null;
const fieldOf = (cell) => cell.querySelector("input:not([type=hidden]), select");

// Whether a cell holds something that its field does not.
function isDirty(cell) {
  const { elements } = cell.querySelector("form");
  const code = cell.dataset.code;
  return elements[`f.${code}`]?.value !== elements[`was.${code}`]?.value;
}

function put(cell, html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  cell.replaceChildren(...document.importNode(parsed.body, true).childNodes);
  const field = fieldOf(cell);
  field?.focus();
  if (field?.type === "text") field.select();
}

// The cell that was asked for last.
let wanted = null;

async function open(cell) {
  if (cell.querySelector("form")) return;
  wanted = cell;
  const other = openCell();
  if (other && !await close(other)) { fieldOf(other)?.focus(); return; }
  if (wanted !== cell || cell.querySelector("form")) return;
  cell.dataset.text = cell.textContent;
  cell.dataset.opening = "";
  try {
    const query = new URLSearchParams({ id: rowOf(cell).dataset.record, code: cell.dataset.code });
    const answer = await fetch(`/cell?${query}`, { credentials: "same-origin" });
    // Without a session the answer is the page that asks to sign in.
    if (answer.ok && !answer.redirected && wanted === cell) put(cell, await answer.text());
  } finally {
    delete cell.dataset.opening;
  }
}

function leave(cell, keepsFocus = true) {
  cell.replaceChildren(document.createTextNode(cell.dataset.text ?? ""));
  if (keepsFocus) cell.focus();
}

// Whether a cell could be closed: as it stands where nothing was typed, else saved.
async function close(cell) {
  if (isDirty(cell)) return save(cell, false);
  leave(cell, false);
  return true;
}

const saving = new Map();

// Whether a cell was saved; asked again meanwhile it is saved once.
function save(cell, keepsFocus = true) {
  if (!saving.has(cell)) saving.set(cell, send(cell, keepsFocus).finally(() => saving.delete(cell)));
  return saving.get(cell);
}

async function send(cell, keepsFocus) {
  const form = cell.querySelector("form");
  if (!(keepsFocus ? form.reportValidity() : form.checkValidity())) return false;
  try {
    const answer = await fetch("/cell", {
      method: "POST", credentials: "same-origin", body: new URLSearchParams(new FormData(form)), keepalive: true,
    });
    const text = await answer.text();
    if (answer.ok) {
      cell.dataset.text = text;
      leave(cell, keepsFocus);
      cell.classList.add("saved");
      setTimeout(() => cell.classList.remove("saved"), 1500);
      return true;
    }
    if (answer.status === 422) { put(cell, text); return false; }
  } catch { /* said below */ }
  form.querySelector(".unsaved")?.remove();
  const line = document.createElement("p");
  line.className = "problem unsaved";
  line.setAttribute("role", "alert");
  line.textContent = cells().dataset.failed;
  form.append(line);
  return false;
}

if (cells()) {
  ready();
  document.querySelector(".cells-hint").hidden = false;
  document.addEventListener("refreshed", ready);
  part.addEventListener("dblclick", (event) => {
    const cell = cellOf(event.target);
    if (cell) { event.preventDefault(); open(cell); }
  });
  part.addEventListener("submit", (event) => {
    event.preventDefault();
    save(cellOf(event.target));
  });
  // Clicking elsewhere saves; another window of the screen may be looked at meanwhile.
  part.addEventListener("focusout", (event) => {
    const cell = cellOf(event.target);
    if (!cell?.querySelector("form")) return;
    setTimeout(() => {
      if (cell.querySelector("form") && !saving.has(cell) && !cell.contains(document.activeElement)) close(cell);
    }, 0);
  });
  window.addEventListener("beforeunload", (event) => {
    const cell = openCell();
    if (cell && isDirty(cell)) event.preventDefault();
  });
  part.addEventListener("keydown", async (event) => {
    const cell = cellOf(event.target);
    if (!cell) return;
    if (cell.querySelector("form")) {
      if (event.key === "Escape") { event.preventDefault(); leave(cell); }
      if (event.key === "Enter" && event.target.matches("select, input")) { event.preventDefault(); await save(cell); }
      if (event.key === "Tab" && event.target.matches("select, input:not([type=radio])")) {
        event.preventDefault();
        if (!await save(cell)) return;
        const next = move(cell, event.shiftKey ? -1 : 1, 0);
        if (next) open(next);
      }
      return;
    }
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (steps[event.key]) { event.preventDefault(); move(cell, ...steps[event.key]); }
    if (event.key === "Enter" || event.key === "F2") { event.preventDefault(); open(cell); }
  });
}
