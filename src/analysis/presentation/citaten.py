"""What people said, in their own words: quotes that the study allows, the bad news too. For every chapter."""

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.presentation.outputs import Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.markdown import escape

BRONNEN = {
    "JOK": "jeugdondersteuner",
    "IB": "intern begeleider",
}
"""How readers know the sources that go by short names."""
PLUS, NUL, MIN = "+", "0", "-"
ORDER = (PLUS, MIN, NUL)
MOST_LETTERS = 300
"""The letters of quotes that a first page has room for."""


@dataclass(frozen=True)
class Citaat:
    """A quote that may be shown: where it was said, by which kind of source, in which direction, about which links."""

    ikc: str
    bron: str
    richting: str
    tekst: str
    schakels: tuple[str, ...]

    @property
    def van(self) -> str:
        """Who said it, as readers know them."""
        return source_words(self.bron)


def source_words(bron: str) -> str:
    """Name a source for readers: `jeugdondersteuner`, `leerkracht`."""
    return BRONNEN.get(bron, bron)


def allowed_quotes(rapport: Rapport, schakel: str = "") -> list[Citaat]:
    """Give the quotes of this IKC (over all: of each) that the study allows, each once; about one link if named."""
    table = rapport.alle("citaten") if rapport.over_alle else rapport.tabel("citaten")
    if table.empty:
        return []
    key = ["bron", "richting", "citaat"]
    found = [
        Citaat(str(rows["ikc"].iloc[0]), *of, tuple(dict.fromkeys(rows["schakel"])))
        for of, rows in table.groupby(key, sort=False)
    ]
    return [quote for quote in found if not schakel or schakel in quote.schakels]


def choose_quotes(quotes: Iterable[Citaat], most: int = 3) -> list[Citaat]:
    """Choose at most so many quotes: of each direction in turn (+, -, 0), of a source not heard before if there is one.

    So where somebody said something bad, and two or more are shown, one of them says so.
    """
    left, chosen = list(quotes), []
    while left and len(chosen) < most:
        for richting in ORDER:
            of_this = [quote for quote in left if quote.richting == richting]
            heard = {quote.bron for quote in chosen}
            fresh = [quote for quote in of_this if quote.bron not in heard] or of_this
            if fresh and len(chosen) < most:
                chosen.append(fresh[0])
                left.remove(fresh[0])
    return chosen


def quotes_of(rapport: Rapport, most: int = 3, schakel: str = "") -> list[Citaat]:
    """Give the quotes for a page: of this IKC, good and bad ones, at most so many; none where none is allowed."""
    return choose_quotes(allowed_quotes(rapport, schakel), most)


def front_quotes(rapport: Rapport) -> list[Citaat]:
    """Give the quotes that the first page of an IKC has room for: fewer when they are long, none over all IKCs."""
    chosen = [] if rapport.over_alle else quotes_of(rapport)
    while sum(len(quote.tekst) for quote in chosen) > MOST_LETTERS:
        chosen.pop()
    return chosen


def show_quotes(quotes: Iterable[Citaat]) -> Tekst:
    """Set quotes as block quotes, each with who said it."""
    return Tekst("\n\n".join(f"> “{escape(quote.tekst)}” ({escape(quote.van)})" for quote in quotes))
