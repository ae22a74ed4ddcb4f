"""A study of two IKCs whose notebooks are toys: a run of the whole way, without the cost of results and reports."""

from toy_notebooks import toy_report

from analysis.publishing.report_tasks import About
from analysis.publishing.steps import StudySteps
from analysis.study.stamps import stamp_file, write_stamp

STUDY = """
naam: Proef
gemeente: Leeuwarden
synthetisch: true
metingen:
  - {meting: nulmeting, peildatum: 2019-02-01}
  - {meting: eindmeting, peildatum: 2021-06-01}
ikcs:
  - {ikc: IKC01, naam: De Wilgen}
  - {ikc: IKC02, naam: It Kompas}
"""


def prepare(study, editie, resume):
    folder = study.reports / editie / "resultaten"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "gemeten.csv").write_text(study.naam)
    write_stamp(stamp_file(study.reports, editie, "resultaten"), "a1", folder)
    return study.naam


CHILDREN = {"IKC01": 210}
# FIPS 180-2, example B.1: SHA-256 of "abc"
SHA_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
STEPS = StudySteps(
    prepare=prepare,
    describe=lambda study, editie, results, needed, memory: {
        ikc: About(f"Rapport {ikc}", needed, CHILDREN.get(ikc), (("Zorg", f"oordeel bij {ikc}", ""),), "geen")
        for ikc in ("alle", *study.ikc_codes)
    },
    produce=toy_report,
)
