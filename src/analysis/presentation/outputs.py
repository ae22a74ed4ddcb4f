"""What a notebook cell shows: a figure, a table or text, with its caption and alt text in the output's metadata."""

import io
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from analysis.presentation.tekenen.style import SVG_SETTINGS

Bundle = tuple[dict[str, Any], dict[str, Any]]


def keep_together(text: str) -> str:
    """Tie the euro sign to its amount, so that no line ends between them."""
    return text.replace("€ ", "€\u00a0")


@dataclass(frozen=True)
class Figuur:
    """A finished figure. `bijschrift` says what, of whom, when and from which source; `alt` says what is seen."""

    figure: Figure
    bijschrift: str
    alt: str

    def svg(self) -> str:
        """Give the figure as SVG: the same bytes for the same figure, letters as paths, no date."""
        buffer = io.StringIO()
        with mpl.rc_context(SVG_SETTINGS):
            self.figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
        return buffer.getvalue()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Bundle:
        captions = {"fig-cap": keep_together(self.bijschrift), "fig-alt": self.alt}
        return {"image/svg+xml": self.svg(), "text/plain": self.bijschrift}, {"ikc": captions}


@dataclass(frozen=True)
class Tabel:
    """A finished table as a Markdown pipe table; its caption travels in the metadata only."""

    markdown: str
    bijschrift: str

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Bundle:
        data = {"text/markdown": keep_together(self.markdown), "text/plain": f"{self.bijschrift}\n\n{self.markdown}"}
        return data, {"ikc": {"tbl-cap": keep_together(self.bijschrift)}}


@dataclass(frozen=True)
class Tekst:
    """Sentences, a list or a callout, as Markdown. `Tekst("")` shows nothing."""

    markdown: str

    def __bool__(self) -> bool:
        """Tell whether there is anything to show."""
        return bool(self.markdown)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Bundle:
        shown = {"text/markdown": keep_together(self.markdown)} if self.markdown else {}
        return {**shown, "text/plain": self.markdown}, {}


def bullets(lines: list[str]) -> Tekst:
    """Make a Markdown list of what is not empty."""
    return Tekst("\n".join(f"- {line}" for line in lines if line))
