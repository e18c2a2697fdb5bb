/* Outline and source: hovering an element lights its place; J and K move through the elements, Enter shows the place. */
(() => {
  const root = document.querySelector("[data-outline]");
  if (!root) return;
  const links = [...root.querySelectorAll("[data-span]")];
  const place = (start) => document.getElementById(`at-${start}`)?.nextElementSibling;
  const light = (start, on) => place(start)?.classList.toggle("span-lit", on);
  for (const link of links) {
    for (const [name, on] of [["mouseenter", true], ["focus", true], ["mouseleave", false], ["blur", false]]) {
      link.addEventListener(name, () => light(link.dataset.span, on));
    }
  }
  for (const marked of root.querySelectorAll("[data-start]")) {
    const link = links.find((item) => item.dataset.span === marked.dataset.start);
    if (!link) continue;
    marked.addEventListener("click", () => { link.scrollIntoView({ block: "center" }); link.focus({ preventScroll: true }); });
  }
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || /input|select|textarea/i.test(event.target.tagName)) return;
    const step = { j: 1, k: -1 }[event.key.toLowerCase()];
    if (!step || !links.length) return;
    const at = links.indexOf(document.activeElement);
    const next = links[Math.min(Math.max(at + step, 0), links.length - 1)];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  });
})();
