"""`parkloop tick`: do what has fallen due, once."""

import datetime as dt

import click

from parkloop.site.starting import explained, fail, out


@click.command()
@click.option("--at", metavar="DATE", help="Tick as at this date (YYYY-MM-DD, 09:00), e.g. to catch up or to try.")
@explained
def command(at: str | None) -> None:
    """Run all time-driven work that is due, deliver waiting events, and list what was done.

    Ticking twice does nothing twice; ticking late does what was missed. `parkloop serve` ticks by itself: this command is for
    installations that prefer a timer of their own, and for trying.

    \b
    parkloop tick
    parkloop tick --at 2026-12-31
    """
    from contextlib import nullcontext

    from parkloop.foundation import clock, delivery, ticking

    with clock.fixed(_day(at)) if at else nullcontext():
        delivered = delivery.deliver_waiting()
        ran = ticking.tick()
        delivered += delivery.deliver_waiting()
    for one in ran:
        out.print(
            f"{one.due_at:%Y-%m-%d %H:%M}  {one.job}  {one.key}  {'FAILED: ' + one.error if one.error else 'done'}",
            markup=False,
        )
    out.print(f"{sum(not one.error for one in ran)} pieces of work done, {delivered} events delivered.")
    if any(one.error for one in ran):
        fail("some work failed; it will be tried again at the next tick.", 1)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        fail(f"--at {text}: write the date as 2026-12-31.")
