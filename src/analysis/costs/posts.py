"""The name under which a cost post is compared between cases: the codebook's, else its own, folded."""

import pandas as pd

from analysis.codebook import Codebook, fold


def post_key(post: str, codebook: Codebook) -> str:
    """Give the name by which a post is compared: `IB` and `IB-er` are one post when the codebook's `post` says so."""
    return fold(codebook.value("post", post) or post)


def name_posts(lines: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Add `post_sleutel`, the name by which posts are compared between cases; one row per line, as they came."""
    return lines.assign(post_sleutel=[post_key(post, codebook) for post in lines["post"]])
