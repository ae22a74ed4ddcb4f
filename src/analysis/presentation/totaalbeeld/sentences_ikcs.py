"""The IKCs beside each other, in words that never rank."""

from analysis.presentation.many import are_many
from analysis.presentation.outputs import Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import end_metingen
from analysis.presentation.taal.numbers import ikcs_words, list_words, number
from analysis.presentation.taal.oordelen import JUDGED, NIET_TE_ZEGGEN, NOTED, NOTED_CLEAR
from analysis.presentation.who_is_in import left_out_words
from analysis.study import ALLE


def zin_ikcs(rapport: Rapport) -> Tekst:
    """Word per primary indicator at how many IKCs it rose, fell, or cannot be told; no IKC is named or ranked."""
    changes = rapport.alle("veranderingen")
    if changes.empty or len(rapport.metingen) < 2:
        return Tekst("Met minder dan twee metingen zijn er geen veranderingen om naast elkaar te zetten.")
    ends = (changes["van"] == rapport.eerste.meting) & (changes["naar"] == rapport.laatste.meting)
    rows = changes[ends & changes["primair"].astype(bool) & (changes["bouw"] == ALLE) & (changes["ikc"] != ALLE)]
    lines = [
        _line(rapport.label(*key), list(group["uitkomst"]))
        for key, group in rows.groupby(["soort", "domein", "code"], sort=False)
    ]
    if not lines:
        return Tekst("Er zijn geen hoofdindicatoren gekozen.")
    left_out = left_out_words(rapport, end_metingen(rapport))
    return Tekst("\n".join(f"- {line}" for line in lines) + (f"\n\n{left_out}" if left_out else ""))


def _line(label: str, verdicts: list[str]) -> str:
    counted = [(word, verdicts.count(word)) for word in JUDGED]
    parts = [f"bij {number(count)} {word}" for word, count in counted if count]
    parts += [
        f"bij {number(verdicts.count(word))} {word} (niet te vergelijken)" for word in NOTED_CLEAR if word in verdicts
    ]
    open_ = verdicts.count(NIET_TE_ZEGGEN)
    parts += [f"bij {number(open_)} niet te zeggen (niet te vergelijken)"] if open_ else []
    few = sum(word not in (*JUDGED, *NOTED) for word in verdicts)
    parts += [f"bij {number(few)} zijn er te weinig gegevens om te tonen"] if few else []
    return f"**{label}** ({ikcs_words(len(verdicts))}): {list_words(parts)}."


def zin_lees_ikcs(rapport: Rapport) -> Tekst:
    """Tell how to read IKCs beside each other."""
    many = len(rapport.study.ikcs)
    if are_many(rapport):
        return Tekst(
            "Dit is geen ranglijst: de marges per IKC zijn breed, de kinderen verschillen per IKC, en niet overal "
            "vulde dezelfde beroepsgroep de lijst in."
        )
    general = "" if many >= 6 else f" Met {ikcs_words(many)} is geen uitspraak mogelijk over IKC's in het algemeen."
    return Tekst(
        "De IKC's staan op alfabet en hebben dezelfde schaal. Dit is geen ranglijst: de marges zijn breed, de kinderen "
        "verschillen per IKC, en niet overal vulde dezelfde beroepsgroep de lijst in." + general
    )
