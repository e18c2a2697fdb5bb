"""Size as a smell: the ten largest files and functions are printed, and what is too large needs a reason here."""

from tests.architecture.sources import PACKAGE, ROOT, Length, function_lengths, python_files, relative

FILE_LIMIT = 400
FUNCTION_LIMIT = 50
ALLOWED: dict[str, str] = {}
"""`path` or `path::function` → why it may be larger than the limit."""


def files() -> list[Length]:
    """Every source file of the package and the tools with its lines."""
    paths = [*python_files(PACKAGE, tests=True), *python_files(ROOT / "tools"), *python_files(ROOT / "bench")]
    return [Length(relative(path), len(path.read_text(encoding="utf-8").splitlines())) for path in paths]


def functions() -> list[Length]:
    """Every function of the package and the tools with its lines."""
    paths = [*python_files(PACKAGE), *python_files(ROOT / "tools"), *python_files(ROOT / "bench")]
    return [length for path in paths for length in function_lengths(path)]


def print_largest(title: str, lengths: list[Length]) -> None:
    """Show the ten largest; pytest prints this with `-s` or when a test fails."""
    print(f"\nthe ten largest {title}")
    for length in sorted(lengths, key=lambda item: -item.lines)[:10]:
        print(f"{length.lines:6}  {length.name}")


def too_large(lengths: list[Length], limit: int) -> list[str]:
    """Names over the limit that have no reason in the allow-list."""
    return [f"{item.name}: {item.lines} lines" for item in lengths if item.lines > limit and item.name not in ALLOWED]


def test_no_file_is_larger_than_a_reader_can_hold() -> None:
    print_largest("files", files())
    assert not too_large(files(), FILE_LIMIT)


def test_no_function_is_longer_than_a_page() -> None:
    print_largest("functions", functions())
    assert not too_large(functions(), FUNCTION_LIMIT)


def test_the_allow_list_holds_nothing_that_became_small() -> None:
    large = {item.name for item in files() if item.lines > FILE_LIMIT}
    large |= {item.name for item in functions() if item.lines > FUNCTION_LIMIT}
    assert set(ALLOWED) <= large
