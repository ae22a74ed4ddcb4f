"""The attack on a public edition that a run has made: its report for the manifest, and what the run says of it."""

from collections.abc import Mapping
from typing import Any

from analysis.study import Study
from analysis.study.hashes import Memory, hash_value, read_json, write_json
from analysis.study.numbers import with_points
from analysis.study.sources import hash_stage
from analysis.study.stamps import INPUTS, stamp_file

ATTACK = "aanval"
GUARD = "onthulling"
CODE = ("analysis.attack.audit",)
CELLS = 300
"""Of how many cells a run makes integer programs, to be a small part of it; `ikc attack` takes more and reads PDFs."""


def attack_published(
    study: Study, editie: str, manifest: Mapping[str, Any], memory: Memory
) -> Mapping[str, Any] | None:
    """Attack an edition whose manifest says how its counts are guarded (`onthulling`), and give the report as JSON.

    The report of the same files, by the same code, is kept: a run with nothing to do attacks nothing. None for an
    edition that claims no guard: the internal one.
    """
    if not manifest.get(GUARD):
        return None
    path = stamp_file(study.reports, editie, ATTACK)
    inputs = hash_value([manifest["uitvoer"], manifest[GUARD], hash_stage(CODE, memory)])
    kept = read_json(path)
    if kept is None or kept.get(INPUTS) != inputs:
        from analysis.attack import attack_edition

        report = attack_edition(study.reports / editie, budget=CELLS, manifest=manifest, read_pdf=False)
        kept = {INPUTS: inputs, ATTACK: report.als_json(), "seconden": round(report.seconden, 1)}
        path.parent.mkdir(parents=True, exist_ok=True)
        write_json(path, kept)
    return kept[ATTACK]


def succeeded(report: Mapping[str, Any] | None) -> bool:
    """Whether the attack found something: then the edition may not be published."""
    return bool(report and report["geslaagd"])


def attack_in_words(report: Mapping[str, Any] | None, folder: str) -> list[str]:
    """Give the lines that a run ends with: what the attack tried, and what to do when it succeeded."""
    if report is None:
        return []
    tried = with_points(report["vergelijkingen"])
    if not report["geslaagd"]:
        return [f"Aanval van buiten: niets te herleiden, met {tried} vergelijkingen (`ikc attack {folder}`)."]
    found = with_points(report["gevonden"])
    return [
        f"\nPubliceer deze editie niet: een aanval van buiten herleidde er {found} aantallen of woorden uit.",
        f"  `ikc attack {folder}` noemt waar. Kijk naar `publicatie` in study.yml: methode, drempel en afronding.",
    ]
