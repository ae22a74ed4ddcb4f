"""The content security policy of a page: nothing is fetched, and no script runs but the ones that we wrote in it.

The policy stands in the page itself, for a page is opened from a folder as often as from a website. A script is named
by its hash. Styles may stand in the page: figures and tables carry widths of their own, and no style fetches anything.
"""

import base64
import hashlib
import re

from markupsafe import Markup

POLICY = "Content-Security-Policy"
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_LOADS = ("'strict-dynamic'",)
_PLACE = '<meta charset="utf-8">'


def with_policy(page: str, loads: bool = False) -> str:
    """Put the policy at the top of a page, with the hash of each script in it; the same page gives the same bytes.

    With `loads` a script of ours may load another one (`strict-dynamic`, which works from a folder too, where a page
    has no address that a policy can name); a script that stands in the page without our hash still does not run.
    """
    hashes = dict.fromkeys(f"'{integrity(script)}'" for script in _SCRIPT.findall(page))
    rules = [
        "default-src 'none'",
        "img-src data:",
        "font-src data:",
        "style-src 'unsafe-inline'",
        *([f"script-src {' '.join([*hashes, *_LOADS[:loads]])}"] if hashes else []),
        "base-uri 'none'",
        "form-action 'none'",
    ]
    tag = f'<meta http-equiv="{POLICY}" content="{"; ".join(rules)}">'
    return page.replace(_PLACE, f"{_PLACE}\n{tag}", 1)


def script_hash(script: str) -> str:
    """Hash a script as browsers do: its bytes between the tags."""
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")


def integrity(script: str) -> str:
    """Give the hash by which a browser checks a script that it loads."""
    return f"sha256-{script_hash(script)}"


def inline_script(code: str) -> Markup:
    """Give a script as it stands in a page; `code` is ours."""
    return Markup(f"<script>\n{code.strip()}\n</script>")
