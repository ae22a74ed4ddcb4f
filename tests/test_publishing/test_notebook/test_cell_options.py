import yaml
from hypothesis import given
from hypothesis import strategies as st

from analysis.publishing.notebook.cell_options import quote, read_options, set_options


def test_options_are_added_changed_and_taken_away():
    source = "#| label: fig-x\n#| echo: false\nplot()"
    assert set_options(source, {"fig-cap": "Een: bijschrift"}).splitlines() == [
        "#| label: fig-x", "#| echo: false", '#| fig-cap: "Een: bijschrift"', "plot()",
    ]  # fmt: skip
    assert set_options(source, {"label": None}) == "#| echo: false\nplot()"
    assert read_options("plot()") == {}


PRINTABLE = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff\ufffe\uffff"))


@given(PRINTABLE)
def test_any_caption_comes_back_as_one_line(caption):
    assert yaml.safe_load(f"fig-cap: {quote(caption)}")["fig-cap"] == " ".join(caption.split())


@given(st.text())
def test_any_text_at_all_can_be_read_back(text):
    line = quote(text)
    back = yaml.safe_load(f"fig-cap: {line}")["fig-cap"]
    assert len(line.splitlines()) == 1 and quote(back) == line


def test_quotes_backslashes_and_hashes_come_back_as_they_were():
    source = set_options("f()", {"fig-cap": 'Ja: "nee" # 5% \\ | é'})
    assert read_options(source) == {"fig-cap": 'Ja: "nee" # 5% \\ | é'}
