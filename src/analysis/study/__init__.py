"""What a study is: its settings, where its files are, and who may write there."""

from analysis.study.kosten import Kosten
from analysis.study.opdracht import Colofon, paragraphs
from analysis.study.plan import Plan
from analysis.study.settings import (
    ALLE,
    GEEN_IKC,
    STUDY_FILE,
    Ikc,
    Meting,
    PrimaireIndicator,
    Statistiek,
    Study,
    load_study,
)

__all__ = [
    "ALLE",
    "GEEN_IKC",
    "STUDY_FILE",
    "Colofon",
    "Ikc",
    "Kosten",
    "Meting",
    "Plan",
    "PrimaireIndicator",
    "Statistiek",
    "Study",
    "load_study",
    "paragraphs",
]
