"""An English reader meets no Chinese outside names and quotations.

Names of the park's data carry English names too; what stays Chinese is quoted text of the notice, and what people typed.
"""

import re

import pytest

from tests.journeys.conftest import Site

pytestmark = pytest.mark.browser
CHINESE = re.compile(r"[一-鿿]+")
PAGES = ("/", "/cockpit/", "/plan/task/", "/plan/target/", "/plan/duty/", "/directory/organisation/", "/directory/person/", "/notices/",
         "/account/", "/jobs/", "/documents/file/", "/plan/reissue/1/changes/", "/plan/change/")  # fmt: skip
VISIBLE_TEXT = """() => {
  const quoted = '[lang^=zh], q, blockquote, .quote, script, style, template';
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!parent || parent.closest(quoted) || !parent.checkVisibility()) continue;
    found.push(node.textContent);
  }
  return found;
}"""


def test_pages_in_english_show_no_chinese_outside_names_and_quotations(baoshan_site: Site) -> None:
    left: dict[str, set[str]] = {}
    with baoshan_site.as_person("shenwen", language="en") as page:
        for path in PAGES:
            baoshan_site.open(page, path)
            texts = page.evaluate(VISIBLE_TEXT)
            found = {text.strip() for text in texts if CHINESE.search(re.sub(r"“[^”]*”|《[^》]*》", "", text))}
            left[path] = found - {"中", "园区闭环"}
    assert not any(left.values()), left
