"""Made-up IKCs for the index, as many as a test asks, without reports."""

from analysis.publishing.index_entries import IndexEntry, IndexHead

LABELS = ("Gezinsproblematiek", "Jeugd-GGZ")
WORDS = ("gestegen", "gedaald", "te weinig gegevens")
FILES = ("rapport.html", "rapport.pdf", "samenvatting.html")
HEAD = IndexHead("Veel IKC's", "", "publiek", True, leeswijzer=tuple((word, f"{word} dus.") for word in WORDS))


def entry(number: int) -> IndexEntry:
    """An IKC: odd ones have a jeugdondersteuner, every third another verdict; 7 failed, 8 was not asked for."""
    code, has = f"IKC{number:04}", number % 2 == 1
    known = {"jok": f"sinds {number % 28 + 1} maart 2019" if has else "geen", "met_jok": has,
             "gemeente": f"Plaats {number % 10}"}  # fmt: skip
    name = f"'t Nest {number:04}" if number % 5 else f"Skûle {number:04}"
    if number == 7:
        return IndexEntry(code, name, "mislukt", "03_a.ipynb, cel 7", "KeyError: '<aandeel>'", f"{code}.log", **known)
    if number == 8:
        return IndexEntry(code, name, "niet_gevraagd", **known)
    verdicts = ((LABELS[0], WORDS[number % 3], "andere invuller" if number % 4 == 0 else ""), (LABELS[1], WORDS[2], ""))
    files = tuple(f"{code}/{name}" for name in FILES)
    children = None if number % 6 == 0 else 1000 + number
    return IndexEntry(code, name, "klaar", kinderen=children, oordelen=verdicts, bestanden=files, **known)


def entries(count: int) -> list[IndexEntry]:
    """So many IKCs, from number 1."""
    return [entry(number) for number in range(1, count + 1)]
