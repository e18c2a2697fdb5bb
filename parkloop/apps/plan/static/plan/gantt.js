/* Gantt: a movable bar is dragged, or shifted by arrow keys in working days; then the form that asks for the reason opens. */
(() => {
  const root = document.querySelector("[data-gantt]");
  const svg = root?.querySelector("svg[data-per-day]");
  const print = root?.querySelector("[data-print]");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
  if (!svg) return;
  const perDay = Number(svg.dataset.perDay);
  const off = new Set(svg.dataset.off.split(","));
  const status = root.querySelector("[data-gantt-status]");
  const hint = status.textContent;
  const DAY = 86400000;
  const parse = (text) => new Date(`${text}T00:00:00Z`);
  const iso = (date) => date.toISOString().slice(0, 10);
  const add = (date, days) => new Date(date.getTime() + days * DAY);
  const isOff = (date) => off.has(iso(date));
  const onWorkday = (date, step) => {
    let day = date;
    while (isOff(day)) day = add(day, step);
    return day;
  };
  const shifted = (date, count) => {
    let day = date;
    for (let left = Math.abs(count); left > 0; left -= 1) day = onWorkday(add(day, Math.sign(count)), Math.sign(count));
    return day;
  };
  const show = (bar, day) => {
    const days = Math.round((day - parse(bar.dataset.start)) / DAY);
    bar.setAttribute("transform", `translate(${days * perDay} 0)`);
    bar.dataset.wanted = iso(day);
    status.textContent = status.dataset.text.replace("{code}", bar.dataset.code).replace("{day}", iso(day));
  };
  const reset = (bar) => {
    bar.removeAttribute("transform");
    bar.classList.remove("gantt-dragged");
    delete bar.dataset.wanted;
    status.textContent = hint;
  };
  const address = (bar) => bar.getAttribute("href").split("?")[0];
  const ask = (bar) => {
    const day = bar.dataset.wanted;
    window.location.assign(day && day !== bar.dataset.start ? `${address(bar)}?starts_on=${day}` : address(bar));
  };
  for (const bar of svg.querySelectorAll("[data-gantt-move]")) {
    let from = null;
    let hasMoved = false;
    bar.addEventListener("dragstart", (event) => event.preventDefault());
    bar.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      from = event.clientX;
      hasMoved = false;
      bar.setPointerCapture(event.pointerId);
    });
    bar.addEventListener("pointermove", (event) => {
      if (from === null) return;
      const days = Math.round((event.clientX - from) / perDay);
      if (!days && !hasMoved) return;
      hasMoved = true;
      bar.classList.add("gantt-dragged");
      show(bar, onWorkday(add(parse(bar.dataset.start), days), 1));
    });
    bar.addEventListener("pointerup", () => {
      if (from === null) return;
      from = null;
      bar.classList.remove("gantt-dragged");
      if (hasMoved && bar.dataset.wanted !== bar.dataset.start) ask(bar);
      else if (hasMoved) reset(bar);
    });
    bar.addEventListener("pointercancel", () => { from = null; reset(bar); });
    bar.addEventListener("click", (event) => { if (hasMoved) event.preventDefault(); });
    bar.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (step) {
        event.preventDefault();
        const now = parse(bar.dataset.wanted || bar.dataset.start);
        show(bar, shifted(now, step * (event.shiftKey ? 5 : 1)));
      } else if (event.key === "Enter" && bar.dataset.wanted) {
        event.preventDefault();
        ask(bar);
      } else if (event.key === "Escape" && bar.dataset.wanted) {
        event.preventDefault();
        reset(bar);
      }
    });
    bar.addEventListener("blur", () => { if (from === null && bar.dataset.wanted) reset(bar); });
  }
  const now = svg.querySelector(".gantt-today");
  const scroll = root.querySelector(".gantt-scroll");
  if (now && scroll.scrollWidth > scroll.clientWidth) scroll.scrollLeft = now.getBBox().x - scroll.clientWidth * 0.6;
})();
