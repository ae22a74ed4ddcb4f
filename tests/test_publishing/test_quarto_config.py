from hypothesis import given
from hypothesis import strategies as st

from analysis.publishing.quarto_config import format_options, included_text, labels, merge_config, read_config

CONFIGS = st.recursive(
    st.integers() | st.lists(st.integers(), max_size=3),
    lambda inner: st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)
MAPPINGS = st.dictionaries(st.sampled_from("abcd"), CONFIGS, max_size=4)


def test_mappings_merge_deep_and_the_profile_wins():
    base = {"format": {"html": {"toc": True, "css": "a.css"}}, "lang": "nl"}
    over = {"format": {"html": {"toc": False}, "typst": {"toc": True}}}
    expected = {"format": {"html": {"toc": False, "css": "a.css"}, "typst": {"toc": True}}, "lang": "nl"}
    assert merge_config(base, over) == expected


def test_lists_join_without_repeats():
    assert merge_config({"css": ["a", "b"]}, {"css": ["b", "c"]}) == {"css": ["a", "b", "c"]}
    assert merge_config({"css": "a"}, {"css": ["b"]}) == {"css": ["a", "b"]}


@given(MAPPINGS)
def test_merging_nothing_changes_nothing(config):
    assert merge_config(config, {}) == config
    assert merge_config({}, config) == config


@given(MAPPINGS, MAPPINGS)
def test_merging_loses_no_key_and_leaves_its_input_alone(base, over):
    before = repr(base), repr(over)
    assert set(merge_config(base, over)) == set(base) | set(over)
    assert (repr(base), repr(over)) == before


def test_format_options_go_from_general_to_the_document_itself():
    config = {"toc": True, "lang": "nl-NL", "format": {"html": {"toc-depth": 2}, "typst": {"toc": False}}, "book": {}}
    front = {"title": "T", "format": {"html": {"toc-depth": 1}}}
    assert format_options(config, front, "html") == {"toc": True, "lang": "nl-NL", "toc-depth": 1, "title": "T"}
    assert format_options(config, front, "typst") == {"toc": False, "lang": "nl-NL", "title": "T"}


def test_profile_is_read_over_the_shared_file(tmp_path):
    (tmp_path / "_quarto.yml").write_text("toc: true\nlang: nl-NL\n", encoding="utf-8")
    (tmp_path / "_quarto-ikc.yml").write_text("toc: false\n", encoding="utf-8")
    assert read_config(tmp_path, "ikc") == {"toc": False, "lang": "nl-NL"}


def test_language_overrules_the_dutch_words():
    words = labels({"language": {"callout-caution-title": "Let op"}})
    assert (words["callout-caution-title"], words["crossref-fig-title"]) == ("Let op", "Figuur")


def test_missing_include_counts_as_empty(tmp_path):
    (tmp_path / "a.html").write_text("A", encoding="utf-8")
    assert included_text(tmp_path, {"include-before-body": ["a.html", "weg.html"]}, "include-before-body") == "A"
