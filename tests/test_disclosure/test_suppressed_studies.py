"""Whole studies of several shapes, suppressed: the attack finds nothing, and suppression has all of its equations."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import yaml

from analysis.attack import attack_edition
from analysis.attack.cells import list_cells
from analysis.attack.equations import list_equations
from analysis.attack.left_out import with_rows_left_out
from analysis.attack.published import RESULTS, read_edition
from analysis.attack.system import LARGE
from analysis.codebook import load_codebook
from analysis.disclosure.secondary.cells import VALUE, list_places
from analysis.disclosure.secondary.relations import load_relations
from analysis.disclosure.secondary.system import build_system
from analysis.disclosure.secondary.tables import with_lone_domein
from analysis.disclosure.suppression import suppress_results
from analysis.results.compute import compute_results
from analysis.results.tables import read_results, write_results
from analysis.simulation.deliveries import simulate_study
from analysis.simulation.scenario import Scenario
from analysis.study import load_study
from analysis.tidy.tidy_study import tidy_study

GUARD = {"onthulling": {"methode": "onderdrukken", "basis": 5, "drempel": 5}}
PROGRAMS = 100
SCHERMTIJD = {"kindproblematiek": {"domeinen": {"gezondheid": {"codes": {"schermtijd": {"label": "Veel schermtijd"}}}}}}
pytestmark = pytest.mark.slow


def counts_only(folder: Path, copy: Callable[[Path], Path]) -> None:
    """No inventories per child; of one code more children than of its soort, as an IKC that counts itself may write."""
    raw = copy(folder) / "data" / "raw"
    shutil.rmtree(raw / "inventarisatie")
    with (raw / "inventarisatie_tellingen.csv").open("a", encoding="utf-8") as file:
        file.write("IKC03;eindmeting;bovenbouw;schermtijd;6;jeugdondersteuner\n")
    (folder / "codebook").mkdir()
    (folder / "codebook" / "signalen.yml").write_text(yaml.safe_dump(SCHERMTIJD), encoding="utf-8")


def simulated(scenario: Scenario, *without: str, voorschool: bool = True) -> Callable[[Path, Callable], None]:
    """Give what makes a simulated study that hides small counts, without these deliveries."""

    def make(folder: Path, _: Callable) -> None:
        simulate_study(folder, seed=11, scenario=scenario, ikcs=scenario.ikcs, metingen=scenario.metingen)
        for name in without:
            path = folder / "data" / "raw" / name
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        settings = yaml.safe_load((folder / "study.yml").read_text(encoding="utf-8"))
        settings["publicatie"] = {"methode": "onderdrukken", "drempel": 5}
        if not voorschool:
            del settings["bouwen"]["voorschool"]
            lines = (folder / "data/raw/populatie.csv").read_text(encoding="utf-8").splitlines(keepends=True)
            (folder / "data/raw/populatie.csv").write_text(
                "".join(line for line in lines if "voorschool" not in line.lower()), encoding="utf-8"
            )
        (folder / "study.yml").write_text(yaml.safe_dump(settings, sort_keys=False), encoding="utf-8")

    return make


TWO = Scenario(ikcs=2, pilots=1, metingen=2, grootte=(70, 95))
SHAPES = {
    "alleen tellingen": counts_only,
    "een IKC": simulated(Scenario(ikcs=1, pilots=1, metingen=2, grootte=(180,))),
    "twee kleine IKC's": simulated(TWO),
    "zonder toewijzingen en voorschool": simulated(TWO, "toewijzingen", voorschool=False),
}


def compute(folder: Path) -> None:
    """Make the results of both editions."""
    study = load_study(folder)
    codebook = load_codebook(study.folder)
    exact = compute_results(tidy_study(study, codebook), study, codebook)
    for edition in ("intern", "publiek"):
        write_results(suppress_results(exact, study, edition), folder / "reports" / edition / RESULTS)


@pytest.fixture(scope="module", params=["gemengd", *SHAPES])
def made(request, samen_gemaakt, kopieer_studie, proefresultaten) -> Path:
    if request.param == "gemengd":
        return proefresultaten

    def make(folder: Path) -> None:
        SHAPES[request.param](folder / "studie", kopieer_studie)
        compute(folder / "studie")

    return samen_gemaakt(f"onderdrukt {request.param}", make) / "studie"


def test_the_attack_finds_nothing(made: Path) -> None:
    report = attack_edition(made / "reports" / "publiek", budget=PROGRAMS, manifest=GUARD)
    assert report.verborgen > 1000
    assert [str(item) for item in report.gevonden] == []


def keys_of_cells(study_folder: Path, cells) -> dict[int, str]:
    """Give per cell of the attack the one of suppression that stands in the same place."""
    study, exact = load_study(study_folder), read_results(study_folder / "reports" / "intern" / RESULTS)
    tables = with_lone_domein(exact, lambda: load_codebook(study.folder))
    places = list_places(tables, study, load_relations(), 5).dropna(subset=VALUE)
    known = {(place.tabel, place.kolom, place.rij): place for place in places.itertuples()}
    found = {}
    for place in cells.places.itertuples():
        own = known.get((place.tabel, place.kolom, place.rij))
        if own is not None:
            assert found.setdefault(place.cel, own.cel) == own.cel, f"{own.cel} en {found[place.cel]} zijn hetzelfde"
    return found


def relations_between(names: dict[int, str], equations) -> Iterator[tuple[str, frozenset, frozenset, bool]]:
    """Give each equation of the attack between cells of suppression: kind, both sides, if they are equal."""
    order = np.argsort(equations.row, kind="stable")
    ends = np.cumsum(np.bincount(equations.row, minlength=len(equations)))
    for number, part in enumerate(np.split(order, ends[:-1])):
        cells = [names.get(cell) for cell in equations.cell[part]]
        if None in cells:
            continue
        weights = Counter()
        for cell, weight in zip(cells, equations.weight[part], strict=True):
            weights[cell] += weight
        plus, minus = (frozenset(c for c, w in weights.items() if w * sign > 0) for sign in (1, -1))
        low, high = equations.low[number], equations.high[number]
        sides = (plus, minus) if low <= -LARGE / 2 else (minus, plus)
        if plus or minus:
            yield equations.kind[number], *sides, low == high


def rows_of(matrix, keys: list[str]) -> set[tuple[frozenset, frozenset]]:
    found = set()
    for start, end in zip(matrix.indptr, matrix.indptr[1:], strict=False):
        row = [*zip(matrix.indices[start:end], matrix.data[start:end], strict=True)]
        found.add(tuple(frozenset(keys[cell] for cell, weight in row if weight * sign > 0) for sign in (1, -1)))
    return found


def test_suppression_has_every_equation_of_the_attack(made: Path) -> None:
    """What the attack can subtract from exact tables, is a row of the system between the same cells."""
    edition = with_rows_left_out(read_edition(made / "reports" / "intern", GUARD))
    cells = list_cells(edition)
    names = keys_of_cells(made, cells)
    shown = cells.places[cells.places["cel"].isin(names)].drop_duplicates("cel").set_index("cel")["waarde"]
    values = shown.set_axis([names[cell] for cell in shown.index])
    values = values[~values.index.duplicated()]
    system = build_system(values, load_relations())
    equal, most = rows_of(system.gelijk, [*values.index]), rows_of(system.hoogstens, [*values.index])
    both = equal | {sides[::-1] for sides in equal}
    missing = Counter()
    seen = 0
    for kind, less, more, same in relations_between(names, list_equations(edition, cells)):
        seen += 1
        missing[kind] += (less, more) not in both and (same or (less, more) not in most)
    assert seen > 500
    assert {kind: count for kind, count in missing.items() if count} == {}
