"""From a mean saving to many cases, and an investment against what is expected back, per payer."""

import pandas as pd

from analysis.costs.across_cases import SAVES_AS_MUCH


def estimate_scaling(over_cases: pd.DataFrame, n_casussen: int) -> pd.DataFrame:
    """Scale the mean saving per case up to a number of cases, and what is left if fewer save as much.

    N x mean, and N x a half and a quarter of it. No interval: the cases that were described were chosen; that the next
    N are like them is an assumption, not a finding, and the two columns beside it say what hangs on it.

    Parameters
    ----------
    over_cases
        From `estimate_over_cases`.
    n_casussen
        How many cases to scale up to.

    Returns
    -------
    One row per betaler: `n_casussen, besparing, een_op_twee, een_op_vier, ondergrens` (the mean leaves out posts that
    are not in money, so the figure is at least).
    """
    return pd.DataFrame(
        {
            "betaler": over_cases["betaler"],
            "n_casussen": n_casussen,
            "besparing": over_cases["gemiddelde"] * n_casussen,
            **{name: over_cases["gemiddelde"] * n_casussen * share for name, share in SAVES_AS_MUCH.items()},
            "ondergrens": over_cases["n_minstens"] > 0,
        }
    ).reset_index(drop=True)


def compare_investment(besparingen: pd.DataFrame, investeringen: pd.DataFrame) -> pd.DataFrame:
    """Put an investment beside the expected savings, per payer: who pays, who gets it back.

    Parameters
    ----------
    besparingen
        One row per betaler: `betaler`, `besparing`, `een_op_twee`, `een_op_vier` over the same cases and years (as
        from `estimate_scaling`), gross of the investment.
    investeringen
        One row per post: `betaler`, `eenheid` (`casus` or `jaar`), `bedrag`, `aantal` (of cases or of years).

    Returns
    -------
    One row per betaler, `alle` last: `investering, besparing, saldo, saldo_een_op_twee, saldo_een_op_vier,
    terugverdiend` (besparing / investering; NaN for a payer who invests nothing).
    """
    amounts = investeringen.assign(investering=investeringen["bedrag"] * investeringen["aantal"])
    invested = amounts.groupby("betaler", sort=True)["investering"].sum()
    invested["alle"] = invested.sum()
    own = besparingen.set_index("betaler")[["besparing", *SAVES_AS_MUCH]]
    payers = sorted({*own.index, *invested.index}, key=lambda code: (code == "alle", code))
    table = own.reindex(payers).assign(investering=invested.reindex(payers).fillna(0.0))
    absent = ~table.index.isin(own.index)
    table.loc[absent, ["besparing", *SAVES_AS_MUCH]] = 0.0
    return pd.DataFrame(
        {
            "betaler": payers,
            "investering": table["investering"].to_numpy(),
            "besparing": table["besparing"].to_numpy(),
            "saldo": (table["besparing"] - table["investering"]).to_numpy(),
            **{f"saldo_{name}": (table[name] - table["investering"]).to_numpy() for name in SAVES_AS_MUCH},
            "terugverdiend": (table["besparing"] / table["investering"].where(table["investering"] > 0)).to_numpy(),
        }
    )
