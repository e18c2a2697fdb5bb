/* Small behaviours of the frame, found by data attributes; every page works without them, only less handily.
   No inline handlers, no eval: the content security policy allows neither. */
(() => {
  "use strict";
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const on = (type, selector, act) =>
    document.addEventListener(type, (event) => {
      const found = event.target instanceof Element && event.target.closest(selector);
      if (found) act(event, found);
    });

  /* light and dark: shown at once, and told to the server, which keeps it */
  on("submit", "[data-theme-form]", (event, form) => {
    event.preventDefault();
    const theme = root.dataset.bsTheme === "dark" ? "light" : "dark";
    form.elements.theme.value = theme;
    fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }).catch(() => {});
    root.dataset.bsTheme = theme;
  });

  /* "/" focuses the search box; Escape closes what is open */
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const search = document.querySelector("[data-search]");
      if (search && search.offsetParent) { event.preventDefault(); search.focus(); search.select(); }
    }
    if (event.key === "Escape") { closeMenus(null); closeDrawer(); }
  });

  const closeMenus = (except) =>
    all("details.pop-wrap[open]").forEach((menu) => {
      if (menu.contains(except)) return;
      const inside = menu.contains(document.activeElement);
      menu.open = false;
      if (inside && !except) menu.querySelector("summary").focus();
    });
  document.addEventListener("click", (event) => closeMenus(event.target));

  /* the menu as a drawer on narrow screens */
  let opener = null;
  const closeDrawer = () => {
    if (!("menuOpen" in root.dataset)) return;
    delete root.dataset.menuOpen;
    opener?.focus();
  };
  on("click", "[data-menu-open]", (event, button) => {
    opener = button;
    root.dataset.menuOpen = "";
    document.querySelector("[data-menu] [data-menu-close]")?.focus();
  });
  on("click", "[data-menu-close]", closeDrawer);

  /* dialogs: data-dialog-open="#id", data-dialog-close; the shared dialog opens when something is loaded into it */
  on("click", "[data-dialog-open]", (event, button) => {
    const dialog = document.querySelector(button.dataset.dialogOpen);
    if (dialog) { event.preventDefault(); dialog.showModal(); }
  });
  on("click", "[data-dialog-close]", (event, button) => button.closest("dialog")?.close());
  document.addEventListener("htmx:after:swap", (event) => {
    const dialog = document.getElementById("dialog");
    if (dialog && !dialog.open && document.getElementById("dialog-body").childElementCount) dialog.showModal();
    start(event.target instanceof Element ? event.target : document);
  });
  document.addEventListener("close", (event) => {
    if (event.target.id === "dialog") document.getElementById("dialog-body").replaceChildren();
  }, true);

  /* choosing rows turns the toolbar into bulk actions */
  const countRows = (scope) => {
    const rows = all("[data-select-row]", scope);
    const chosen = rows.filter((row) => row.checked).length;
    all("[data-bulk]", scope).forEach((bar) => (bar.hidden = !chosen));
    all("[data-bulk-off]", scope).forEach((bar) => (bar.hidden = Boolean(chosen)));
    all("[data-select-count]", scope).forEach((place) => (place.textContent = chosen));
    all("[data-select-all]", scope).forEach((box) => {
      box.checked = rows.length > 0 && chosen === rows.length;
      box.indeterminate = chosen > 0 && chosen < rows.length;
    });
  };
  on("change", "[data-select-all], [data-select-row]", (event, box) => {
    const scope = box.closest("[data-select]") ?? document;
    if (box.matches("[data-select-all]")) all("[data-select-row]", scope).forEach((row) => (row.checked = box.checked));
    countRows(scope);
  });

  /* lists: density, and selects that send their form */
  on("click", "[data-density-for]", (event, button) => {
    const table = document.querySelector(button.dataset.densityFor);
    const steps = ["table-compact", "", "table-relaxed"];
    const now = steps.findIndex((step) => step && table.classList.contains(step));
    const next = steps[((now < 0 ? 1 : now) + 1) % steps.length];
    table.classList.remove("table-compact", "table-relaxed");
    if (next) table.classList.add(next);
    localStorage.setItem("parkloop_density", next);
  });
  on("change", "[data-submit-on-change]", (event, field) => field.form?.requestSubmit());
  on("click", "[data-print]", () => window.print());
  on("click", "[data-back]", () => (history.length > 1 ? history.back() : location.assign("/")));
  on("click", "[data-fullscreen]", () =>
    document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen());

  /* messages: gone by a click, or by themselves unless they tell of an error */
  const fade = (line) => {
    line.addEventListener("click", () => line.remove());
    if (!line.matches(".toast-error, .toast-warning")) setTimeout(() => line.remove(), 6000);
  };
  document.addEventListener("parkloop:toast", (event) => {
    const line = document.createElement("div");
    line.className = `toast-line toast-${event.detail.level || "info"}`;
    line.textContent = event.detail.text ?? event.detail.value ?? "";
    document.querySelector("[data-toasts]")?.append(line);
    fade(line);
  });

  /* files: drop, list, and say at once what is too large */
  const listFiles = (zone) => {
    const limit = Number(zone.dataset.maxBytes || 0);
    const lines = [...zone.querySelector("input[type=file]").files].map((file) => {
      const line = document.createElement("li");
      const bad = limit && file.size > limit;
      line.textContent = `${file.name} · ${(file.size / 1024).toFixed(0)} kB${bad ? ` · ${zone.dataset.tooBig}` : ""}`;
      if (bad) line.className = "file-bad";
      return line;
    });
    zone.querySelector("[data-file-list]").replaceChildren(...lines);
  };
  on("change", "[data-file-drop] input[type=file]", (event, input) => listFiles(input.closest("[data-file-drop]")));
  on("dragover", "[data-file-drop]", (event, zone) => { event.preventDefault(); zone.classList.add("file-drop-over"); });
  on("dragleave", "[data-file-drop]", (event, zone) => zone.classList.remove("file-drop-over"));
  on("drop", "[data-file-drop]", (event, zone) => {
    event.preventDefault();
    zone.classList.remove("file-drop-over");
    const input = zone.querySelector("input[type=file]");
    const files = new DataTransfer();
    [...event.dataTransfer.files].slice(0, input.multiple ? undefined : 1).forEach((file) => files.items.add(file));
    input.files = files.files;
    listFiles(zone);
  });

  /* a changed form asks before it is left; a sent form cannot be sent twice */
  let unsaved = false;
  on("input", "form[data-guard]", () => (unsaved = true));
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-guard]")) unsaved = false;
    if (event.defaultPrevented || event.target.method !== "post") return;
    setTimeout(() => all("button[type=submit]", event.target).forEach((button) => (button.disabled = true)));
    setTimeout(() => all("button[type=submit]", event.target).forEach((button) => (button.disabled = false)), 5000);
  });
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });

  /* arrow keys move between the tiles of a map, to the nearest in that direction */
  const ways = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  on("keydown", "[data-tile-map] .tile", (event, tile) => {
    const way = ways[event.key];
    if (!way) return;
    event.preventDefault();
    const middle = (item) => { const box = item.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; };
    const [x, y] = middle(tile);
    const others = all(".tile", tile.closest("[data-tile-map]")).map((item) => {
      const [dx, dy] = middle(item).map((value, at) => value - [x, y][at]);
      const along = dx * way[0] + dy * way[1];
      return { item, along, far: along + 2 * Math.abs(dx * way[1] + dy * way[0]) };
    });
    others.filter((other) => other.along > 4).sort((a, b) => a.far - b.far)[0]?.item.focus();
  });

  /* the open tab is seen where the bar is wider than the page */
  const showTab = (tab) => {
    const bar = tab.parentElement;
    const end = tab.offsetLeft - bar.offsetLeft + tab.offsetWidth;
    if (end > bar.clientWidth) bar.scrollLeft = end - bar.clientWidth + 16;
  };

  const start = (within) => {
    all("[data-toast]", within).forEach(fade);
    all("[data-autofocus]", within).forEach((place) => place.focus());
    all("[data-select]", within).forEach(countRows);
    all(".tab-active", within).forEach(showTab);
    const density = localStorage.getItem("parkloop_density");
    if (density) all("table[data-density]", within).forEach((table) => table.classList.add(density));
  };
  window.addEventListener("pageshow", () => { unsaved = false; all("form button[type=submit]").forEach((b) => (b.disabled = false)); });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => start(document));
  else start(document);
})();
