from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from fake_results import ANDERS, ZELFDE, fake_rapport

from analysis.presentation.certainty import runs_per_indicator, stands
from analysis.presentation.oogopslag.overview import (
    GUIDE,
    NOT_EVERYWHERE,
    NOT_THERE,
    jok_words,
    key_message,
    reading_guide,
    verdicts_of,
)
from analysis.presentation.oogopslag.verdict import verdict_sentences


def test_every_ikc_has_the_primary_indicators_of_the_study_in_the_same_order():
    labels = [[label for label, _, _ in verdicts_of(fake_rapport(ikc, ikcs=3))] for ikc in ("IKC01", "IKC02", "IKC03")]
    assert len(labels[0]) == len(fake_rapport().study.primaire_indicatoren)
    assert labels[0] == labels[1] == labels[2]


def test_with_another_informant_no_word_says_that_something_rose_or_fell():
    said = verdicts_of(fake_rapport(seed=3, invuller=ANDERS))
    assert {word for _, word, _ in said} <= {"meer genoteerd", "minder genoteerd", "niet te zeggen"}
    assert {why for _, _, why in said} == {"andere invuller"}


@pytest.mark.parametrize("seed", range(6))
def test_a_change_that_does_not_stand_in_every_calculation_says_so(seed):
    rapport = fake_rapport(seed=seed, invuller=ZELFDE)
    fragile = {label for label, runs in runs_per_indicator(rapport) if not stands(runs)}
    for label, word, why in verdicts_of(rapport):
        assert (why == NOT_EVERYWHERE) == (word in ("gestegen", "gedaald") and label in fragile)


def test_an_indicator_without_a_change_is_named_as_not_measured():
    rapport = fake_rapport()
    changes = rapport.tables["veranderingen"]
    gone = rapport.study.primaire_indicatoren[0].indicator
    without = replace(rapport, tables={**rapport.tables, "veranderingen": changes[changes["indicator"] != gone]})
    assert verdicts_of(without)[0][1] == NOT_THERE
    assert isinstance(changes, pd.DataFrame) and len(verdicts_of(without)) == len(verdicts_of(rapport))


def test_children_added_up_get_no_verdict_but_a_message():
    over_all, one = fake_rapport("alle"), fake_rapport()
    assert verdicts_of(over_all) == [] and key_message(over_all) == verdict_sentences(over_all)
    assert key_message(one) == []


def test_the_jeugdondersteuner_is_told_as_study_yml_has_it():
    rapport = fake_rapport()
    own = rapport.eigen_ikc
    assert own is not None

    def said(**more):
        ikcs = tuple(item.model_copy(update=more) if item.ikc == own.ikc else item for item in rapport.study.ikcs)
        return jok_words(replace(rapport, study=rapport.study.model_copy(update={"ikcs": ikcs})))

    assert said(rol="pilot", start_jok=date(2019, 3, 1)) == "sinds 1 maart 2019"
    assert said(rol="pilot", start_jok=None) == "ja"
    assert said(rol="vergelijking", start_jok=None) == "geen"
    assert jok_words(fake_rapport("alle")) == ""


def test_the_guide_tells_what_every_word_on_an_index_means():
    said = {word for seed in range(8) for how in (ANDERS, ZELFDE) for _, word, why in
            verdicts_of(fake_rapport(seed=seed, invuller=how))}  # fmt: skip
    assert said <= set(GUIDE)
    assert [word for word, _ in reading_guide(["gestegen", "niet getoond"])] == ["gestegen", "niet getoond"]
