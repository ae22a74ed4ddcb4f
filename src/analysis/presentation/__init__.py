"""Figures, tables and Dutch sentences, built from finished and suppressed result tables: a folder per chapter."""

from analysis.presentation.rapport import open_rapport, open_schoon

__all__ = ["open_rapport", "open_schoon"]
