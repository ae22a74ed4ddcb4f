"""From how many cases a year a jeugdondersteuner pays for itself."""

import math

from analysis.costs.bounds import Bounds


def estimate_break_even(kosten_per_jaar: Bounds, besparing_per_casus: Bounds, inzet_per_casus: float = 0.0) -> Bounds:
    """Estimate the cases per year at which the cost of one JOK-year is met: cost / saving per case.

    Few cases are needed when the year is cheap and a case saves much, so `laag` combines the low cost with the high
    saving. A saving of nothing or less never meets the cost: NaN. The trap: the saving of a case is net of the JOK's
    own hours on it, and the JOK-year pays for those hours as well; give them as `inzet_per_casus`, or they count twice.

    Parameters
    ----------
    kosten_per_jaar
        What one JOK-year costs, in euros, with its range.
    besparing_per_casus
        Mean net saving per case, with its range.
    inzet_per_casus
        The JOK's own hours per case in euros, as far as they are inside the net saving.

    Returns
    -------
    Cases per year, as fractions: round up to say how many are needed.
    """
    return Bounds(
        _cases(kosten_per_jaar.laag, besparing_per_casus.hoog + inzet_per_casus),
        _cases(kosten_per_jaar.midden, besparing_per_casus.midden + inzet_per_casus),
        _cases(kosten_per_jaar.hoog, besparing_per_casus.laag + inzet_per_casus),
    )


def _cases(cost: float, saving: float) -> float:
    return cost / saving if saving > 0 else math.nan


def count_whole_cases(cases: float) -> int | None:
    """Count whole cases: 6.02 needs seven. None when no number of cases is enough."""
    return None if math.isnan(cases) else math.ceil(cases - 1e-9)
