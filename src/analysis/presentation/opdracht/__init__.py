"""What the study says of itself, in its own words, and what a jeugdondersteuner is."""

from analysis.presentation.opdracht.sentences import (
    kader_jeugdondersteuner,
    zin_aanbevelingen,
    zin_colofon,
    zin_jeugdondersteuner,
    zin_voorwoord,
)

__all__ = ["kader_jeugdondersteuner", "zin_aanbevelingen", "zin_colofon", "zin_jeugdondersteuner", "zin_voorwoord"]
