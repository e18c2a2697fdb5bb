/* The review: click an element to find its words and the reverse, decide with the keyboard, add by selecting text.
   The page works without: links, buttons and forms do the same by reloading. */
(() => {
  "use strict";
  const root = document.querySelector("[data-review]");
  if (!root) return;
  const address = root.dataset.review;
  const isLive = "live" in root.dataset;
  const source = root.querySelector("[data-source]");
  const list = root.querySelector("[data-items]");
  const floating = document.querySelector("[data-add-selection]");
  const decide = document.getElementById("review-decide");
  const ways = document.querySelector(".review-ways");
  const narrow = matchMedia("(max-width: 900px)");
  let current = null;
  let selection = null;
  root.classList.add("review-scripted");
  root.dataset.shown = "list";

  const items = () => [...list.querySelectorAll("[data-item]")];
  const isShown = (item) => item.offsetParent !== null || narrow.matches;
  const say = (text) => { document.querySelector("[data-review-say]").textContent = text; };
  const byKey = (key) => document.getElementById(key);

  /* two halves on a phone */
  const show = (half) => {
    root.dataset.shown = half;
    root.querySelectorAll("[data-show]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.show === half)));
  };
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-show]");
    if (button) show(button.dataset.show);
  });

  /* words of an element, and elements of a word */
  const runs = [...source.querySelectorAll("[data-s]")];
  const runsOf = (item) => {
    if (!("start" in item.dataset)) return [];
    const [start, end] = [Number(item.dataset.start), Number(item.dataset.end)];
    return runs.filter((run) => Number(run.dataset.s) < end && Number(run.dataset.e) > start);
  };
  const itemsAt = (run) => {
    const [start, end] = [Number(run.dataset.s), Number(run.dataset.e)];
    return items()
      .filter((item) => "start" in item.dataset && Number(item.dataset.start) <= start && Number(item.dataset.end) >= end)
      .sort((a, b) => (a.dataset.end - a.dataset.start) - (b.dataset.end - b.dataset.start));
  };
  const light = (item) => {
    source.querySelectorAll(".is-lit").forEach((run) => run.classList.remove("is-lit"));
    const lit = item ? runsOf(item) : [];
    lit.forEach((run) => run.classList.add("is-lit"));
    return lit[0];
  };

  /* what can be decided is offered at the chosen element only */
  const offer = (item) => {
    const place = item.querySelector("[data-acts]");
    const made = root.parentElement.querySelector(`[data-acts-of="${["problem", "document"].includes(item.dataset.kind) ? item.dataset.kind : "element"}"]`);
    if (!place || !made || place.dataset.acts === "offered") return;
    place.dataset.acts = "offered";
    place.innerHTML = made.innerHTML.replaceAll("__key__", item.id).replaceAll("__seen__", item.dataset.seen);
    place.querySelectorAll("[data-when]").forEach((act) => {
      if (!act.dataset.when.split(" ").includes(item.dataset.is)) act.remove();
    });
  };
  const choose = (item, { focus = true, follow = true } = {}) => {
    if (!item) return;
    if (current !== item) current?.classList.remove("is-current");
    current = item;
    item.classList.add("is-current");
    offer(item);
    const first = light(item);
    if (follow && first && !narrow.matches) first.scrollIntoView({ block: "center" });
    if (focus) {
      item.querySelector("[data-focus]").focus({ preventScroll: true });
      item.scrollIntoView({ block: "nearest" });
    }
  };
  /* other parts of a long text: links of the page, so that the same way works without script */
  const isOne = root.dataset.parts === "1";
  const way = (name) => ways.querySelector(`[data-way="${name}"]`);
  const goTo = (name, end = "") => {
    const link = way(name);
    if (link) location.assign(link.href + end);
    return Boolean(link);
  };
  const step = (by) => {
    const all = items();
    const shown = all.filter(isShown);
    const at = current ? all.indexOf(current) : -1;
    const next = by > 0 ? shown.find((item) => all.indexOf(item) > at) : [...shown].reverse().find((item) => all.indexOf(item) < at);
    if (!next && goTo(by > 0 ? "next" : "previous", by > 0 ? "#first" : "#last")) return;
    if (!shown.length) return say(root.dataset.sayNone);
    show("list");
    choose(next ?? shown.at(by > 0 ? -1 : 0));
  };
  const isOpen = (item) => "open" in item.dataset;
  const isOpenFinding = (item) => isOpen(item) && item.dataset.kind === "problem";
  const isToDecide = (item) => isOpen(item) && (item.dataset.kind !== "problem" || "blocks" in item.dataset);
  const seek = (wanted, name) => {
    const all = items();
    const ahead = all.slice(all.indexOf(current) + 1).find(wanted);
    const here = ahead ?? (isOne ? all.find(wanted) : null);
    if (here) {
      show("list");
      return choose(here);
    }
    if (isOne || !goTo(name)) say(root.dataset.sayNone);
  };
  const nextOpen = () => {
    const all = items();
    const here = all.slice(all.indexOf(current) + 1).find(isToDecide) ?? all.find(isToDecide);
    if (here) return choose(here);
    if (isOne || !goTo("open")) say(root.dataset.sayNone);
  };
  ways.addEventListener("click", (event) => {
    const link = event.target.closest('[data-way="open"], [data-way="problem"]');
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    seek(link.dataset.way === "open" ? isToDecide : isOpenFinding, link.dataset.way);
  });

  source.addEventListener("click", (event) => {
    const run = event.target.closest("[data-s]");
    if (!run || String(getSelection())) return;
    const found = itemsAt(run);
    if (!found.length) return;
    const again = found.indexOf(current);
    show("list");
    root.classList.toggle("only-open", root.classList.contains("only-open") && isOpen(found[0]));
    choose(found[(again + 1) % found.length], { follow: false });
  });
  list.addEventListener("click", (event) => {
    const item = event.target.closest("[data-item]");
    if (!item || event.target.closest("button, .review-form, [data-do]")) return;
    if (event.target.closest("[data-focus]")) event.preventDefault();
    choose(item, { focus: Boolean(event.target.closest("[data-focus]")) });
    if (narrow.matches && event.target.closest("[data-focus]") && light(item)) {
      show("source");
      light(item).scrollIntoView({ block: "center" });
    }
  });
  list.addEventListener("focusin", (event) => {
    const item = event.target.closest("[data-item]");
    if (item && item !== current) choose(item, { focus: false });
  });

  /* asking the server */
  const ask = async (body) => {
    try {
      const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
      return { ok: answer.ok, ...(await answer.json()) };
    } catch {
      return { ok: false, error: { message: root.dataset.sayLost, field: "" } };
    }
  };
  const replace = (key, html) => {
    const old = byKey(key);
    if (!old || !html) return null;
    const holder = document.createElement("template");
    holder.innerHTML = html.trim();
    const fresh = holder.content.firstElementChild;
    old.replaceWith(fresh);
    if (old === current) { current = null; choose(fresh, { focus: false, follow: false }); }
    return fresh;
  };
  const count = (counts) => {
    const { ready, ...numbers } = counts;
    for (const [name, value] of Object.entries(numbers)) {
      document.querySelectorAll(`[data-count="${name}"]`).forEach((place) => { place.textContent = value.toLocaleString("en"); });
    }
    for (const [kind, value] of Object.entries(ready)) {
      if (value === 0) root.querySelector(`[data-rest="${kind}"]`)?.remove();
    }
    root.querySelector("[data-progress]").value = counts.percent;
  };
  const settled = (key, answer) => {
    if (answer.reload) {
      const url = new URL(location.href);
      url.searchParams.set("part", answer.part);
      url.searchParams.delete("q");
      url.hash = answer.focus;
      history.replaceState(null, "", url);
      location.reload();
      return;
    }
    const fresh = replace(key, answer.html);
    count(answer.counts);
    say(`${fresh?.querySelector("[data-focus]").textContent ?? ""}: ${answer.said}`);
  };
  const warn = (text) => {
    say(text);
    document.dispatchEvent(new CustomEvent("parkloop:toast", { detail: { level: "error", text } }));
  };
  const send = async (button, goOn) => {
    const body = new FormData(decide);
    body.set("do", button.value);
    const key = button.closest("[data-item]")?.id ?? "";
    const answer = await ask(body);
    if (!answer.ok) {
      replace(key, answer.html);
      return warn(answer.error.message);
    }
    settled(key, answer);
    if (goOn && !answer.reload) nextOpen(); else byKey(key)?.querySelector("[data-focus]").focus({ preventScroll: true });
  };
  decide.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button) return;
    event.preventDefault();
    send(button, button.dataset.do === "accept");
  });

  /* one form at a time, in its place */
  const closeForm = () => {
    const form = root.querySelector("[data-review-form]");
    if (!form) return false;
    const item = form.closest("[data-item]");
    form.remove();
    (item?.querySelector("[data-focus]") ?? root.querySelector("[data-add]"))?.focus();
    return true;
  };
  const openForm = async (url, place) => {
    const answer = await fetch(url, { headers: { "X-Part": "form" } }).catch(() => null);
    if (!answer?.ok) return warn(root.dataset.sayLost);
    root.querySelector("[data-review-form]")?.remove();
    place.insertAdjacentHTML("beforeend", await answer.text());
    const form = place.querySelector("[data-review-form]");
    form.scrollIntoView({ block: "nearest" });
    const fields = [...form.querySelectorAll(".review-fields input, .review-fields select")].filter((field) => !field.readOnly);
    (fields[0] ?? form).focus();
    fields[0]?.select?.();
  };
  const fail = (form, answer) => {
    form.querySelectorAll(".field-bad").forEach((field) => field.classList.remove("field-bad"));
    const field = answer.error.field && form.elements.namedItem(answer.error.field);
    const place = form.querySelector("[data-form-error]");
    place.textContent = answer.error.message;
    if ("seen" in answer) form.elements.namedItem("seen").value = answer.seen;
    if (field && field.closest) {
      field.closest(".field")?.classList.add("field-bad");
      field.setAttribute("aria-invalid", "true");
      field.focus();
    } else form.querySelector("[type=submit]").focus();
  };
  root.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-review-form]");
    if (!form) return;
    event.preventDefault();
    const key = form.elements.namedItem("key").value;
    const answer = await ask(new FormData(form));
    if (!answer.ok) {
      const kept = form;
      const fresh = replace(key, answer.html);
      if (fresh) fresh.append(kept);
      return fail(kept, answer);
    }
    form.remove();
    settled(key, answer);
    if (!answer.reload) byKey(key)?.querySelector("[data-focus]").focus({ preventScroll: true });
  });
  root.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-do], [data-form-link], [data-form-close], [data-add]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (link.matches("[data-form-close]")) closeForm();
    else if (link.matches("[data-add]")) add();
    else if (link.matches("[data-form-link]")) openForm(withWords(link), list.querySelector("[data-add-slot]"));
    else openForm(link.href, link.closest("[data-item]"));
  });
  const withWords = (link) => {
    const url = new URL(link.href);
    const quote = link.closest("form").elements.namedItem("quote");
    if (quote && !quote.readOnly && quote.value) url.searchParams.set("quote", quote.value);
    return url;
  };

  /* adding: the selection as positions in the text; characters are counted as the server counts them */
  const position = (node, offset) => {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const run = element.closest?.("[data-s]");
    if (!run) return null;
    const inside = node.nodeType === Node.TEXT_NODE ? [...node.data.slice(0, offset)].length : offset ? [...run.textContent].length : 0;
    return Number(run.dataset.s) + inside;
  };
  const edge = (range, atEnd) => {
    const [node, offset] = atEnd ? [range.endContainer, range.endOffset] : [range.startContainer, range.startOffset];
    const direct = position(node, offset);
    if (direct !== null) return direct;
    const inside = runs.filter((run) => range.intersectsNode(run));
    const run = atEnd ? inside.at(-1) : inside[0];
    return run ? Number(atEnd ? run.dataset.e : run.dataset.s) : null;
  };
  const selected = () => {
    const chosen = getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed || !String(chosen).trim()) return null;
    const range = chosen.getRangeAt(0);
    if (!source.contains(range.commonAncestorContainer)) return null;
    const [start, end] = [edge(range, false), edge(range, true)];
    return start !== null && end !== null && start < end ? { start, end } : null;
  };
  document.addEventListener("selectionchange", () => {
    if (!isLive) return;
    const now = selected();
    if (now || !document.activeElement?.closest("[data-add-selection], [data-add]")) selection = now;
    floating.hidden = !selection;
  });
  const add = () => {
    const url = new URL(address, location.href);
    url.searchParams.set("do", "add");
    url.searchParams.set("part", root.dataset.part);
    const words = selected() ?? selection;
    if (words) for (const [name, value] of Object.entries(words)) url.searchParams.set(name, value);
    floating.hidden = true;
    show("list");
    return openForm(url, list.querySelector("[data-add-slot]"));
  };
  floating?.addEventListener("mousedown", (event) => event.preventDefault());
  floating?.addEventListener("click", add);

  /* only what is open */
  const toggleOpen = () => {
    const on = root.classList.toggle("only-open");
    const link = root.querySelector("[data-only-open]");
    if (on) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    const url = new URL(location.href);
    if (on) url.searchParams.set("open", "1"); else url.searchParams.delete("open");
    history.replaceState(null, "", url);
  };
  root.querySelector("[data-only-open]").addEventListener("click", (event) => { event.preventDefault(); toggleOpen(); });

  /* keys */
  const press = (name) => {
    const button = isLive && current?.querySelector(`[data-do="${name}"]`);
    if (button) button.click();
  };
  const toSource = () => {
    if (document.activeElement?.closest("[data-source]")) return choose(current, { follow: false });
    const first = current && light(current);
    if (!first) return;
    show("source");
    source.focus({ preventScroll: true });
    first.scrollIntoView({ block: "center" });
  };
  const keys = {
    j: () => step(1), k: () => step(-1), a: () => press("accept"), e: () => press("edit"), x: () => press("reject"),
    u: () => press("undo"), n: () => isLive && add(), s: toSource, o: toggleOpen,
    f: () => seek(isOpenFinding, "problem"), d: () => seek(isToDecide, "open"),
    "[": () => goTo("previous"), "]": () => goTo("next"), w: () => ways.querySelector("[data-words]").focus(),
    "?": () => document.getElementById("review-help").showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && closeForm()) return;
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest?.("input, select, textarea, dialog[open]")) return;
    const act = keys[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });

  /* where the address points */
  const named = decodeURIComponent(location.hash.slice(1));
  const pointed = named === "first" ? items().find(isShown) : named === "last" ? items().findLast(isShown) : byKey(named);
  if (pointed?.matches("[data-item]")) choose(pointed);
  else if (!pointed && /^(\w+@|s\d)/.test(named) && !isOne) {
    const url = new URL(location.href);
    if (!url.searchParams.has("part")) {
      url.search = "";
      url.searchParams.set("at", named);
      url.hash = "";
      location.replace(url);
    }
  }
})();
