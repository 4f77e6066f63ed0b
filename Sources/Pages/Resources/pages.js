// What the pages do better with scripts; without them every page works all the same.

// What is typed is kept in this tab until its form is saved: a session that ends, a page left by mistake
// or a node that stops loses nothing. A form that was changed says so before the page is left.
const places = ["draft-of", "period", "region_code", "page", "group", "typist"];
const typingKey = (form) => `typing:${[form.getAttribute("action"), ...places.map((name) => form.elements[name]?.value ?? "")].join(":")}`;
const isTyped = (field) => /^(f\.|m\.[^.]+\.f\.|value$|reason$|person$|due$)/.test(field.name ?? "");
// Of boxes of one name each is a field of its own.
const nameOf = ([name, value], type) => type === "checkbox" ? `${name}=${value}` : name;
const textOf = (field) => [field.name, field.value, field.checked ?? false, field.type];
const pause = 250;
const longest = 1000;

// After signing out the next person at this screen finds nothing of it.
if (document.querySelector("[data-wipe]")) {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith("typing:")) sessionStorage.removeItem(key);
}
// Of what was saved only the form that was sent is let go of; one that waits for signing in stays sent.
if (document.querySelector(".remark.done")) sessionStorage.removeItem(sessionStorage.getItem("sent") ?? "");
if (!document.querySelector("[data-waiting]")) sessionStorage.removeItem("sent");

for (const form of document.querySelectorAll("form[data-keep]")) {
  const key = typingKey(form);
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
  // What was typed here is kept over what was kept before; a field that was left alone is never in it.
  const texts = new Map((kept?.fields ?? []).map((text) => [nameOf(text, text[3]), text]));
  const touched = new Set();
  let isChanged = false;
  let timer = 0;
  let since = 0;
  const store = () => {
    clearTimeout(timer);
    since = 0;
    for (const field of touched) texts.set(nameOf(textOf(field), field.type), textOf(field));
    if (texts.size > 0) sessionStorage.setItem(key, JSON.stringify({ at: Date.now(), fields: [...texts.values()] }));
  };
  form.addEventListener("input", (event) => {
    if (isTyped(event.target)) touched.add(event.target);
    isChanged = true;
    clearTimeout(timer);
    since ||= Date.now();
    timer = setTimeout(store, Math.min(pause, Math.max(0, since + longest - Date.now())));
  });
  form.addEventListener("submit", (event) => {
    isChanged = false;
    store();
    // Returning and approving save no typing.
    if (!["return", "approve"].includes(event.submitter?.value)) sessionStorage.setItem("sent", key);
  });
  window.addEventListener("beforeunload", (event) => { if (isChanged) event.preventDefault(); });
  window.addEventListener("pagehide", () => { if (since) store(); });

  // A page that answers a form that was sent holds what was typed already.
  if ("answer" in form.dataset) continue;
  const lost = [...form.elements].filter((field) => {
    const text = isTyped(field) && texts.get(nameOf(textOf(field), field.type));
    return text && (field.type === "checkbox" ? field.checked !== text[2] : field.value !== text[1]);
  });
  if (lost.length === 0) continue;
  const before = new Map(texts);
  const offer = document.createElement("p");
  offer.className = "remark warning";
  const button = document.createElement("button");
  button.type = "button";
  const hour = new Date(kept.at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  button.textContent = `${form.dataset.keep} ${hour}`;
  button.addEventListener("click", () => {
    for (const field of lost) {
      const [, value, isChecked] = before.get(nameOf(textOf(field), field.type));
      if (field.type === "checkbox") field.checked = isChecked; else field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    offer.remove();
  });
  offer.append(button);
  form.before(offer);
}

// Choosing in a filter asks at once.
for (const select of document.querySelectorAll("form.filters select")) {
  select.addEventListener("change", () => select.form.requestSubmit());
}

// "/" goes to the search, Ctrl+Enter sends the form one types in.
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, textarea, select");
  if (event.key === "/" && !isTyping) {
    const search = document.querySelector("input[type=search]");
    if (search) { event.preventDefault(); search.focus(); search.select(); }
  }
  if (event.key === "Enter" && event.ctrlKey && isTyping?.form) isTyping.form.requestSubmit();
});

// The first field that is wrong or collided is where typing goes on.
document.querySelector(".field.wrong input, .field.collided input[type=radio], .field.wrong textarea")
  ?.focus();
