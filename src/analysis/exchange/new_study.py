"""Make a new study folder: a study.yml to fill in, the folders, and Excel templates to send to those who deliver."""

from pathlib import Path

from analysis.codebook import load_codebook
from analysis.codebook.examples import write_examples
from analysis.errors import InvoerFout, Melding
from analysis.exchange.columns import columns_of_template, template_deliveries
from analysis.exchange.workbook import write_template
from analysis.study.writing import gone_when_unfinished

STUDY_YML = Path(__file__).parent / "new_study.yml"


def new_study(folder: Path) -> str:
    """Make a study folder with templates; gives the Dutch text that says what to do next.

    Raises InvoerFout when the folder holds something already: nothing is ever overwritten.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InvoerFout(
            [Melding(str(folder), "deze map bestaat al en is niet leeg.", advies="Kies een nieuwe of lege map.")]
        )
    codebook = load_codebook()
    with gone_when_unfinished(folder):
        for part in ("data/raw/inventarisatie", "data/raw/toewijzingen", "data/raw/cbs", "codebook", "sjablonen"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        (folder / "study.yml").write_text(STUDY_YML.read_text(encoding="utf-8"), encoding="utf-8")
        (folder / ".gitignore").write_text("# Gegevens van kinderen komen nooit in git.\ndata/\nreports/\n.sleutel*\n")
        write_examples(folder / "codebook")
        for name in template_deliveries():
            path = folder / "sjablonen" / f"{name}.xlsx"
            write_template(path, name, columns_of_template(name, codebook), codebook)
    return (
        f"De studiemap staat in {folder}.\n"
        "1. Vul study.yml in: alles tussen < en >, de metingen, de IKC's en de primaire indicatoren.\n"
        f"2. Maak per IKC en meting een lijst om in te vullen met: ikc --study {folder} sjablonen\n"
        "   De sjablonen voor de andere leveringen staan in de map sjablonen, elk met een blad Uitleg.\n"
        f"   Leg eerst vast wat u kiest, voordat er iets terugkomt: ikc --study {folder} vastleggen\n"
        "3. Zet wat terugkomt in data/raw (inventarisaties in data/raw/inventarisatie/<meting>/, toewijzingen in\n"
        "   data/raw/toewijzingen/, CBS in data/raw/cbs/, de rest in data/raw zelf).\n"
        f"4. Controleer met: ikc --study {folder} check\n"
        "   Kent het programma een woord of kolom niet? Vul het aan in de map codebook; daar staan voorbeelden.\n"
        f"5. Maak de rapporten met: ikc --study {folder} run"
    )
