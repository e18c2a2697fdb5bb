"""The user guide is the same in both languages, and its words in bold are the words of the screen."""

import re
import tomllib

import pytest
from django.test import Client
from django.utils import translation
from ruamel.yaml import YAML

from parkloop.foundation.models import Role
from parkloop.site.commands.demo import demo_accounts
from parkloop.site.demo_building import PASSWORD
from tests.docs.guide import GUIDE, bold, guide_pages, levels, text_of, translations
from tests.docs.pages import ROOT, links, pages, table_rows
from tests.support.cast import Cast

ACCOUNT = re.compile(r"`([a-z][a-z-]+)`")


@pytest.mark.parametrize("name", guide_pages())
def test_a_page_stands_in_both_languages_with_the_same_headings(name: str) -> None:
    assert levels(text_of("zh", name)) == levels(text_of("en", name))


@pytest.mark.parametrize("name", guide_pages())
def test_a_page_has_the_same_lists_and_tables_in_both_languages(name: str) -> None:
    def shape(text: str) -> list[str]:
        marks = re.findall(r"^(- |\d\. |\|)", text, re.MULTILINE)
        return [mark[-2:] if mark != "|" else mark for mark in marks]

    assert shape(text_of("zh", name)) == shape(text_of("en", name))


@pytest.mark.parametrize("name", guide_pages())
def test_words_in_bold_stand_on_the_screen_in_either_language(name: str) -> None:
    known = translations()
    english, chinese = bold(text_of("en", name)), bold(text_of("zh", name))
    unknown = {word for word in english if word not in known}
    assert not unknown, f"no such text on any page: {sorted(unknown)}"
    untold = {word: known[word] for word in english if not known[word] & chinese}
    assert not untold, f"the Chinese page lacks: {untold}"
    strange = chinese - set().union(*(known[word] for word in english), set())
    assert not strange, f"the Chinese page has words of its own: {sorted(strange)}"


def test_every_role_has_its_page() -> None:
    told = text_of("en", "administrators.md").lower()
    for role in Role:
        name = role.name.lower().replace("_", "-").replace("admin", "administrator")
        alone = "leader" if role is Role.DISTRICT_LEADER else name
        assert (GUIDE / "en" / f"{alone}.md").exists() or name.replace("-", " ") in told, role


def test_demo_accounts_of_the_guide_are_in_the_demo() -> None:
    people = YAML(typ="safe").load((ROOT / "parks/baoshan/demo/people.yaml").read_text(encoding="utf-8"))["people"]
    accounts = {person["username"] for person in people}
    for language in ("zh", "en"):
        for name in guide_pages():
            lines = [
                line for line in text_of(language, name).splitlines() if "演示账号" in line or "emo account" in line
            ]
            assert {account for line in lines for account in ACCOUNT.findall(line)} <= accounts


def test_every_page_is_reached_from_the_index() -> None:
    seen, waiting = set(), [ROOT / "docs" / "index.md"]
    while waiting:
        page = waiting.pop()
        if page in seen or page.suffix != ".md":
            continue
        seen.add(page)
        targets = [t.partition("#")[0] for t in links(page.read_text(encoding="utf-8")) if not re.match(r"[a-z]+:", t)]
        waiting += [(page.parent / target).resolve() for target in targets if target]
    lonely = {p.relative_to(ROOT).as_posix() for p in pages() if p.is_relative_to(ROOT / "docs")} - {
        p.relative_to(ROOT).as_posix() for p in seen
    }
    assert not lonely, f"link these from docs/index.md: {sorted(lonely)}"


def accounts_of(readme: str) -> list[str]:
    """Accounts that a README's table names."""
    heading = "account" if readme == "README.md" else "账号"
    return [row[0].strip("`") for row in table_rows((ROOT / readme).read_text(encoding="utf-8"), heading)]


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_a_readme_names_the_accounts_that_the_demo_prints(readme: str) -> None:
    shown = demo_accounts(ROOT / "parks/baoshan/demo/people.yaml")
    assert accounts_of(readme) == [username for username, _role, _name in shown]
    assert f"`{PASSWORD}`" in (ROOT / readme).read_text(encoding="utf-8")


def test_the_readmes_have_the_same_headings_and_tables() -> None:
    english, chinese = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh.md"))
    assert levels(english) == levels(chinese)
    assert english.count("\n|") == chinese.count("\n|")
    assert (
        re.findall(r"^    (\S.*)$", english, re.MULTILINE)[:3] == re.findall(r"^    (\S.*)$", chinese, re.MULTILINE)[:3]
    )


def test_the_readme_states_the_demos_dates() -> None:
    demo = tomllib.loads((ROOT / "parks/baoshan/pack.toml").read_text(encoding="utf-8"))["demo"]
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"{demo['today']:%A %Y-%m-%d}" in text
    assert f"{demo['data_date']:%-d %B}" in text


@pytest.mark.parametrize(
    "name", ["leader", "district-officer", "town-officer", "park-operator", "enterprise-user", "expert", "auditor"]
)
def test_a_page_is_headed_by_the_role_as_the_screen_names_it(name: str) -> None:
    role = Role("district_leader" if name == "leader" else name.replace("-", "_"))
    for language, code in (("zh", "zh-hans"), ("en", "en")):
        with translation.override(code):
            assert text_of(language, f"{name}.md").splitlines()[0] == f"# {role.label}"


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "sees"), [("auditor", True), ("audit_admin", True), ("town_officer", False)])
def test_the_journal_is_in_the_menu_of_those_who_may_read_it(cast: Cast, client: Client, who: str, sees: bool) -> None:
    client.force_login(getattr(cast, who).user)
    menu = client.get("/notices/").context["frame"]["menu"]
    addresses = {item["url"] for group in menu for item in group["items"]}
    assert ("/journal/" in addresses) is sees
    assert "/jobs/" in addresses


@pytest.mark.parametrize(("language", "words"), [("en", "lamp"), ("zh", "灯")])
def test_the_lamps_are_explained_with_the_numbers_of_the_parks_rules(language: str, words: str) -> None:
    told = {row[0].strip("*"): row[1] for row in table_rows(text_of(language, "words.md"), words)}
    tables = YAML(typ="safe").load((ROOT / "parks/baoshan/plan/lights.yaml").read_text(encoding="utf-8"))
    for rule in [*tables["targets"], *tables["tasks"]]:
        for condition in rule.get("all", ()):
            number = abs(condition["value"])
            if condition["quantity"] in ("gap_pp", "completion_pp", "working_days_left") and number:
                assert str(number) in told[rule["label"][language]], rule["id"]
        assert rule["label"]["en"] == "No data" or rule["label"][language] in told


def test_the_pictures_of_the_readmes_are_those_that_make_shots_takes() -> None:
    pages = YAML(typ="safe").load((ROOT / "tools" / "shots.yaml").read_text(encoding="utf-8"))["pages"]
    taken = {
        f"docs/screenshots/{p['name']}-{shot.replace(' ', '-')}.png" for p in pages for shot in p.get("readme", ())
    }
    for readme in ("README.md", "README.zh.md"):
        shown = {target for target in links((ROOT / readme).read_text(encoding="utf-8")) if target.endswith(".png")}
        assert shown == taken
