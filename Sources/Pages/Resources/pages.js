// What the pages do better with scripts; without them every page works all the same.

// What is typed is kept in this tab until it is saved: a session that ends, a page left by mistake or
// a node that stops loses nothing. A form that was changed says so before the page is left.
const typingKey = (form) => `typing:${form.getAttribute("action")}:${form.elements.group?.value ?? ""}`;
const typed = (form) => [...form.elements].filter((field) => /^(f\.|m\.[^.]+\.f\.|value$|reason$)/.test(field.name));

// After signing out the next person at this screen finds nothing of it, nor after something was saved.
if (document.querySelector(".remark.done")) {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith("typing:")) sessionStorage.removeItem(key);
}

for (const form of document.querySelectorAll("form[data-keep]")) {
  const key = typingKey(form);
  let isChanged = false;
  let timer = 0;
  const store = () => sessionStorage.setItem(key, JSON.stringify(typed(form).map((field) => [field.name, field.value, field.checked ?? false])));
  form.addEventListener("input", () => { isChanged = true; clearTimeout(timer); timer = setTimeout(store, 250); });
  form.addEventListener("submit", () => { isChanged = false; store(); });
  window.addEventListener("beforeunload", (event) => { if (isChanged) event.preventDefault(); });

  const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
  if (!kept || document.querySelector(".remark.refusal")) continue;
  const now = JSON.stringify(typed(form).map((field) => [field.name, field.value, field.checked ?? false]));
  if (JSON.stringify(kept) === now) continue;
  const offer = document.createElement("p");
  offer.className = "remark warning";
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = form.dataset.keep;
  button.addEventListener("click", () => {
    const fields = typed(form);
    kept.forEach(([name, value, isChecked], place) => {
      const field = fields[place];
      if (!field || field.name !== name) return;
      if (field.type === "checkbox") field.checked = isChecked; else field.value = value;
    });
    isChanged = true;
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
