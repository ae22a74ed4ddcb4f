"""The chapter on goals: status by word and sign, why, the history, and nothing where there is nothing."""

import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.text import Text

from analysis.codebook import load_codebook
from analysis.inference.doelstatus import REDENEN, STATUSSEN
from analysis.presentation import doelen, many
from analysis.presentation.goals import WHY, current_goals, status_of
from analysis.presentation.rapport import Rapport, make_rapport
from analysis.presentation.taal.doelen import STATUSSEN as WORDS
from analysis.presentation.taal.doelen import value_words
from analysis.presentation.taal.wording import forbidden_words
from analysis.study import Study
from result_rows import as_result

CODEBOOK = load_codebook()
DAYS = {"m1": date(2019, 2, 1), "m2": date(2020, 2, 1), "m3": date(2021, 2, 1)}
STUDY = Study(
    folder=Path("studie"),
    naam="Proef",
    metingen=tuple({"meting": name, "peildatum": day, "informant": "leerkracht"} for name, day in DAYS.items()),
    ikcs=({"ikc": "A1", "naam": "Zuid"}, {"ikc": "A2", "naam": "Noord"}),
)


def row(meting: str = "m3", **more) -> dict:
    base = {"ikc": "A1", "doel": "Zien", "niveau": "locatie", "soort_doel": "indicator", "indicator": "internaliserend",
            "bouw": "alle", "richting": "stijging", "startwaarde": 0.10, "start_bron": "gemeten", "startmeting": "m1",
            "startdatum": pd.Timestamp(DAYS["m1"]), "doelwaarde": 0.20, "peildatum_doel": pd.Timestamp("2021-02-01"),
            "gewijzigd": False, "meting": meting, "datum": pd.Timestamp(DAYS[meting]), "waarde": 0.25, "ci_laag": 0.21,
            "ci_hoog": 0.29, "pad": 0.20, "oordeel_mensen": "", "door": "", "status": "bereikt",
            "reden": "doel_gehaald", "voorstel": False, "alleen_intern": False}  # fmt: skip
    return base | more


def rapport(*rows: dict, ikc: str = "A1", **tables: pd.DataFrame) -> Rapport:
    table = as_result("doelen", pd.DataFrame(rows)).assign(onderdrukt=False)
    return make_rapport(STUDY, CODEBOOK, ikc, "intern", {"doelen": table, **tables})


def test_the_table_says_status_by_word_and_sign_and_why() -> None:
    text = doelen.tabel_doelen_locatie(rapport(row())).markdown
    assert "● bereikt" in text and "De hele marge haalt het doel." in text
    assert "2021: 25 (21 tot 29)" in text and "minstens 20 op 1 februari 2021" in text


def test_general_and_location_goals_stand_apart() -> None:
    view = rapport(row(), row(doel="Samen", niveau="algemeen"))
    assert "Samen" in doelen.tabel_doelen_algemeen(view).markdown
    assert "Samen" not in doelen.tabel_doelen_locatie(view).markdown


def test_every_status_has_a_word_and_a_sign_of_its_own() -> None:
    assert set(WORDS) == set(STATUSSEN)
    assert len({stand.woord for stand in WORDS.values()}) == len({stand.teken for stand in WORDS.values()}) == 4


@pytest.mark.parametrize("reden", REDENEN)
def test_every_reden_has_a_sentence_without_what_is_never_said(reden: str) -> None:
    text = doelen.tabel_doelen_locatie(rapport(row(reden=reden, status="niet_te_bepalen", door="team; ouder"))).markdown
    why = text.splitlines()[-1].split("|")[-2].strip()
    assert why.endswith(".") and not forbidden_words(why)
    assert all(len(part.split()) <= 30 for part in re.split(r"[.!?]", why))
    assert reden in WHY or reden in ("oordeel", "geen_doelwaarde", "marge_te_groot")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"waarde": 0.25}, "Het cijfer haalt het doel, de marge loopt eronder."),
        ({"waarde": 0.18}, "Het cijfer haalt het doel niet, de marge wel."),
        ({"waarde": 0.15, "richting": "daling"}, "Het cijfer haalt het doel, de marge loopt erboven."),
        (
            {"waarde": 0.18, "pad": 0.15, "peildatum_doel": pd.Timestamp("2023-02-01")},
            "de marge houdt de start er nog in",
        ),
        (
            {"waarde": 0.12, "pad": 0.15, "peildatum_doel": pd.Timestamp("2023-02-01")},
            "haalt het pad naar het doel niet",
        ),
    ],
)
def test_what_the_margin_leaves_open_is_said(more: dict, said: str) -> None:
    shown = row(reden="marge_te_groot", status="niet_te_bepalen", **more)
    assert said in doelen.tabel_doelen_locatie(rapport(shown)).markdown


def test_a_direction_alone_says_what_it_did() -> None:
    shown = row(doelwaarde=float("nan"), reden="geen_doelwaarde", status="niet_te_bepalen")
    text = doelen.tabel_doelen_locatie(rapport(shown)).markdown
    assert "Er is geen doelwaarde afgesproken. Het was 10 in 2019 en is nu 25." in text


def test_people_who_judged_are_named_by_their_part() -> None:
    shown = row(soort_doel="uitspraak", indicator="ouders voelen zich welkom", doelwaarde=float("nan"),
                waarde=float("nan"), status="op_koers", reden="oordeel", oordeel_mensen="op_koers",
                door="team; intern_begeleider")  # fmt: skip
    text = doelen.tabel_doelen_locatie(rapport(shown)).markdown
    assert "Dit is een oordeel van mensen: team en intern begeleider." in text and "oordeel van mensen |" in text


def test_a_goal_stands_at_its_last_meting_with_a_value() -> None:
    later = row(meting="m3", waarde=float("nan"), reden="geen_waarde", status="niet_te_bepalen")
    view = rapport(row(meting="m2", status="op_koers", reden="pad_gehaald"), later)
    assert current_goals(view)["meting"].tolist() == ["m2"]


def test_a_proposal_is_no_goal() -> None:
    view = rapport(row(voorstel=True))
    assert current_goals(view).empty
    assert not doelen.zin_doelen(view) and not doelen.tabel_doelen_locatie(view)


def test_the_history_shows_earlier_targets_and_the_path() -> None:
    first = row(meting="m1", waarde=0.10, doelwaarde=0.15, status="niet_te_bepalen", reden="startmeting")
    figure = doelen.figuur_doelen(rapport(first, row()))
    words = {text.get_text() for axes in figure.figure.axes for text in axes.texts}
    assert {"was 15", "doel 20", "10", "25"} <= words
    assert "2019 10, 2021 25" in figure.alt and "bereikt" in figure.alt
    dashed = [line for axes in figure.figure.axes for line in axes.lines if line.is_dashed()]
    assert [list(line.get_ydata()) for line in dashed] == [[10.0, 20.0]]


@pytest.mark.parametrize("waarde", [0.0, 0.19, 0.99])
def test_the_history_is_readable_and_no_text_leaves_it(waarde: float) -> None:
    ends = {"ci_laag": max(waarde - 0.05, 0), "ci_hoog": min(waarde + 0.05, 1)}
    rows = [
        row(doel=f"Een doel met een lange naam {at}", meting=meting, waarde=waarde, **ends)
        for at in range(3)
        for meting in DAYS
    ]
    figure = doelen.figuur_doelen(rapport(*rows)).figure
    figure.draw_without_rendering()
    renderer = figure.canvas.get_renderer()
    texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
    boxes = [text.get_window_extent(renderer) for text in texts]
    width, height = figure.get_size_inches() * figure.dpi
    assert all(box.x0 >= -2 and box.x1 <= width + 4 and box.y0 >= -2 and box.y1 <= height + 2 for box in boxes)
    assert min(text.get_fontsize() for text in texts) >= 8


def test_one_meting_is_no_history() -> None:
    assert not doelen.figuur_doelen(rapport(row()))


def test_over_all_is_ikc_by_goal_alphabetical_with_words() -> None:
    rows = [row(ikc=ikc, niveau="algemeen") for ikc in ("A1", "A2", "alle")]
    lines = doelen.tabel_doelen_ikcs(rapport(*rows, row(doel="Eigen"), ikc="alle")).markdown.splitlines()
    assert [line.split("|")[1].strip() for line in lines[2:]] == ["Noord", "Zuid", "Alle samen"]
    assert all("● bereikt" in line for line in lines[2:])
    own = doelen.tabel_doelen_locaties(rapport(*rows, row(doel="Eigen"), ikc="alle")).markdown
    assert "Eigen" in own and "Zien" not in own


def test_of_too_many_ikcs_it_is_counted_at_how_many_a_goal_stands_how(monkeypatch) -> None:
    monkeypatch.setattr(many, "MOST_BESIDE", 1)
    rows = [row(ikc=ikc, niveau="algemeen") for ikc in ("A1", "A2", "alle")]
    own = [row(ikc="A1", doel="Eigen"), row(ikc="A2", doel="Ander")]
    view = rapport(*rows, *own, ikc="alle")
    general, local = doelen.tabel_doelen_ikcs(view), doelen.tabel_doelen_locaties(view)
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in general.markdown.splitlines()[2:]]
    assert cells == [["Zien", "● bereikt", "2"]]
    assert {line.split("|")[1].strip() for line in local.markdown.splitlines()[2:]} == {"Eigen", "Ander"}
    assert "bij hoeveel IKC's" in general.bijschrift


def test_without_goals_nothing_is_shown() -> None:
    view = make_rapport(STUDY, CODEBOOK, "A1", "intern", {})
    assert not any(bool(getattr(doelen, name)(view)) for name in doelen.__all__)


def test_status_of_is_for_any_page_that_names_an_indicator() -> None:
    view = rapport(row(), row(doel="In de onderbouw", bouw="onderbouw"))
    (stand,) = status_of(view, "internaliserend")
    assert (stand.doel, stand.doelwaarde, stand.waarde, stand.status, stand.teken) == (
        "Zien",
        "20",
        "25",
        "bereikt",
        "●",
    )
    assert status_of(view, "jeugd_ggz") == []


def test_values_are_written_as_what_they_are() -> None:
    assert value_words(0.154, "indicator", "internaliserend") == "15"
    assert value_words(2.46, "indicator", "ratio_ext_int") == "2,5 keer"
    assert value_words(12.4, "indicator", "toewijzingen_per_1000") == "12 per 1.000"
    assert value_words(0.8, "output", "kinderen bij een club") == "80"


def test_proposals_are_said_to_be_proposals_with_lines_to_paste() -> None:
    proposal = {"ikc": "A1", "aanleiding": "zorg_bereikt_problemen_niet", "doel": "Hulp",
                "indicator": "zorg_bij_probleem", "richting": "stijging",
                "meting": "m1", "waarde": 0.3, "ci_laag": 0.2, "ci_hoog": 0.4, "grens": 0.5,
                "n_noemer": 80, "voorstel": True, "al_een_doel": False, "regel": "A1;Hulp;locatie"}  # fmt: skip
    known = {"al_een_doel": True, "doel": "Al", "aanleiding": "kind_en_gezin_los"}
    table = as_result("doelen_voorstellen", pd.DataFrame([proposal, proposal | known]))
    view = rapport(row(), doelen_voorstellen=table)
    assert "Het zijn voorstellen" in doelen.zin_voorstellen(view).markdown
    assert "30 op de 100 (20 tot 40)" in doelen.tabel_voorstellen(view).markdown
    assert "A1;Hulp;locatie" in doelen.regels_voorstellen(view).markdown
    assert "Al" not in doelen.tabel_voorstellen(view).markdown
