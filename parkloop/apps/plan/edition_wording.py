"""Changes between two editions as sentences, in the reader's language. Nothing here asks the database."""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from parkloop.apps.plan.models import DutyRole, EditionChange, Reissue
from parkloop.apps.plan.models.targets import Comparator
from parkloop.desk.templatetags.desk_elements import amount


def name(reissue: Reissue) -> str:
    """Of which plan it is a new edition."""
    return _("A new edition of %(plan)s") % {"plan": reissue.plan.name}


def sentence(change: EditionChange) -> str:
    """What differs, in one sentence with its numbers and names."""
    return _with_shares(_SENTENCES[change.kind](change.facts), change.facts)


def named(pairs: list[Any]) -> str:
    """Tasks with number and title: 4 加速…、5 强化…; in English the printed titles are quoted."""
    if in_chinese():
        return "、".join(f"{number} {title}".strip() for number, title in pairs)
    return ", ".join(f"{number} {quoted(title)}".strip() for number, title in pairs)


def in_chinese() -> bool:
    """Whether the reader reads Chinese."""
    return (get_language() or "zh").startswith("zh")


def quoted(words: str) -> str:
    """Words of the notice, in quotation marks for a reader of another language."""
    return words if in_chinese() or not words else f"“{words}”"


def goal(shown: dict[str, Any] | None) -> str:
    """What a target asks for: 不低于 1300 家 (2026)."""
    if not shown:
        return "—"
    value = shown["value"]
    word = str(Comparator(shown["comparator"]).label)
    year = f" ({shown['year']})" if shown["year"] else ""
    if value is None:
        return f"{word} {quoted(shown['unit'])}{year}".strip()
    number = "—".join(amount(v) for v in value) if isinstance(value, list) else amount(value)
    return f"{word} {number} {quoted(shown['unit'])}".strip() + year


def sides(change: EditionChange) -> tuple[str, str]:
    """Words of the old and of the new edition, for two columns; an empty side stays empty."""
    facts = change.facts
    if "before" in facts and isinstance(facts.get("before") or facts.get("after"), dict):
        return (goal(facts["before"]) if facts["before"] else "", goal(facts["after"]) if facts["after"] else "")
    if "before" in facts:
        return tuple(
            "—".join(map(str, side)) if isinstance(side, list) else str(side or "")
            for side in (facts["before"], facts["after"])
        )  # type: ignore[return-value]
    if "old" in facts:
        return named(facts["old"]), named(facts["new"])
    text = facts.get("indicator") or facts.get("unit") or ""
    return ("", text) if (change.new and not change.old) or change.kind.endswith("added") else (text, "")


def _lazy(text: str) -> Any:
    """A sentence with old and new tasks; translated when it is read."""
    return lambda f: _(text) % {"old": named(f.get("old", [])), "new": named(f.get("new", []))}


def _renumbered(facts: dict[str, Any]) -> str:
    shown = ", ".join(f"{old[0]}→{new[0]}" for old, new in zip(facts["old"], facts["new"], strict=True))
    return _("%(count)s tasks only have another number: %(numbers)s.") % {"count": len(facts["old"]), "numbers": shown}


def _moved(facts: dict[str, Any]) -> str:
    return _("Task %(task)s moved from “%(before)s” to “%(after)s”.") % {
        "task": named(facts["new"]),
        "before": facts["from_chapter"],
        "after": facts["to_chapter"],
    }


def _target(text: str) -> Any:
    return lambda f: _(text) % {"indicator": f["indicator"], "before": goal(f["before"]), "after": goal(f["after"])}


def _unit(facts: dict[str, Any]) -> str:
    roles = "、".join(str(DutyRole(role).label) for role in facts["roles"])
    return _("%(after)s takes the place of %(before)s (%(roles)s).") % {
        "after": quoted(facts["after"]),
        "before": quoted(facts["before"]),
        "roles": roles,
    }


def _duty(text: str) -> Any:
    return lambda f: _(text) % {"unit": quoted(f["unit"]), "role": str(DutyRole(f["role"]).label)}


def _deadline(text: str) -> Any:
    return lambda f: _(text) % {"before": f["before"], "after": f["after"]}


def _period(facts: dict[str, Any]) -> str:
    before, after = ("—".join(map(str, side)) if side else "—" for side in (facts["before"], facts["after"]))
    return _("The plan runs %(after)s instead of %(before)s.") % {"before": before, "after": after}


def _goal(text: str) -> Any:
    return lambda f: _(text) % {"indicator": f["indicator"]}


def _lapsed(facts: dict[str, Any]) -> str:
    who = facts["by"] or _("Somebody")
    values = {"who": who, "words": quoted(facts["before"]), "reason": facts["reason"]}
    text = _(
        "%(who)s had corrected this to %(words)s (%(reason)s); the sentence reads otherwise now, so the correction ends. Check it."
    )
    return text % values


def _with_shares(text: str, facts: dict[str, Any]) -> str:
    """Shares of towns belong to the old number: they end, and the sentence says so."""
    if not facts.get("shares"):
        return text
    more = _("The shares of %(count)s towns end with it and must be set anew.") % {"count": facts["shares"]}
    return f"{text}{'' if in_chinese() else ' '}{more}"


_SENTENCES: dict[str, Any] = {
    "merged": _lazy(gettext_noop("Tasks %(old)s were merged into %(new)s.")),
    "split": _lazy(gettext_noop("Task %(old)s was split into %(new)s.")),
    "regrouped": _lazy(gettext_noop("Tasks %(old)s were regrouped as %(new)s.")),
    "renumbered": _renumbered,
    "moved": _moved,
    "retitled": _lazy(gettext_noop("Task %(old)s is now called %(new)s.")),
    "added": _lazy(gettext_noop("Task %(new)s is new.")),
    "dropped": _lazy(gettext_noop("Task %(old)s is no longer in the plan.")),
    "target_raised": _target(gettext_noop("Target “%(indicator)s” was raised: %(before)s → %(after)s.")),
    "target_lowered": _target(gettext_noop("Target “%(indicator)s” was lowered: %(before)s → %(after)s.")),
    "target_restated": _target(gettext_noop("Target “%(indicator)s” is stated otherwise: %(before)s → %(after)s.")),
    "target_rescheduled": _target(
        gettext_noop("Target “%(indicator)s” is due in another year: %(before)s → %(after)s.")
    ),
    "target_added": _target(gettext_noop("Target “%(indicator)s” is new: %(after)s.")),
    "target_dropped": _target(gettext_noop("Target “%(indicator)s” (%(before)s) is no longer in the plan.")),
    "goal_added": _goal(gettext_noop("The goal “%(indicator)s” is new.")),
    "goal_dropped": _goal(gettext_noop("The goal “%(indicator)s” is no longer in the plan.")),
    "unit_replaced": _unit,
    "duty_added": _duty(gettext_noop("%(unit)s has a new duty (%(role)s).")),
    "duty_removed": _duty(gettext_noop("%(unit)s has no duty any more (%(role)s).")),
    "deadline_moved": _deadline(gettext_noop("The deadline “%(before)s” is now “%(after)s”.")),
    "deadline_added": _deadline(gettext_noop("The deadline “%(after)s” is new.")),
    "deadline_removed": _deadline(gettext_noop("The deadline “%(before)s” is gone.")),
    "period": _period,
    "edit_lapsed": _lapsed,
}


def decided(change: EditionChange) -> str:
    """The decision with who took it and when; empty while it is open."""
    if not change.option or change.decided_by is None or change.decided_at is None:
        return ""
    return _("%(what)s · %(who)s, %(day)s") % {
        "what": change.get_option_display(),
        "who": change.decided_by.name,
        "day": date_format(timezone.localtime(change.decided_at), "m-d H:i"),
    }
