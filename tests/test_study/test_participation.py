"""IKCs that join, stop, merge or split: what of that cannot be is said, all at once."""

from datetime import date
from pathlib import Path

import pytest

from analysis.errors import InvoerFout
from analysis.study import load_study

HEAD = """naam: Proef
metingen:
  - {meting: a, peildatum: 2020-02-01}
  - {meting: b, peildatum: 2022-02-01}
ikcs:
"""


def load(folder: Path, *ikcs: str):
    (folder / "study.yml").write_text(HEAD + "".join(f"  - {{{ikc}}}\n" for ikc in ikcs), encoding="utf-8")
    return load_study(folder)


def test_an_ikc_takes_part_from_its_first_up_to_and_including_its_last_day(tmp_path: Path) -> None:
    (ikc,) = load(tmp_path, "ikc: A, van: 2020-02-01, tot: 2021-07-31").ikcs
    assert [ikc.takes_part(date(*day)) for day in ((2020, 1, 31), (2020, 2, 1), (2021, 7, 31), (2021, 8, 1))] == [
        False, True, True, False,
    ]  # fmt: skip


def test_a_merger_can_be_written(tmp_path: Path) -> None:
    study = load(tmp_path, "ikc: A, tot: 2021-07-31", "ikc: B, tot: 2021-07-31",
                 "ikc: C, van: 2021-08-01, opvolger_van: [A, B]")  # fmt: skip
    assert study.ikcs[2].opvolger_van == ("A", "B")


@pytest.mark.parametrize(
    ("ikcs", "message"),
    [
        (["ikc: A, van: 2021-01-01, tot: 2020-01-01"], "bij A ligt `tot` voor `van`"),
        (["ikc: A, van: 2030-01-01"], "A doet volgens `van` en `tot` bij geen enkele meting mee"),
        (["ikc: A, tot: 2019-01-01"], "A doet volgens `van` en `tot` bij geen enkele meting mee"),
        (["ikc: IKC01", "ikc: IKC02, van: 2021-01-01, opvolger_van: [IKC1]"], "(bedoelt u IKC01?)"),
        (["ikc: A, tot: 2021-12-31", "ikc: B, van: 2021-08-01, opvolger_van: [A]"], "maar A eindigt pas op 2021-12-31"),
        (["ikc: A, van: 2021-12-31", "ikc: B, van: 2021-08-01, opvolger_van: [A]"], "zijn voorganger A pas op"),
        (["ikc: A", "ikc: B, opvolger_van: [A]"], "B heeft `opvolger_van`, maar geen `van`"),
        (["ikc: A, van: 2020-01-01, opvolger_van: [A]"], "A volgt via `opvolger_van` zichzelf op"),
        (
            ["ikc: A, van: 2020-01-01, opvolger_van: [B]", "ikc: B, van: 2020-01-01, opvolger_van: [A]"],
            "B volgt via `opvolger_van` zichzelf op",
        ),
        (["ikc: A, opvolger: [B]"], "`ikcs.1.opvolger` is geen bekende instelling"),
        (["ikc: A, opvolger_van: B"], "`ikcs.1.opvolger_van` is geen lijst"),
        (["ikc: A, van: vandaag"], "is geen datum"),
    ],
)
def test_what_cannot_be_is_said(tmp_path: Path, ikcs: list[str], message: str) -> None:
    with pytest.raises(InvoerFout) as caught:
        load(tmp_path, *ikcs)
    assert message in str(caught.value)
