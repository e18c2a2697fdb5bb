"""What a heading governs in the text, and which heading stands above another. Pure; paths as the compiler prints them."""

from collections.abc import Collection, Sequence

from parkloop.domain.plan.model import Heading


def parent_of(path: str, known: Collection[str]) -> str:
    """The path of the nearest heading above; empty for a root."""
    above = path.rpartition("/")[0]
    while above and above not in known:
        above = above.rpartition("/")[0]
    return above


def body_ends(headings: Sequence[Heading], length: int) -> dict[str, int]:
    """Path → where the text that the heading governs ends: at the next heading that does not stand below it."""
    ends: dict[str, int] = {}
    for at, heading in enumerate(headings):
        after = (h for h in headings[at + 1 :] if not h.path.startswith(f"{heading.path}/"))
        following = next(after, None)
        ends[heading.path] = following.span[0] if following else length
    return ends
