"""What words mean: signals, zorgvormen, products, payers, headers and values."""

from analysis.codebook.loader import ONBEKEND, Codebook, load_codebook
from analysis.codebook.matching import closest, fold

__all__ = ["ONBEKEND", "Codebook", "closest", "fold", "load_codebook"]
