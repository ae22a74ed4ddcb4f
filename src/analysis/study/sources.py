"""Our own sources as hashes: of all of them for the manifest, of those that a stage passes through for its stamp.

For a stamp, of a module counts what it does: comments, docstrings and layout do not. What a stage passes through is
followed along the imports, also those inside functions, and stops at the modules that keep a stage of their own
current. The other files of a package (codebook, cards, style sheets, fonts) count when a module of that package does.
"""

import ast
import hashlib
from collections.abc import Collection
from functools import cache
from importlib import metadata
from pathlib import Path
from platform import python_version

from analysis.study.hashes import Memory, hash_file, hash_value

PACKAGE = Path(__file__).resolve().parents[1]
_NOT_SOURCES = {"__pycache__", "_project"}
"""`_project`: the notebooks and Quarto files of an installed package; each report has the hashes of its own."""
STAGE_KEEPERS = frozenset({"analysis.results.pipeline", "analysis.disclosure.editions"})
PACKAGES = (
    "pandas", "numpy", "scipy", "statsmodels", "matplotlib", "seaborn", "pandera", "pydantic", "pyyaml", "pyarrow",
    "python-calamine", "openpyxl", "lxml", "filelock", "pyreadstat", "fonttools", "papermill", "nbclient", "ipykernel",
    "jinja2", "rich", "pypandoc-binary", "typst", "font-source-sans-pro", "pypdf",
)  # fmt: skip


def hash_sources(memory: Memory | None = None) -> str:
    """Give the sha256 of the package's source tree: code, codebook, style sheet, templates, fonts.

    Of the files as they are: another Python gives a syntax tree other words, and a manifest is read under any Python.
    """
    paths = [path for path in PACKAGE.rglob("*") if path.is_file() and not path.name.startswith(".")]
    ours = [path for path in paths if not _NOT_SOURCES & {*path.relative_to(PACKAGE).parts}]
    recall = (memory or Memory({})).recall
    return hash_value({path.relative_to(PACKAGE).as_posix(): recall(path, hash_file) for path in sorted(ours)})


def hash_stage(entries: Collection[str], memory: Memory | None = None) -> str:
    """Give the hash of the code that a stage passes through, and of the packages and the Python that run it.

    `entries` are the modules where it begins, such as `analysis.tidy.store`; of a package every module counts.
    """
    memory = memory or Memory({})
    files = follow_imports(entries, memory)
    code = _hashes([*files, *_beside(files)], memory)
    return hash_value({"code": code, "pakketten": package_versions(), "python": python_version()})


def hash_room(room: str, memory: Memory) -> str:
    """Give the hash of what the modules of one room do; comments and docstrings are not in it."""
    return hash_value(_hashes(sorted((PACKAGE / room).rglob("*.py")), memory))


def follow_imports(entries: Collection[str], memory: Memory) -> set[Path]:
    """Give the files of the modules that these modules import, near or far, with their own."""
    queue = [path for entry in entries for path in _files_of(entry)]
    found: set[Path] = set()
    while queue:
        path = queue.pop()
        if path not in found:
            found.add(path)
            queue += [file for name in memory.recall(path, read_imports) for file in _imported(name)]
    return found


def read_imports(path: Path) -> list[str]:
    """Give the modules of this package that a module imports: of `from a import b` both `a` and `a.b`."""
    return [*_read(path.read_bytes())[0]]


def hash_code(path: Path) -> str:
    """Give the sha256 of what a module does: its syntax tree without docstrings; comments are not in it."""
    return _read(path.read_bytes())[1]


@cache
def _read(source: bytes) -> tuple[tuple[str, ...], str]:
    """Give what a module imports of this package, and the hash of what it does: both of one syntax tree."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            node.body = [part for part in node.body if not _is_string(part)]
    digest = hashlib.sha256(ast.dump(tree).encode()).hexdigest()
    return _imports_of(_without_typing(tree)), digest


def _imports_of(tree: ast.Module) -> tuple[str, ...]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)}
    return tuple(sorted(name for name in names if name.split(".")[0] == PACKAGE.name))


@cache
def package_versions() -> dict[str, str]:
    """Give the version of each package that can change a report, as installed."""
    return {name: version for name in sorted(PACKAGES) if (version := _version(name))}


def _hashes(paths: Collection[Path], memory: Memory) -> dict[str, str]:
    found = {path.relative_to(PACKAGE).as_posix(): path for path in paths}
    return {
        name: memory.recall(path, hash_code if path.suffix == ".py" else hash_file)
        for name, path in sorted(found.items())
    }


def _files_of(entry: str) -> Collection[Path]:
    """Give a module's file with the `__init__` of every package around it; of a package all its modules."""
    path = PACKAGE.joinpath(*entry.split(".")[1:])
    return sorted(path.rglob("*.py")) if path.is_dir() else _imported(entry)


@cache
def _imported(name: str) -> tuple[Path, ...]:
    """Give the files that run when a module is imported; none for a name that is no module, or keeps a stage."""
    if name in STAGE_KEEPERS:
        return ()
    parts = name.split(".")[1:]
    around = [PACKAGE.joinpath(*parts[:depth], "__init__.py") for depth in range(len(parts) + 1)]
    return tuple(file for file in (PACKAGE.joinpath(*parts).with_suffix(".py"), *around) if file.is_file())


def _beside(files: Collection[Path]) -> list[Path]:
    """Give the files that are no module, in the packages of these modules or in folders in them that are no package."""
    packages = {path.parent for path in files} - {PACKAGE}
    others = [path for folder in packages for path in folder.rglob("*") if path.is_file() and path.suffix != ".py"]
    return [path for path in others if _package_of(path) in packages and not _NOT_SOURCES & {*path.parts}]


def _package_of(path: Path) -> Path:
    return next(folder for folder in path.parents if (folder / "__init__.py").is_file())


def _without_typing(tree: ast.Module) -> ast.Module:
    """Leave out what only a type checker imports."""
    checked = [node for node in tree.body if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)]
    tree.body = [node for node in tree.body if node not in checked]
    return tree


def _is_string(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
