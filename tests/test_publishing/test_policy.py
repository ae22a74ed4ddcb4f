import base64
import hashlib
import re

from analysis.publishing.policy import POLICY, inline_script, with_policy

PAGE = '<html><head>\n<meta charset="utf-8">\n<title>x</title></head><body>{}</body></html>'


def rules(page):
    content = re.search(rf'<meta http-equiv="{POLICY}" content="([^"]*)">', page)[1]
    return dict(rule.split(" ", 1) for rule in content.split("; "))


def test_a_page_without_scripts_may_run_and_fetch_nothing():
    assert rules(with_policy(PAGE.format("<p>tekst</p>"))) == {
        "default-src": "'none'", "img-src": "data:", "font-src": "data:", "style-src": "'unsafe-inline'",
        "base-uri": "'none'", "form-action": "'none'",
    }  # fmt: skip


def test_only_the_scripts_that_stand_in_the_page_may_run():
    script = inline_script("var naam = 'één';")
    page = with_policy(PAGE.format(script))
    code = re.search("<script>(.*?)</script>", page, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    assert rules(page)["script-src"] == f"'sha256-{digest}'"


def test_the_policy_comes_before_anything_that_could_be_loaded():
    page = with_policy(PAGE.format("<script>1</script>"))
    assert page.index(POLICY) < page.index("<title>") and page.count(POLICY) == 1
