"""What a worker must see and have before it makes a report."""

from dataclasses import replace

import pytest

from analysis.errors import InvoerFout
from analysis.publishing.cluster import sight
from analysis.publishing.cluster.sight import CODE, Sight, leave_sign, look, refuse_other_sights
from analysis.study import load_study

HERE = Sight("teken", True, "k1", {CODE: "a1", "Python": "3.11.7", "pandas": "3.1.1"})


def test_a_machine_sees_the_study_by_a_sign_that_is_gone_afterwards(study):
    with leave_sign(load_study(study)) as sign:
        seen = look(study, sign, "embedded")
        assert seen.teken == sign and seen.schrijft and seen.problems_beside(look(study, sign, "embedded")) == []
        assert [path.name for path in (study / "reports" / "werkmap").iterdir()] == [f"{sign}.teken"]
        assert {CODE, "de notebooks", "Python", "pandas", "opmaak met embedded"} <= set(seen.versies)
        assert look(study / "data", sign, "embedded").problems_beside(seen) == [
            "ziet de map van de studie niet, of een andere map onder hetzelfde pad"
        ]
        assert look(study, "ander", "embedded").teken == ""
    assert not (study / "reports").exists()


@pytest.mark.parametrize(
    ("there", "problem"),
    [
        ({"teken": ""}, "ziet de map van de studie niet, of een andere map onder hetzelfde pad"),
        ({"schrijft": False}, "kan niet schrijven in de map reports van de studie"),
        ({"sleutel": ""}, "heeft een andere sleutel van de studie, of geen"),
        ({"versies": {**HERE.versies, CODE: "b2"}}, f"heeft een andere versie van {CODE}"),
        ({"versies": {**HERE.versies, "pandas": "3.0.0"}}, "heeft pandas 3.0.0, waar deze run 3.1.1 heeft"),
        ({"versies": {CODE: "a1", "Python": "3.11.7"}}, "heeft pandas niet, waar deze run 3.1.1 heeft"),
    ],
)
def test_every_difference_is_told(there, problem):
    assert replace(HERE, **there).problems_beside(HERE) == [problem]


def test_differences_are_told_once_with_the_workers_that_have_them():
    old = replace(HERE, versies={**HERE.versies, "pandas": "3.0.0"})
    sights = {f"tcp://10.0.0.{number}:4000": old for number in range(1, 6)} | {"tcp://10.0.0.6:4000": HERE}
    refuse_other_sights(HERE, {"tcp://10.0.0.6:4000": HERE})
    with pytest.raises(InvoerFout) as caught:
        refuse_other_sights(HERE, sights | {"tcp://10.0.0.7:4000": None})
    words = str(caught.value)
    assert "6 van 7 werkers kunnen deze studie niet maken." in words
    assert "10.0.0.1:4000, 10.0.0.2:4000, 10.0.0.3:4000 en nog 2: heeft pandas 3.0.0" in words
    assert "10.0.0.7:4000: heeft dit programma niet, of een oudere versie" in words
    assert "10.0.0.6" not in words and "requirements.lock" in words


def test_keys_are_compared_without_being_made_or_told(study, monkeypatch):
    text = (study / "study.yml").read_text().replace("synthetisch: true", "synthetisch: false")
    (study / "study.yml").write_text(text)
    monkeypatch.delenv("IKC_SLEUTELBESTAND", raising=False)
    monkeypatch.delenv("IKC_SLEUTEL", raising=False)
    with leave_sign(load_study(study)) as sign:
        none = look(study, sign, "embedded").sleutel
        monkeypatch.setenv("IKC_SLEUTEL", "een geheim van meer dan zestien tekens")
        one = look(study, sign, "embedded").sleutel
        monkeypatch.setenv("IKC_SLEUTEL", "een ander geheim van meer dan zestien tekens")
        other = look(study, sign, "embedded").sleutel
        monkeypatch.setenv("IKC_SLEUTEL", "kort")
        assert look(study, sign, "embedded").sleutel == "onleesbaar"
    assert none == "" and len({none, one, other}) == 3 and "geheim" not in one
    assert not (study / ".sleutel").exists()


def test_a_draft_that_cannot_be_made_means_that_a_machine_cannot_write(tmp_path):
    assert not sight._can_write(tmp_path / "weg" / "a.teken")
    assert sight._can_write(tmp_path / "a.teken") and list(tmp_path.iterdir()) == []
