"""`parkloop verify-journal`: does the chain hold?"""

import click

from parkloop.site.starting import explained, fail, out


@click.command()
@click.option("--head", metavar="POSITION:MAC", help="A chain head noted earlier; it must still be part of the chain.")
@click.option("--seal", is_flag=True, help="Seal what is not sealed yet, first.")
@explained
def command(head: str | None, seal: bool) -> None:
    """Compare every journal entry with its seal; report the chain's head, the first broken position, gaps, and the unsealed tail.

    Exit code 1 when the chain is broken. Without the key (PARKLOOP_JOURNAL_KEY) nobody can make seals that hold.

    \b
    parkloop verify-journal
    parkloop verify-journal --head 1532:9f0c…
    """
    from parkloop.foundation import sealing

    if seal:
        out.print(f"{sealing.seal_all()} entries sealed.")
    verdict = sealing.verify(_parsed(head))
    out.print(f"{verdict.head.position} sealed entries hold. Chain head: {verdict.head}")
    if verdict.gaps:
        listed = ", ".join(str(pk) for pk in verdict.gaps[:20])
        out.print(
            f"{len(verdict.gaps)} entry numbers are absent ({listed}): rolled-back transactions leave such gaps on PostgreSQL."
        )
    if verdict.unsealed:
        out.print(
            f"{verdict.unsealed} entries are not sealed yet, the oldest of {verdict.oldest_unsealed_at:%Y-%m-%d %H:%M}."
        )
    if verdict.broken:
        entry = f", entry {verdict.broken.entry}" if verdict.broken.entry else ""
        fail(f"the chain is BROKEN at position {verdict.broken.position}{entry}: {verdict.broken.cause}.", 1)
    out.print("The chain holds.")


def _parsed(text: str | None) -> "object":
    from parkloop.foundation.sealing import ChainHead

    try:
        return ChainHead.parse(text) if text else None
    except ValueError:
        fail("--head: give POSITION:MAC as it was printed.")
