"""The templates of the pages that we make ourselves."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from analysis.study.apostrophes import with_apostrophes

ASSETS = Path(__file__).parents[1] / "assets"


def fill_template(name: str, **values: object) -> str:
    """Fill a template of `assets/`. Values are escaped; a name that is used but not given is a bug."""
    environment = Environment(
        loader=FileSystemLoader(ASSETS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["apostrof"] = with_apostrophes
    return environment.get_template(name).render(**values)
