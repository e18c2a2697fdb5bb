"""Standings as columns of a queryset, so that lists, board and map sort, filter and count by them in the database."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    DateField,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from parkloop.apps.projects import parkdata
from parkloop.apps.projects.models import Blocker, Indicator, InvestmentMonth, Reading, Recognition
from parkloop.apps.projects.reporting import Reporting
from parkloop.domain.projects.stages import StageLine
from parkloop.foundation import clock
from parkloop.foundation.models import FenField
from parkloop.foundation.models.base import in_language
from parkloop.packs.projects import ProjectRules

RANKS = {"over": 0, "none": 1, "lag": 2, "near": 3, "ok": 4, "done": 5}
LIGHTS = ("over", "near", "ok", "none", "done")


def with_light(rows: QuerySet[Any], line: StageLine, terms: Reporting) -> QuerySet[Any]:
    """Rows with `light` and `light_rank` by the planned date of the next stage, and `stage_order`.

    Closed at the last stage; no light without a date; overdue past it; near within the park's working days; else on track.
    """
    cases = [
        (Q(stage__in=line.final), "done"),
        (Q(next_on__isnull=True), "none"),
        (Q(next_on__lt=terms.today), "over"),
        (Q(next_on__lte=terms.near_until), "near"),
    ]
    order = [When(stage=key, then=Value(n)) for n, key in enumerate(line.keys)]
    return rows.annotate(
        light=Case(*(When(q, then=Value(light)) for q, light in cases), default=Value("ok"), output_field=CharField()),
        light_rank=Case(
            *(When(q, then=Value(RANKS[light])) for q, light in cases),
            default=Value(RANKS["ok"]),
            output_field=IntegerField(),
        ),
        stage_order=Case(*order, default=Value(len(order)), output_field=IntegerField()),
    )


def word(field: str, pairs: Iterable[tuple[str, str]]) -> Case:
    """The word of a key in the active language; a key that the register does not know stands for itself."""
    whens = [When(**{field: key}, then=Value(text)) for key, text in pairs]
    return Case(*whens, default=F(field), output_field=CharField())


def next_word(line: StageLine) -> Case:
    """The word of the usual next stage; empty at the last one."""
    named = {stage.key: in_language(stage.zh, stage.en) for stage in line.stages}
    whens = [When(stage=stage.key, then=Value(named[stage.following[0]])) for stage in line.stages if stage.following]
    return Case(*whens, default=Value(""), output_field=CharField())


def with_project_words(rows: QuerySet[Any], rules: ProjectRules) -> QuerySet[Any]:
    """Major projects with `kind_word`, `industry_word`, `stage_word`, `next_word`."""
    return rows.annotate(
        kind_word=word("kind", parkdata.pairs(rules.kinds)),
        industry_word=word("industry", parkdata.pairs(rules.industries)),
        stage_word=word("stage", parkdata.pairs_of_line(rules.stages)),
        next_word=next_word(rules.stages),
    )


def with_technology_words(rows: QuerySet[Any], rules: ProjectRules) -> QuerySet[Any]:
    """Key-technology projects with `industry_word`, `stage_word`, `result_word`, `next_word`."""
    return rows.annotate(
        industry_word=word("industry", parkdata.pairs(rules.industries)),
        result_word=word("result", parkdata.pairs(rules.results)),
        stage_word=word("stage", parkdata.pairs_of_line(rules.technology_stages)),
        next_word=next_word(rules.technology_stages),
    )


def with_change_words(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Changes with `from_word` and `to_word`, by the stages of the sort of project."""
    rules = parkdata.known()
    major, technology = parkdata.pairs_of_line(rules.stages), parkdata.pairs_of_line(rules.technology_stages)
    return rows.annotate(
        **{
            f"{end}_word": Case(
                When(project__isnull=False, then=word(f"{end}_stage", major)),
                default=word(f"{end}_stage", technology),
                output_field=CharField(),
            )
            for end in ("from", "to")
        }
    )


def with_recognition_words(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Recognitions with `kind_word`."""
    return rows.annotate(kind_word=word("kind", parkdata.pairs(parkdata.known().recognitions)))


def with_project_standings(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Major projects with their light, sums of money up to the data month, open and late blockers, the newest month's report."""
    terms = Reporting.now()
    data_month = terms.data_month
    year = Q(period_end__year=data_month.year)
    to_date = Q(period_end__lte=data_month)
    lit = with_project_words(with_light(rows, terms.rules.stages, terms), terms.rules)
    return lit.annotate(
        year_planned_fen=_sum("planned_fen", year),
        due_planned_fen=_sum("planned_fen", year & to_date),
        year_done_fen=_sum("done_fen", year & to_date),
        done_fen=_sum("done_fen", to_date),
        newest_done_fen=_sum("done_fen", Q(period_end=terms.newest_month)),
        data_done_fen=_sum("done_fen", Q(period_end=data_month)),
        data_month=Value(data_month, output_field=DateField()),
        is_spending=Case(
            When(stage__in=terms.rules.stages.spending, then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        ),
        open_blockers=_blockers(Q()),
        late_blockers=_blockers(Q(due_on__lt=terms.today)),
    )


def with_technology_standings(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Key-technology projects with their light and how many indicators, recognitions they have."""
    terms = Reporting.now()
    lit = with_technology_words(with_light(rows, terms.rules.technology_stages, terms), terms.rules)
    return lit.annotate(
        indicator_count=_count(Indicator.objects.filter(technology=OuterRef("pk")), "technology"),
        met_count=_count(with_actual(Indicator.objects.filter(technology=OuterRef("pk"))).filter(MET), "technology"),
        measured_count=_count(
            with_actual(Indicator.objects.filter(technology=OuterRef("pk"))).filter(actual__isnull=False), "technology"
        ),
        recognition_count=_count(Recognition.objects.filter(technology=OuterRef("pk")), "technology"),
    )


def with_actual(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Indicators with `actual`, `measured_on` and `measured_source` of their newest reading; one without a value leaves `actual` empty."""
    newest = Reading.objects.filter(indicator=OuterRef("pk")).order_by("-on", "-pk")
    return rows.annotate(
        actual=Subquery(newest.values("value")[:1]),
        measured_on=Subquery(newest.values("on")[:1]),
        measured_source=Subquery(newest.values("source")[:1]),
    )


MET = (
    Q(comparator="ge", actual__gte=F("goal"))
    | Q(comparator="le", actual__lte=F("goal"))
    | Q(comparator="eq", actual=F("goal"))
    | Q(comparator="range", actual__gte=F("goal"), actual__lte=F("goal_high"))
)
"""`domain.projects.indicators.is_met` as a condition of the database."""


def with_month_standings(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Months with `report` as a light: on time, late, due, missing; empty for months that are not over."""
    terms = Reporting.now()
    late_ends = _late_reports(terms, rows)
    return rows.annotate(
        report=Case(
            When(done_fen__isnull=False, pk__in=late_ends, then=Value("lag")),
            When(done_fen__isnull=False, then=Value("ok")),
            When(period_end__gt=terms.newest_month, then=Value("")),
            When(period_end__gt=terms.data_month, then=Value("near")),
            When(~Q(missing_why=""), then=Value("none")),
            default=Value("over"),
            output_field=CharField(),
        )
    )


def _late_reports(terms: Reporting, rows: QuerySet[Any]) -> list[int]:
    """Keys of the months whose first report came after its due day."""
    reported = rows.order_by().filter(reported_at__isnull=False).values_list("pk", "period_end", "reported_at")
    dues: dict[dt.date, dt.date] = {}
    late = []
    for pk, end, at in reported:
        due = dues.setdefault(end, terms.due(end))
        if _day(at) > due:
            late.append(pk)
    return late


def _day(at: dt.datetime) -> dt.date:
    return at.astimezone(clock.zone()).date()


def with_blocker_standings(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Blockers with `light` and `light_rank` by their day."""
    terms = Reporting.now()
    cases = [
        (Q(solved_on__isnull=False), "done"),
        (Q(due_on__isnull=True), "none"),
        (Q(due_on__lt=terms.today), "over"),
        (Q(due_on__lte=terms.table.add(terms.today, 3)), "near"),
    ]
    return rows.annotate(
        light=Case(*(When(q, then=Value(light)) for q, light in cases), default=Value("ok"), output_field=CharField()),
        light_rank=Case(
            *(When(q, then=Value(RANKS[light])) for q, light in cases),
            default=Value(RANKS["ok"]),
            output_field=IntegerField(),
        ),
    )


def _sum(name: str, condition: Q) -> Subquery:
    """Sum over the project's months; empty, not zero, when no month has a number."""
    months = InvestmentMonth.objects.filter(condition, project=OuterRef("pk")).order_by()
    return Subquery(months.values("project").annotate(total=Sum(name)).values("total"), output_field=FenField())


def _blockers(condition: Q) -> Coalesce:
    return _count(Blocker.objects.filter(condition, project=OuterRef("pk"), solved_on__isnull=True), "project")


def _count(rows: QuerySet[Any], parent: str) -> Coalesce:
    counted = rows.order_by().values(parent).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
