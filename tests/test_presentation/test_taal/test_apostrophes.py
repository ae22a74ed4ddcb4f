import pytest

from analysis.study.apostrophes import with_apostrophes


@pytest.mark.parametrize(
    ("straight", "bent"),
    [
        ("Op 'e Terp", "Op ’e Terp"),
        ("'t Hazzeleger", "’t Hazzeleger"),
        ("Onderzoeksrapport over alle IKC's", "Onderzoeksrapport over alle IKC’s"),
        ("'s-Hertogenbosch", "’s-Hertogenbosch"),
        ("foto's van Hans' school", "foto’s van Hans’ school"),
        ("Op ‘e Terp", "Op ’e Terp"),
        ("het IKC 'De Brug' in Tiel", "het IKC ‘De Brug’ in Tiel"),
        ("Op 'e Terp en 't Hof", "Op ’e Terp en ’t Hof"),
        ('zij zei "dag" en ging', "zij zei “dag” en ging"),
        ("een rij ('alle' of één)", "een rij (‘alle’ of één)"),
    ],
)
def test_an_apostrophe_is_bent_the_right_way(straight, bent):
    assert with_apostrophes(straight) == bent
