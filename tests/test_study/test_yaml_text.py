"""YAML made to do harm: a study.yml or codebook that would run something, or grow without end.

| tried | what comes of it |
|---|---|
| `!!python/object/apply:os.system`, `!!python/name` | refused in study.yml, a text in a codebook; never run |
| aliases of aliases (a thousand million places) | refused at once, in study.yml and in a codebook |
| an alias to itself | refused |
| a file of more than a megabyte | refused before it is parsed |
"""

import time
from pathlib import Path

import pytest

from analysis.codebook import load_codebook
from analysis.errors import InvoerFout
from analysis.study import load_study

LAUGHS = "a0: &a0 [lach, lach]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10))


def refused(folder: Path, name: str, text: str) -> list[str]:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    begun = time.monotonic()
    with pytest.raises(InvoerFout) as caught:
        load_study(folder) if name == "study.yml" else load_codebook(folder)
    assert time.monotonic() - begun < 3
    return [melding.code for melding in caught.value.meldingen]


@pytest.mark.parametrize("name", ["study.yml", "codebook/signalen.yml"])
@pytest.mark.parametrize(
    ("text", "code"),
    [(f"naam: x\n{LAUGHS}", "yaml_te_groot"), ("naam: &a [*a]\n", "geen_yaml"), ("x" * 1_000_001, "yaml_te_groot")],
)
def test_a_file_that_grows_without_end_is_refused_at_once(tmp_path: Path, name: str, text: str, code: str) -> None:
    assert refused(tmp_path, name, text) == [code]


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system", "!!python/object/new:os.system", "!!python/name"])
def test_a_tag_is_never_run(tmp_path: Path, tag: str) -> None:
    made = tmp_path / "gedaan"
    assert refused(tmp_path, "study.yml", f'naam: {tag} ["touch {made}"]\n') == ["geen_yaml"]
    codes = refused(tmp_path, "codebook/betalers.yml", f'fonds: {{label: {tag} ["touch {made}"]}}\n')
    assert codes == ["codeboek"] and not made.exists()


def test_an_alias_of_people_is_read(tmp_path: Path) -> None:
    (tmp_path / "study.yml").write_text("naam: &n Proef\ngemeente: *n\n", encoding="utf-8")
    assert load_study(tmp_path).gemeente == "Proef"
