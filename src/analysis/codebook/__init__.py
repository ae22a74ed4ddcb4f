"""What words mean: signals, zorgvormen, products, payers, headers and values."""

from analysis.codebook.book import ONBEKEND, Codebook
from analysis.codebook.loader import load_codebook
from analysis.codebook.matching import closest, fold, fold_value, visible

__all__ = ["ONBEKEND", "Codebook", "closest", "fold", "fold_value", "load_codebook", "visible"]
