/* Behaviours of the list and form machine: order of columns, selects that ask the server, drafts. All work without, less handily. */
(() => {
  "use strict";
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  /* order of columns: arrows for the keyboard, dragging for the mouse */
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-move]");
    if (!button) return;
    const item = button.closest("li");
    const other = button.dataset.move === "up" ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    if (button.dataset.move === "up") other.before(item); else other.after(item);
    button.focus();
  });
  let dragged = null;
  document.addEventListener("dragstart", (event) => {
    dragged = event.target instanceof Element ? event.target.closest("[data-reorder] > li") : null;
    dragged?.classList.add("dragging");
  });
  document.addEventListener("dragover", (event) => {
    const over = dragged && event.target instanceof Element && event.target.closest("[data-reorder] > li");
    if (!over || over === dragged || over.parentElement !== dragged.parentElement) return;
    event.preventDefault();
    const box = over.getBoundingClientRect();
    if (event.clientY < box.y + box.height / 2) over.before(dragged); else over.after(dragged);
  });
  document.addEventListener("dragend", () => { dragged?.classList.remove("dragging"); dragged = null; });

  /* selects: plain ones searchable, remote ones ask the server while the person types */
  const remote = (select) => ({
    valueField: "value", labelField: "text", searchField: "text", preload: "focus",
    load: (text, done) => fetch(`${select.dataset.remote}?q=${encodeURIComponent(text)}`, { headers: { Accept: "application/json" } })
      .then((answer) => (answer.ok ? answer.json() : { options: [] })).then((found) => done(found.options)).catch(() => done()),
  });
  const enrich = (within) => {
    if (typeof TomSelect === "undefined") return;
    all("select[data-remote], select[data-pick]", within).forEach((select) => {
      if (select.tomselect) return;
      const few = !("remote" in select.dataset) && !select.multiple && select.options.length < 9;
      if (few) return;
      new TomSelect(select, { plugins: select.multiple ? ["remove_button"] : [], maxOptions: 200, ...("remote" in select.dataset ? remote(select) : {}) });
    });
  };

  /* a short address: empty conditions are not sent */
  document.addEventListener("submit", (event) => {
    if (!(event.target instanceof Element) || !event.target.matches("[data-filters]")) return;
    const empty = all("input[name], select[name]", event.target).filter((field) => field.value === "" && !field.disabled);
    empty.forEach((field) => (field.disabled = true));
    setTimeout(() => empty.forEach((field) => (field.disabled = false)));
  }, true);

  /* drafts: kept by the server some seconds after the last keystroke */
  let timer = 0;
  document.addEventListener("input", (event) => {
    const form = event.target instanceof Element && event.target.closest("form[data-draft]");
    if (!form) return;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const data = new FormData(form);
      for (const [name, value] of [...data.entries()]) if (value instanceof File) data.delete(name);
      const answer = await fetch(form.dataset.draft, { method: "POST", body: data }).catch(() => null);
      const place = form.querySelector("[data-draft-state]");
      if (answer?.ok && place) place.textContent = `${place.dataset.saved} ${new Date().toTimeString().slice(0, 5)}`;
    }, 1500);
  });
  document.addEventListener("submit", () => clearTimeout(timer));

  const start = () => enrich(document);
  document.addEventListener("htmx:after:swap", start);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
