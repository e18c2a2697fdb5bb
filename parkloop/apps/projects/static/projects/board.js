/* The board of projects: arrow keys go between cards, Shift with an arrow moves a card, dragging drops it on another stage.
   Every way opens the same form (the action's dialog), prefilled with the stage; without script the card's buttons do it. */
(() => {
  "use strict";
  const board = document.querySelector("[data-board]");
  if (!board) return;
  const columns = [...board.querySelectorAll("[data-stage]")];
  const columnOf = (card) => card.closest("[data-stage]");
  const ask = (card, column) => {
    if (!card.dataset.moveUrl || !column || column === columnOf(card)) return;
    const url = `${card.dataset.moveUrl}?stage=${encodeURIComponent(column.dataset.stage)}`;
    if (typeof htmx === "undefined") { location.assign(url); return; }
    htmx.ajax("GET", url, { target: "#dialog-body", swap: "innerHTML" });
  };

  board.addEventListener("keydown", (event) => {
    const card = event.target instanceof Element && event.target.matches("[data-card]") ? event.target : null;
    if (!card) return;
    const at = columns.indexOf(columnOf(card));
    const side = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const along = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (side && event.shiftKey) { event.preventDefault(); ask(card, columns[at + side]); return; }
    if (side) {
      for (let n = at + side; columns[n]; n += side) {
        const first = columns[n].querySelector("[data-card]");
        if (first) { event.preventDefault(); first.focus(); return; }
      }
    }
    const other = along && card[along];
    if (other && other.matches("[data-card]")) { event.preventDefault(); other.focus(); }
    if (event.key === "Enter") card.querySelector("a")?.click();
  });

  let dragged = null;
  const unmark = () => columns.forEach((column) => column.classList.remove("board-over"));
  board.addEventListener("dragstart", (event) => {
    dragged = event.target instanceof Element ? event.target.closest("[data-move-url]") : null;
    if (!dragged) return;
    dragged.classList.add("dragging");
    event.dataTransfer?.setData("text/plain", dragged.dataset.card);
  });
  board.addEventListener("dragover", (event) => {
    const over = dragged && event.target instanceof Element ? event.target.closest("[data-stage]") : null;
    unmark();
    if (!over || over === columnOf(dragged)) return;
    event.preventDefault();
    over.classList.add("board-over");
  });
  board.addEventListener("drop", (event) => {
    const over = dragged && event.target instanceof Element ? event.target.closest("[data-stage]") : null;
    if (!over) return;
    event.preventDefault();
    ask(dragged, over);
  });
  board.addEventListener("dragend", () => { unmark(); dragged?.classList.remove("dragging"); dragged = null; });
})();
