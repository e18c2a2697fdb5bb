"""Page elements, one place each: lamp, ring, bar, figure, chip, tabs, panel, timeline, table, pager, map and so on.

Each tag prepares plain values and hands them to one template in `desk/elements/`. Items (tabs, tiles, entries …)
may be dicts or objects: the templates read them by name. No app writes this markup itself. Look: docs/concepts/look.md.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.http import QueryDict
from django.template import loader
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from parkloop.desk import drawing

register = template.Library()

SPRITE = "web/theme/icons.svg"

LAMPS = {
    "ok": ("circle-check-filled", pgettext_lazy("lamp", "On track")),
    "near": ("hourglass-filled", pgettext_lazy("lamp", "Due soon")),
    "lag": ("alert-triangle-filled", pgettext_lazy("lamp", "Behind")),
    "over": ("alert-octagon-filled", pgettext_lazy("lamp", "Overdue")),
    "none": ("circle-dashed", pgettext_lazy("lamp", "Not reported")),
    "done": ("checks", pgettext_lazy("lamp", "Closed")),
}
"""Light → icon and usual word. An unknown light is an error of the caller, and raises KeyError."""

VERDICTS = {"score": ("users", gettext_lazy("Depends on score"))}

NOTICE_WORDS = {
    "ok": gettext_lazy("Success"),
    "near": gettext_lazy("Information"),
    "lag": gettext_lazy("Warning"),
    "over": gettext_lazy("Error"),
}
"""What a screen reader says before a notice; the lamp's own words are about matters."""


def _lamp(light: str, label: str = "") -> dict[str, Any]:
    icon_name, word = {**LAMPS, **VERDICTS}[light or "none"]
    return {"light": light or "none", "icon": icon_name, "word": label or word}


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """An icon of the sprite. Without `label` it is decoration; `size`: sm, lg, xl or nothing (18 px)."""
    css = f"icon icon-{size}" if size else "icon"
    address = f"{static(SPRITE)}#{name}"
    if label:
        return format_html('<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', css, label, address)
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', css, address)


@register.filter
def amount(value: Any, places: int | None = None) -> str:
    """A number for people: thousands commas, a true minus sign, `places` decimals (as given when None)."""
    if value is None or value == "":
        return ""
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        text = f"{value:,}" if places is None else f"{value:,.{places}f}"
        return text.replace("-", "−")
    return str(value)


@register.inclusion_tag("desk/elements/lamp.html")
def lamp(light: str, label: str = "", detail: str = "", bare: bool = False) -> dict[str, Any]:
    """Colour, icon and word, always all three. `label` replaces the usual word; `detail` follows it (剩 3 日)."""
    return {**_lamp(light, label), "detail": detail, "bare": bare}


@register.inclusion_tag("desk/elements/lamp_counts.html")
def lamp_counts(counts: Iterable[Any]) -> dict[str, Any]:
    """How many of each light: items {light, count, label?, url?, active?}; with `url` each is a filter."""
    names = ("count", "url", "active")
    return {
        "rows": [
            {**_lamp(_read(item, "light"), _read(item, "label") or ""), **{name: _read(item, name) for name in names}}
            for item in counts
        ]
    }


@register.inclusion_tag("desk/elements/ring.html")
def ring(position: int, total: int = 8, label: str = "", detail: str = "", size: str = "") -> dict[str, Any]:
    """The loop ring: where a matter stands, never how it does. The node's name (`label`) always stands beside it."""
    arcs = drawing.ring_arcs(int(position or 0), int(total))
    return {"arcs": arcs, "position": position, "total": total, "label": label, "detail": detail, "size": size}


@register.inclusion_tag("desk/elements/bar.html")
def bar(
    completion: float | None, schedule: float | None = None, light: str = "", text: bool = True, wide: bool = False
) -> dict[str, Any]:
    """Progress in percent with the schedule's tick (序时). `completion` None is not reported: no bar, never zero."""
    width = None if completion is None else drawing.number(min(max(float(completion), 0), 100))
    tick = None if schedule is None else drawing.number(min(max(float(schedule), 0), 100))
    return {
        "completion": completion,
        "schedule": schedule,
        "width": width,
        "tick": tick,
        "light": light or "plain",
        "text": text,
        "wide": wide,
    }


@register.inclusion_tag("desk/elements/figure.html")
def figure(item: Any, size: str = "", foot: bool = True, beside: str = "") -> dict[str, Any]:
    """A Figure (`parkloop.domain.figures.Figure`). `size`: sm, lg or nothing; `beside`: small text after the unit.

    `foot=False` where the date stands once for the page: the figure itself then opens its source.
    """
    return {"figure": item, "size": size, "foot": foot, "beside": beside}


@register.inclusion_tag("desk/elements/figure_foot.html")
def figure_foot(item: Any) -> dict[str, Any]:
    """The line that a figure ends in: data date, source, 口径 and 数据行."""
    formula = getattr(item, "formula", "") or ""
    is_link = formula.startswith("/")
    return {"figure": item, "formula_url": formula if is_link else "", "formula": "" if is_link else formula}


@register.inclusion_tag("desk/elements/stat.html")
def stat(label: str, value: Any, unit: str = "", note: str = "", url: str = "", light: str = "") -> dict[str, Any]:
    """A count of the page itself (not a measured number: those are figures); `value` None prints 缺数据."""
    return {"label": label, "value": value, "unit": unit, "note": note, "url": url, "light": light}


@register.inclusion_tag("desk/elements/target_card.html")
def target_card(card: Any, cockpit: bool = False) -> dict[str, Any]:
    """One target: {title, url, figure, target, completion, schedule, light, lamp_label, note, note_right, trajectory}.

    `trajectory` (optional): {actual, schedule, forecast, fan, target} as `trajectory` below takes them.
    """
    return {"card": card, "cockpit": cockpit}


@register.inclusion_tag("desk/elements/trajectory.html")
def trajectory(data: Any, label: str = "", width: int = 220, height: int = 84) -> dict[str, Any]:
    """Small picture of a trajectory from {actual, schedule?, forecast?, fan?, target?}; see drawing.trajectory."""
    known = data if isinstance(data, dict) else vars(data)
    names = ("schedule", "forecast", "fan", "target")
    lines = drawing.trajectory(
        known["actual"], **{name: known.get(name) for name in names}, size=(float(width), float(height))
    )
    return {"lines": lines, "label": label or gettext("Trajectory against schedule and target")}


@register.inclusion_tag("desk/elements/sparkline.html")
def sparkline(points: Iterable[Any], label: str, target: float | None = None) -> dict[str, Any]:
    """A line in text height through values in order; None is left out."""
    pairs = list(enumerate(points))
    return {"lines": drawing.trajectory(pairs, target=target, size=(96, 24)), "label": label}


@register.inclusion_tag("desk/elements/gauge.html")
def gauge(completion: float | None, schedule: float | None = None, light: str = "", label: str = "") -> dict[str, Any]:
    """A half-circle gauge in percent with the schedule's tick; None prints 缺数据."""
    shape = drawing.gauge(completion, schedule)
    return {"shape": shape, "completion": completion, "schedule": schedule, "light": light or "plain", "label": label}


@register.inclusion_tag("desk/elements/tile_map.html")
def tile_map(
    tiles: Sequence[Any],
    rivers: Sequence[Any] = (),
    note: str = "",
    label: str = "",
    selected: str = "",
    unit: str = "",
) -> dict[str, Any]:
    """Equal hexagons in roughly true position, with rivers for orientation and a table twin.

    `tiles`: {key, q, r, label, value (None = missing), unit?, light, lamp_label?, url?}, axial coordinates.
    `rivers`: {points: [(q, r)…], label, label_at?, width?, filled?}. `note` must say that the map is schematic.
    """
    drawn = drawing.tile_map(tiles, rivers, lamp_word)
    return {"map": drawn, "note": note, "label": label, "selected": selected, "unit": unit}


@register.filter
def lamp_icon(light: str) -> str:
    """Address of a light's icon in the sprite, for use inside an SVG picture."""
    return f"{static(SPRITE)}#{_lamp(light)['icon']}"


@register.filter
def lamp_word(light: str) -> str:
    """The usual word of a light."""
    return str(_lamp(light)["word"])


@register.inclusion_tag("desk/elements/light_board.html")
def light_board(groups: Iterable[Any]) -> dict[str, Any]:
    """Matters under their headings: groups {label, note?, items: [{title, light, lamp_label?, detail?, url?}]}."""
    return {"groups": groups}


@register.inclusion_tag("desk/elements/attention.html")
def attention(items: Iterable[Any], empty_text: str = "") -> dict[str, Any]:
    """What needs somebody: items {light, lamp_label?, detail?, title, note?, right?, right_note?, url?}."""
    return {"items": items, "empty_text": empty_text}


@register.inclusion_tag("desk/elements/chip.html")
def chip(label: str, remove_url: str = "") -> dict[str, Any]:
    """An applied condition with the link that removes it."""
    return {"label": label, "remove_url": remove_url}


@register.inclusion_tag("desk/elements/tag.html")
def tag(text: str, kind: str = "") -> dict[str, Any]:
    """A small label. `kind`: nothing (outlined), tint, grey or demo."""
    return {"text": text, "kind": kind}


@register.inclusion_tag("desk/elements/tabs.html")
def tabs(items: Iterable[Any], label: str = "") -> dict[str, Any]:
    """Tabs as links: {label, url, count?, active?, star? (shared by a colleague), count_is_late?}."""
    return {"items": items, "label": label or gettext("Views")}


@register.inclusion_tag("desk/elements/panel.html")
def panel(rows: Iterable[Any], columns: int = 2) -> dict[str, Any]:
    """An attribute list in two columns: rows {label, value, url?, help?, missing?} or (label, value) pairs."""
    listed = [{"label": row[0], "value": row[1]} if isinstance(row, (tuple, list)) else row for row in rows]
    return {"rows": listed, "columns": columns}


@register.inclusion_tag("desk/elements/timeline.html")
def timeline(entries: Iterable[Any]) -> dict[str, Any]:
    """Who did what, when and why: {when, who, what, why?, changes? [{label, before, after}], basis?, url?, light?}."""
    return {"entries": entries}


@register.inclusion_tag("desk/elements/nodes.html")
def nodes(items: Iterable[Any], label: str = "") -> dict[str, Any]:
    """The node line of a matter: {label, date?, state: done|now|next, light?}."""
    return {"items": items, "label": label or gettext("Where it stands")}


@register.inclusion_tag("desk/elements/pager.html", takes_context=True)
def pager(context: template.Context, page: Any, sizes: Sequence[int] = (20, 50, 100), note: str = "") -> dict[str, Any]:
    """Pages of a list: a Django `Page` whose parameters are `page` and `per_page`; keeps the rest of the address."""
    pages = list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
    request = context.get("request")
    return {
        "query": request.GET if request else QueryDict(),
        "page": page,
        "pages": pages,
        "gap": page.paginator.ELLIPSIS,
        "sizes": sizes,
        "note": note,
    }


@register.inclusion_tag("desk/elements/empty.html")
def empty(
    title: str, why: str = "", icon_name: str = "inbox", action_label: str = "", action_url: str = "", actions: Any = ()
) -> dict[str, Any]:
    """What is not here, why, and the one button that makes the first one. `actions`: [(label, url)] to drop filters."""
    return {
        "title": title,
        "why": why,
        "icon_name": icon_name,
        "action_label": action_label,
        "action_url": action_url,
        "actions": actions,
    }


@register.inclusion_tag("desk/elements/notice.html")
def notice(
    kind: str, title: str, text: str = "", action_label: str = "", action_url: str = "", items: Iterable[str] = ()
) -> dict[str, Any]:
    """A sentence across the page: ok, near (information), lag (warning), over (error); what to do next as a button."""
    return {
        **_lamp(kind),
        "word": NOTICE_WORDS[kind],
        "title": title,
        "text": text,
        "action_label": action_label,
        "action_url": action_url,
        "items": items,
    }


@register.inclusion_tag("desk/elements/error_summary.html")
def error_summary(form: Any) -> dict[str, Any]:
    """Errors of a form at its top, each a link to its field."""
    fields = [(field, field.errors) for field in form if field.errors] if form else []
    general = form.non_field_errors() if form else []
    return {"fields": fields, "general": general, "count": len(fields) + len(general)}


@register.inclusion_tag("desk/elements/file_drop.html")
def file_drop(
    name: str,
    label: str,
    help_text: str = "",
    accept: str = "",
    multiple: bool = False,
    max_bytes: int = 0,
    required: bool = False,
) -> dict[str, Any]:
    """A field to drop or choose files; `max_bytes` is told before sending, the server checks again."""
    return {
        "name": name,
        "label": label,
        "help_text": help_text,
        "accept": accept,
        "multiple": multiple,
        "max_bytes": max_bytes,
        "required": required,
    }


@register.inclusion_tag("desk/elements/more_actions.html", takes_context=True)
def more_actions(context: template.Context, items: Sequence[Any], label: str = "", icon: str = "") -> dict[str, Any]:
    """更多操作: items {label, url, icon?, method? (post), danger?, disabled? (the reason), is_file?}."""
    return {
        "items": items,
        "label": label or gettext("More actions"),
        "icon": icon,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("desk/elements/blocked.html")
def blocked(label: str, count: int, url: str) -> dict[str, Any]:
    """A main action that something blocks: grey, padlock, the count; pressing it jumps to the first blocker."""
    return {"label": label, "count": count, "url": url}


@register.simple_block_tag(end_name="endcard")
def card(
    content: str,
    title: str = "",
    icon_name: str = "",
    note: str = "",
    link: str = "",
    link_url: str = "",
    ident: str = "",
) -> SafeString:
    """`{% card "标题" icon_name="history" note="…" link="全部" link_url=url %}…{% endcard %}`: a titled card."""
    return _block(
        "desk/elements/card.html",
        content,
        {"title": title, "icon_name": icon_name, "note": note, "link": link, "link_url": link_url, "ident": ident},
    )


@register.simple_block_tag(end_name="endtable_shell")
def table_shell(content: str, caption: str, density: str = "", ident: str = "", sticky: bool = True) -> SafeString:
    """Around `<thead>`, `<tbody>` and `<tfoot>`: caption, sticky head, totals row; density compact, relaxed or ''."""
    return _block(
        "desk/elements/table_shell.html",
        content,
        {"caption": caption, "density": density, "ident": ident, "sticky": sticky},
    )


def _block(name: str, content: str, values: dict[str, Any]) -> SafeString:
    rendered = loader.get_template(name).render({**values, "content": SafeString(content)})
    return SafeString(rendered)


@register.filter
def phone_tabs(frame: Any) -> list[Any]:
    """Up to four menu items for the bottom bar on a phone: `frame.tabs` when given, else the first of the menu."""
    chosen = _read(frame, "tabs")
    if chosen:
        return list(chosen)[:4]
    return [item for group in _read(frame, "menu") or [] for item in _read(group, "items") or []][:4]


def _read(item: Any, name: str) -> Any:
    """Like the template language reads a name: key first (a dict's `items` method is no menu), then attribute."""
    return item.get(name) if isinstance(item, dict) else getattr(item, name, None)
