"""Every door to exact data in our own code, found by reading the code: who opens a delivery, tidy tables or a key.

A function is a door when it knows where exact data lie: it names `study.raw` or `study.processed`, or it is public, has
a parameter `study` and, by itself or by what it calls, reads a file there. The guard `refuse_in_public` shuts it and
whatever stands behind it. A function that gets a path only is a tool, like pandas: who calls it reads by hand.
"""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import analysis

SOURCE = Path(analysis.__file__).parent
READING = {
    "read_parquet", "ParquetFile", "ParquetDataset", "read_table", "read_csv", "read_excel", "read_json", "read_sav",
    "read_text", "read_bytes", "open", "ZipFile", "from_filelike", "mmap", "load_workbook",
}  # fmt: skip
PARQUET = {"read_parquet", "ParquetFile", "ParquetDataset"}
WHERE_EXACT = ("intake.", "tidy.", "results.tables", "study.keys", "study.key_rotation")
"""Modules in which reading a file is reading exact data; elsewhere only parquet and the study's folders count."""
PLACES = {"raw", "processed"}
GUARD = "refuse_in_public"


@dataclass(frozen=True)
class Function:
    """A function of ours: what it calls (module and name), whether it reads, names a place, has the guard."""

    calls: frozenset[str]
    reads: bool
    names_a_place: bool
    takes_a_study: bool
    guarded: bool


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(SOURCE).with_suffix("").parts)


def _imported(tree: ast.AST) -> dict[str, str]:
    """Give what each imported name is: `analysis.tidy.store` and `load_tidy` make `tidy.store:load_tidy`."""
    return {
        alias.asname or alias.name: f"{node.module.removeprefix('analysis.')}:{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("analysis.")
        for alias in node.names
    }


def _name(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def _writes(call: ast.Call) -> bool:
    said = {str(part.value) for part in call.args if isinstance(part, ast.Constant)}
    flags = {part.attr for given in call.args for part in ast.walk(given) if isinstance(part, ast.Attribute)}
    return _name(call) == "open" and bool(said & {"w", "wb", "a", "x"} or "O_WRONLY" in flags)


def _function(node: ast.FunctionDef, module: str, imported: dict[str, str]) -> Function:
    parts = list(ast.walk(node))
    called = {_name(part) for part in parts if isinstance(part, ast.Call) and not _writes(part)}
    names = {part.id for part in parts if isinstance(part, ast.Name)} | {
        part.attr for part in parts if isinstance(part, ast.Attribute)
    }
    args = {arg.arg for arg in (*node.args.args, *node.args.kwonlyargs)}
    reading = READING if module.startswith(WHERE_EXACT) else PARQUET
    return Function(
        frozenset(imported.get(name, f"{module}:{name}") for name in names),
        bool(called & reading),
        any(isinstance(part, ast.Attribute) and part.attr in PLACES for part in parts),
        "study" in args,
        GUARD in called,
    )


@cache
def functions() -> dict[str, Function]:
    """Give every function of ours, methods too; the simulation reads nothing but what it invented."""
    found: dict[str, Function] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        if not (module := module_of(path)).startswith("simulation"):
            found |= functions_of(path.read_text(encoding="utf-8"), module)
    return found


def functions_of(text: str, module: str) -> dict[str, Function]:
    """Give the functions of one module by `module:name`."""
    tree = ast.parse(text)
    imported = _imported(tree)
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return {f"{module}:{node.name}": _function(node, module, imported) for node in nodes}


def unguarded_doors(known: dict[str, Function]) -> set[str]:
    """Give the doors that nothing shuts: a guard on the way to the file shuts them."""
    opening = _opening(known)
    return {
        name
        for name, function in known.items()
        if not function.guarded and (function.names_a_place or (name in opening and _is_public(name, function)))
    }


def _is_public(name: str, function: Function) -> bool:
    return function.takes_a_study and not name.partition(":")[2].startswith("_")


def guarded(known: dict[str, Function]) -> set[str]:
    """Give the functions that have the guard."""
    return {name for name, function in known.items() if function.guarded}


def _opening(known: dict[str, Function]) -> set[str]:
    """Give the functions that reach a file without a guard on the way."""
    opening = {name for name, function in known.items() if function.reads and not function.guarded}
    while True:
        more = {name for name, function in known.items() if not function.guarded and function.calls & opening}
        if more <= opening:
            return opening
        opening |= more
