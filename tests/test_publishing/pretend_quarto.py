"""A program that is called quarto and renders as Quarto's documentation says: one notebook, or those a project lists.

What it makes tells of which cells, and below which head, it was made, and carries the name of its file where Quarto's
may. A test says what it does with the report of a title: `fout` (it stops), `verwijzing` (it warns), `niets`, `traag`.
"""

import json
import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

from quarto_pages import quarto_page

from analysis.publishing.embedded.typst_pdf import compile_pdf

MARK = "Titel-0000000000"
PROGRAM = r"""#!{python} -IS
import hashlib, json, re, sys, zipfile
from pathlib import Path

here = Path(__file__).parent
if sys.argv[1:] == ["--version"]:
    print("1.10.19")
    sys.exit()
named, _, rest = " ".join(sys.argv[2:]).partition("--profile ")
profile, to = rest.split()[0], rest.split()[2]
listed = Path(f"_quarto-{{profile}}.yml").read_text()
notebooks = [named.strip()] if named else re.findall(r"^ *- (\S+\.ipynb)$", listed.partition("render:")[2], re.M)
with (here / "aanroepen.txt").open("a") as calls:
    calls.write(json.dumps([named.strip(), profile, to, notebooks]) + "\n")
behaviour = json.loads((here / "gedrag.json").read_text())
head = hashlib.sha256(Path("_band.html").read_bytes()).hexdigest()[:10]
for number, notebook in enumerate(notebooks, 1):
    if not named:
        print(f"[{{number}}/{{len(notebooks)}}] {{notebook}}")
    cells = json.loads(Path(notebook).read_text())["cells"]
    title = re.search(r'^title: "?(.*?)"?$', "".join(cells[0]["source"]), re.M)[1]
    print("pandoc", title)
    does = behaviour.get(title) or ("" if named else behaviour.get("een project", ""))
    if does == "fout":
        print(f"ERROR: {{title}} kan niet")
        sys.exit(1)
    if does == "verwijzing":
        print(f"WARNING (main.lua:1) Unable to resolve crossref @fig-{{title}}")
    if does == "traag":
        import os, time
        (here / "bezig.txt").write_text(str(os.getpid()))
        time.sleep(60)
    if does == "niets":
        continue
    told = hashlib.sha256(json.dumps(cells, sort_keys=True).encode()).hexdigest()[:10]
    stem = notebook.removesuffix(".ipynb")
    if to in ("all", "html"):
        page = (here / "pagina.html").read_text().replace("TITEL", title).replace("BESTAND", stem)
        Path(f"{{stem}}.html").write_text(page.replace("GEZIEN", f"{{told}} onder {{head}}"))
    if to in ("all", "typst"):
        made = (here / "klein.pdf").read_bytes().replace(b"{mark}", b"Titel-" + told.encode())
        Path(f"{{stem}}.pdf").write_bytes(made)
    if to == "docx":
        made = Path(f"{{stem}}.docx")
        made.write_bytes(Path("_sjabloon.docx").read_bytes())
        with zipfile.ZipFile(made, "a") as packed:
            packed.writestr("word/gezien.txt", told)
"""


@dataclass(frozen=True)
class PretendQuarto:
    """Where the program is; it is on the PATH of the test."""

    folder: Path

    def does(self, **behaviour: str) -> None:
        """Say what it does with the report of a title; `een project` is any report in a project."""
        text = json.dumps({name.replace("_", " "): what for name, what in behaviour.items()})
        (self.folder / "gedrag.json").write_text(text, encoding="utf-8")

    def calls(self) -> list[list]:
        """Give the calls since last asked: the notebook ('' for a project), the profile, the form, all notebooks."""
        noted = self.folder / "aanroepen.txt"
        lines = noted.read_text(encoding="utf-8").splitlines() if noted.is_file() else []
        noted.unlink(missing_ok=True)
        return [json.loads(line) for line in lines]

    @property
    def path(self) -> str:
        """The PATH on which it is."""
        return f"{self.folder}{os.pathsep}{os.environ['PATH']}"


def install(folder: Path) -> PretendQuarto:
    """Write the program in a folder."""
    folder.mkdir()
    program = folder / "quarto"
    program.write_text(PROGRAM.format(python=sys.executable, mark=MARK), encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    page = quarto_page("TITEL", '<p>GEZIEN</p><img src="data:image/png;base64,AA==" alt="BESTAND">')
    page = page.replace("<title>Pagina", "<title>BESTAND").replace("<p>GEZIEN", '<p data-file="BESTAND">GEZIEN')
    (folder / "pagina.html").write_text(page.replace(' alt="BESTAND"', ' alt="Een stip"'), encoding="utf-8")
    small = f'#set document(title: "{MARK}")\n#set text(lang: "nl")\n= Kop\nTekst.'
    pdf = compile_pdf(small, {}, ["ua-1"])
    assert MARK.encode() in pdf
    (folder / "klein.pdf").write_bytes(pdf)
    made = PretendQuarto(folder)
    made.does()
    return made
