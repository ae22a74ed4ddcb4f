"""What a reader of a notebook sees where the published document has Quarto's own signs.

A notebook is read in JupyterLab, which shows `::: {.callout-note}` and `@sec-kosten` as they are typed. An output
therefore shows plain Markdown, and carries what Quarto must get in its metadata (`ikc.quarto`); the caption of a figure
or table is an output of its own, for the screen only (`ikc.alleen-scherm`); a figure for the document, whose letters
are text, is in its output's metadata too (`ikc.svg`). `publishing.notebook.finish` takes all into account, so that the
document is the same.
"""

import re

QUARTO = "quarto"
"""Key in an output's `ikc` metadata: the Markdown for Quarto, where it is not what the screen shows."""
DOCUMENT_SVG = "svg"
"""Key in an output's `ikc` metadata: the figure for the document, whose letters are text."""
NO_SCREEN = "IKC_ZONDER_SCHERM"
"""Set in the kernel of a report: nobody sees its notebook, so a figure is drawn for the document alone."""
SCREEN_ONLY = "alleen-scherm"
"""Key in an output's `ikc` metadata: this output is for the screen, and not for the document."""

_CALLOUT = re.compile(r"^::: \{\.callout-\w+\}\n## (.+)\n\n((?:.*\n)*?):::$", re.MULTILINE)
_BETWEEN_BRACKETS = re.compile(r"\s*[(\[]\[?@(?:fig|tbl|sec)-[\w-]+\]?[)\]]")
_REFERENCE = re.compile(r"(?<![\w.])@(fig|tbl|sec)-([\w-]+)")
_WHAT = {"fig": "de figuur", "tbl": "de tabel", "sec": "het hoofdstuk"}


def callout(title: str, text: str, kind: str = "warning") -> str:
    """Make a callout in Quarto's Markdown."""
    return f"::: {{.callout-{kind}}}\n## {title}\n\n{text}\n:::"


def for_screen(markdown: str) -> str:
    """Give the Markdown as JupyterLab can show it: a callout is a quotation with its title in bold, a reference words.

    >>> for_screen(callout("Let op", "Dit is verzonnen."))
    '> **Let op.** Dit is verzonnen.'
    >>> for_screen("Dat is bekend ([@sec-kosten]). Meer staat in @sec-kosten.")
    'Dat is bekend. Meer staat in het hoofdstuk ‘kosten’.'
    """
    quoted = _CALLOUT.sub(lambda found: _as_quotation(found[1], found[2]), markdown)
    without = _BETWEEN_BRACKETS.sub("", quoted)
    return _REFERENCE.sub(lambda found: f"{_WHAT[found[1]]} ‘{found[2].replace('-', ' ')}’", without)


def _as_quotation(title: str, text: str) -> str:
    lines = f"**{title.rstrip('.')}.** {text.strip()}".splitlines()
    return "\n".join(f"> {line}".rstrip() for line in lines)
