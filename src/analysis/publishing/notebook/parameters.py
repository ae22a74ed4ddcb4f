"""Judge a notebook's parameters before anything runs: papermill itself only warns, and then runs with the default."""

import ast
import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat

from analysis.errors import InvoerFout, Melding
from analysis.publishing.notebook.assemble import PARAMETERS, tags
from analysis.study import ALLE, Study

EDITIES = ("intern", "publiek")
_TYPE_NAMES = {str: "tekst", bool: "ja of nee (True of False)", int: "een geheel getal", float: "een getal",
               list: "een lijst", dict: "een lijst van namen met waarden"}  # fmt: skip


def validate_parameters(
    notebook_path: Path, parameters: Mapping[str, Any], study: Study | None = None
) -> dict[str, Any]:
    """Check parameters against the notebook's `parameters` cell; raises InvoerFout with every problem at once.

    A whole number will do for a number with decimals; a default of None takes any type. With a study, `ikc` must be one
    of its codes (or `alle`) and `editie` one of the editions.
    """
    known = read_defaults(notebook_path)
    problems = [
        problem
        for name, value in parameters.items()
        if (problem := _judge(notebook_path.name, name, value, known, study))
    ]
    if problems:
        raise InvoerFout(problems)
    return {name: _fit(value, known[name]) for name, value in parameters.items()}


def read_defaults(notebook_path: Path) -> dict[str, Any]:
    """Give the names and default values in a notebook's `parameters` cell; empty when it has none."""
    notebook = nbformat.read(notebook_path, as_version=4)
    cell = next((cell for cell in notebook.cells if PARAMETERS in tags(cell)), None)
    nodes = ast.parse(cell.source).body if cell else []
    pairs = [(node.targets[0], node.value) for node in nodes if isinstance(node, ast.Assign)]
    pairs += [(node.target, node.value) for node in nodes if isinstance(node, ast.AnnAssign)]
    return {target.id: _literal(value) for target, value in pairs if isinstance(target, ast.Name)}


def _literal(node: ast.expr | None) -> Any:
    try:
        return ast.literal_eval(node) if node is not None else None
    except ValueError:
        return None


def _fit(value: Any, default: Any) -> Any:
    return float(value) if isinstance(default, float) and type(value) is int else value


def _judge(bestand: str, name: str, value: Any, known: Mapping[str, Any], study: Study | None) -> Melding | None:
    if name not in known:
        return _unknown(bestand, f"de parameter `{name}` bestaat niet.", name, list(known), "parameters")
    wanted = type(known[name])
    if known[name] is not None and type(_fit(value, known[name])) is not wanted:
        text = f"de parameter `{name}` moet {_TYPE_NAMES.get(wanted, wanted.__name__)} zijn."
        given = f"gegeven: {value!r} ({_TYPE_NAMES.get(type(value), type(value).__name__)})"
        return Melding(bestand, text, regels=(given,), code="parameter_type")
    return _judge_choice(bestand, name, value, study)


def _judge_choice(bestand: str, name: str, value: Any, study: Study | None) -> Melding | None:
    choices = {"editie": EDITIES, "ikc": (*study.ikc_codes, ALLE) if study else ()}.get(name, ())
    if not choices or value in choices:
        return None
    what = {"editie": "de editie", "ikc": "het IKC"}[name]
    return _unknown(bestand, f"{what} `{value}` bestaat niet.", str(value), list(choices), "mogelijk")


def _unknown(bestand: str, text: str, given: str, choices: list[str], what: str) -> Melding:
    folded = {choice.casefold(): choice for choice in choices}
    closest = difflib.get_close_matches(given.casefold(), folded, n=1, cutoff=0.5)
    lines = (f"{what}: {', '.join(choices) or 'geen'}",)
    advies = f"Bedoelde u `{folded[closest[0]]}`?" if closest else ""
    return Melding(bestand, text, regels=lines, advies=advies, code="onbekende_parameter")
