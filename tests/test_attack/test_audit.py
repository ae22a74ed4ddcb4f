"""A leak of every kind is planted in a published folder and is caught; a folder without one gives nothing."""

import json
import zipfile

import pytest
from editions import HIDDEN, ROUNDED, write_edition

from analysis.attack import attack_edition
from analysis.errors import InvoerFout

HEAD = "ikc,meting,bouw,soort,domein,code,n_kinderen,n,aandeel,ci_laag,ci_hoog,n_ikcs,onderdrukt\n"
CHANGE = "ikc,bouw,van,naar,soort,domein,code,n_kinderen_van,n_kinderen_naar,n_van,n_naar,n_ikcs,onderdrukt\n"


def signal(ikc="A", bouw="alle", code="alle", domein="leren", children=100, n="", ikcs=1, meting="nul", **other):
    """A row of signalen; an empty `n` is a hidden one."""
    ends = [other.get(name, "") for name in ("aandeel", "ci_laag", "ci_hoog")]
    row = [ikc, meting, bouw, "kind", domein, code, children, n, *ends, ikcs, n == "" or children == ""]
    return ",".join(map(str, row)) + "\n"


def found(folder, **options):
    """What is found, as `table.column key: values left`."""
    report = attack_edition(folder, **options)
    return {f"{item.tabel}.{item.kolom} {' '.join(value for _, value in item.sleutel)}".strip(): item
            for item in report.gevonden}  # fmt: skip


def only(items):
    (item,) = items.values()
    return item


IKCS = [signal("A", n=3), signal("B", n=20), signal("alle", n=23, children=200, ikcs=2)]


def hidden(rows, *which):
    """Hide the counts of these rows."""
    texts = [row.split(",") for row in rows]
    for place in which:
        texts[place][7], texts[place][12] = "", "True\n"
    return [",".join(row) for row in texts]


SUMS = {
    "ikc": ("signalen", HEAD + "".join(hidden(IKCS, 0)), 3),
    "bouw": ("signalen", HEAD + signal(bouw="onder") + signal(bouw="boven", n=18) + signal(n=20), 2),
    "zorgvorm": (
        "toewijzingen_kwartaal",
        "ikc,kwartaal,zorgvorm,n_lopend,n_kinderen,onderdrukt\n"
        "A,2019Q1,ggz,12,100,false\nA,2019Q1,verblijf,,100,true\nA,2019Q1,alle,16,100,false\n",
        4,
    ),
    "domein": (
        "toewijzingen_kwartaal_domein",
        "ikc,kwartaal,domein,n_gestart,n_kinderen,onderdrukt\n"
        "A,2019Q1,ggz,12,100,false\nA,2019Q1,overig,,100,true\nA,2019Q1,alle,13,100,false\n",
        1,
    ),
    "periode": (
        "trajecten",
        "ikc,periode,zorgvorm,n,n_lopend,onderdrukt\nA,voor,ggz,,0,true\nA,na,ggz,9,0,false\nA,alle,ggz,11,0,false\n",
        2,
    ),
    "pad": (
        "trajecten_paden",
        "ikc,domein,pad,n,n_domein,onderdrukt\nA,ggz,kort,,15,true\nA,ggz,lang,14,15,false\n",
        1,
    ),
}


@pytest.mark.parametrize("over", SUMS)
def test_a_total_minus_its_parts_gives_the_hidden_part(tmp_path, over) -> None:
    name, text, value = SUMS[over]
    item = only(found(write_edition(tmp_path / "editie", {name: text})))
    assert (item.tabel, item.laag, item.hoog) == (name, value, value)


def test_a_total_minus_its_parts_gives_the_row_that_is_left_out(tmp_path) -> None:
    """No row where nothing was counted, and none where a count is hidden: of four periods one is not there."""
    trajecten = "ikc,periode,zorgvorm,n,n_lopend,onderdrukt\n" + "".join(
        f"A,{periode},alle,{n},0,false\n" for periode, n in (("voor nul", 9), ("na eind", 6), ("alle", 17))
    )
    gemeten = "ikc,meting,bouw,n_kinderen,n_ikcs\nA,nul,alle,100,1\nA,eind,alle,100,1\n"
    two = gemeten.replace("A,eind", "A,na,alle,100,1\nA,eind")
    folders = [tmp_path / "een", tmp_path / "twee"]
    for folder, metingen in zip(folders, (gemeten, two), strict=True):
        write_edition(folder, {"trajecten": trajecten, "gemeten": metingen})
        (folder / "resultaten" / "trajecten.csv").write_text(trajecten, encoding="utf-8")  # a period has a space
    item = only(found(folders[0]))
    assert (item.sleutel[1][1], item.laag, item.hoog) == ("nul-eind", 2, 2)
    assert found(folders[1]) == {}


def test_bouwen_are_not_subtracted_where_some_children_are_in_none(tmp_path) -> None:
    """All with `lezen` are shown, and one is in no bouw; then who is in the onderbouw with `leren` is not told."""
    leren = [signal(bouw="onder"), signal(bouw="boven", n=18), signal(n=20)]
    lezen = [signal(code="lezen", bouw=bouw, n=n) for bouw, n in (("onder", 6), ("boven", 7), ("alle", 14))]
    assert found(write_edition(tmp_path / "een", {"signalen": HEAD + "".join(leren)}))
    assert found(write_edition(tmp_path / "twee", {"signalen": HEAD + "".join([*leren, *lezen])})) == {}


def test_a_total_over_other_ikcs_than_those_in_the_table_is_not_subtracted(tmp_path) -> None:
    rows = [signal("A"), signal("B", n=20), signal("alle", n=23, children=300, ikcs=3)]
    assert found(write_edition(tmp_path / "editie", {"signalen": HEAD + "".join(rows)})) == {}


TWO = {
    "elders getoond": {
        "signalen": HEAD + signal("A"),
        "veranderingen": CHANGE + "A,alle,nul,eind,kind,leren,alle,100,90,3,8,1,false\n",
    },
    "andere pool": {
        "signalen": HEAD + signal("A") + signal("B", n=9),
        "veranderingen": CHANGE
        + "A,alle,nul,eind,kind,leren,alle,100,90,,8,1,true\n"
        + "B,alle,nul,eind,kind,leren,alle,100,90,9,8,1,false\n"
        + "alle,alle,nul,eind,kind,leren,alle,200,180,12,16,2,false\n",
    },
    "rol": {
        "ikc_schattingen": "ikc,rol,van,naar,soort,domein,code,n_van,onderdrukt\n"
        "A,pilot,nul,eind,kind,leren,alle,,true\nB,pilot,nul,eind,kind,leren,alle,7,false\n",
        "over_ikcs": "rol,van,naar,soort,domein,code,n_van,onderdrukt\npilot,nul,eind,kind,leren,alle,10,false\n",
    },
    "samenhang": {
        "signalen": HEAD
        + "A,nul,alle,kindproblematiek,alle,alle,100,23,,,,1,false\n",
        "samenhang": "ikc,meting,verband,n_beide,n_eerste,onderdrukt\nA,nul,kind_gezin,,20,true\n",
    },
    "verhoudingen": {
        "signalen": HEAD + "A,nul,alle,kind,externaliserend,alle,100,,,,,1,true\n",
        "verhoudingen": "ikc,meting,bouw,maat,n_teller,n_noemer,onderdrukt\nA,nul,alle,ratio_ext_int,3,9,false\n",
    },
    "reeks": {
        "toewijzingen_kwartaal_domein": "ikc,kwartaal,domein,n_gestart,onderdrukt\n"
        "A,2018Q4,ggz,,true\nA,2018Q3,ggz,8,false\n",
        "tijdreeks": "ikc,domein,term,start,n_gestart_voor,onderdrukt\nA,ggz,niveau,2019Q1,11,false\n",
    },
    "prijzen": {
        "toewijzingen_producten": "productcode,zorgvorm,n,onderdrukt\n45A,ggz,,true\n45B,ggz,12,false\n",
        "toewijzingen_prijzen": "zorgvorm,prijsbron,n,onderdrukt\nggz,budget,15,false\n",
    },
    "paden": {
        "trajecten_paden": "ikc,domein,pad,n,n_domein,onderdrukt\nA,ggz,kort,12,12,false\n",
        "trajecten_kort_lang": "ikc,domein,periode,n,onderdrukt\nA,ggz,voor nul,,true\nA,ggz,vanaf nul,9,false\n",
    },
    "domein per kwartaal": {
        "zorg": HEAD
        + "A,nul,alle,tweede,ggz,diagnose,100,20,,,,1,false\n"
        + "A,nul,alle,tweede,ggz,hulp,100,20,,,,1,false\n",
        "toewijzingen_kwartaal": "ikc,kwartaal,zorgvorm,n_lopend,onderdrukt\n"
        "A,2019Q1,diagnose,,true\nA,2019Q1,hulp,6,false\n",
        "toewijzingen_kwartaal_domein": "ikc,kwartaal,domein,n_lopend,onderdrukt\nA,2019Q1,ggz,9,false\n",
    },
}  # fmt: skip


@pytest.mark.parametrize("kind", TWO)
def test_two_tables_that_count_the_same_give_the_hidden_count(tmp_path, kind) -> None:
    items = found(write_edition(tmp_path / "editie", TWO[kind]))
    assert {(item.laag, item.hoog) for item in items.values()} == {(3, 3)}


def test_everybody_in_a_share_is_in_both_of_its_counts_over_all_ikcs_too(tmp_path) -> None:
    """38 are shown in the numerator of the same row: that they are the 27 and the 11 together is no discovery."""
    rows = "".join(f"{ikc},nul,alle,zorg_bij_probleem,{n},,,true\n" for ikc, n in [("A", 27), ("B", 11), ("alle", 38)])
    text = f"ikc,meting,bouw,maat,n_teller,n_noemer,n_beide,onderdrukt\n{rows}"
    assert found(write_edition(tmp_path / "editie", {"verhoudingen": text})) == {}


def test_a_domain_is_bounded_by_its_codes(tmp_path) -> None:
    """Rekenen alone makes the domain of one code; of the other, at most three remain for each of two codes."""
    one = [signal(domein="rekenen", n=7), signal(domein="rekenen", code="tellen")]
    other = [signal(domein="taal", n=3), signal(domein="taal", code="lezen"), signal(domein="taal", code="spelling")]
    items = found(write_edition(tmp_path / "editie", {"signalen": HEAD + "".join([*one, *other])}))
    bounds = {dict(item.sleutel)["code"]: (item.laag, item.hoog) for item in items.values()}
    assert bounds == {"tellen": (7, 7), "lezen": (0, 3), "spelling": (0, 3)}


def test_what_only_an_integer_program_sees_is_found(tmp_path) -> None:
    """Both, only the first and only the second, of 12 with the first, 9 with the second and 18 with either: 3, 9, 6."""
    tables = {
        "signalen": HEAD
        + "A,nul,alle,kindproblematiek,alle,alle,100,12,,,,1,false\n"
        + "A,nul,alle,gezinsproblematiek,alle,alle,100,9,,,,1,false\n",
        "samenhang": "ikc,meting,verband,n_beide,n_eerste,n_tweede,n_geen,onderdrukt\nA,nul,kind_gezin,,,,,true\n",
        "verhoudingen": "ikc,meting,bouw,maat,n_noemer,onderdrukt\nA,nul,alle,zorg_bij_probleem,18,false\n",
    }
    report = attack_edition(write_edition(tmp_path / "editie", tables))
    programs = next(method for method in report.methoden if method.naam == "geheeltallig programmeren")
    assert {(item.kolom, item.laag, item.hoog) for item in programs.gevonden} == {
        ("n_beide", 3, 3), ("n_eerste", 9, 9), ("n_tweede", 6, 6)}  # fmt: skip
    none = attack_edition(tmp_path / "editie", budget=0).methoden[4]
    assert none.gevonden == () and none.geprobeerd == 0
    assert none.opmerkingen == (f"{programs.geprobeerd} ruimere cellen zijn niet geprobeerd.",)


SHARES = {
    "aandeel": ("signalen", HEAD + signal(aandeel=0.03), "n", 3),
    "noemer": ("signalen", HEAD + "A,nul,alle,kind,leren,alle,,30,0.3,,,1,true\n", "n_kinderen", 100),
    "per 1000": (
        "toewijzingen_kwartaal",
        "ikc,kwartaal,zorgvorm,n_lopend,n_kinderen,lopend_per_1000,onderdrukt\nA,2019Q1,ggz,,290,10.344828,true\n",
        "n_lopend",
        3,
    ),
    "kosten": (
        "toewijzingen_kwartaal",
        "ikc,kwartaal,zorgvorm,n_kinderen,kosten_eur,kosten_per_1000,onderdrukt\nA,2019Q1,ggz,,5758.39,19856.517241,true\n",
        "n_kinderen",
        290,
    ),
    "verschil": (
        "veranderingen",
        CHANGE.replace("n_ikcs", "aandeel_van,aandeel_naar,verschil,n_ikcs")
        + "A,alle,nul,eind,kind,leren,alle,100,50,,10,,0.2,0.17,1,true\n",
        "n_van",
        3,
    ),
    # Wilson's interval of 3 of 100, and Newcombe's of 3 of 100 against 10 of 50.
    "wilson": ("signalen", HEAD + signal(ci_laag=0.010255, ci_hoog=0.084519), "n", 3),
}


@pytest.mark.parametrize("kind", SHARES)
def test_a_share_a_rate_or_an_interval_gives_its_count_back(tmp_path, kind) -> None:
    name, text, column, value = SHARES[kind]
    item = only(found(write_edition(tmp_path / "editie", {name: text})))
    assert (item.kolom, item.laag, item.hoog) == (column, value, value)


def test_the_interval_of_a_difference_gives_both_counts_back(tmp_path) -> None:
    """Newcombe (1998), method 10, his example (a): 56 of 70 against 48 of 80 has 0.0524 to 0.3339."""
    text = CHANGE.replace("n_ikcs", "ci_laag,ci_hoog,n_ikcs") + (
        "A,alle,nul,eind,kind,leren,alle,80,70,,,0.052431,0.333873,1,true\n"
    )
    items = found(write_edition(tmp_path / "editie", {"veranderingen": text}))
    assert {(item.kolom, item.laag) for item in items.values()} == {("n_van", 48), ("n_naar", 56)}


def test_a_word_that_only_some_hidden_rows_have_is_told(tmp_path) -> None:
    head = CHANGE.replace("n_ikcs", "familie,n_ikcs")
    rows = "A,alle,nul,eind,kind,leren,alle,100,90,,,{},1,true\nB,alle,nul,eind,kind,leren,alle,100,90,,,,1,true\n"
    for family, tells in (("B verkennend", True), ("", False)):
        folder = write_edition(tmp_path / f"editie{tells}", {"veranderingen": head + rows.format(family)})
        assert ("veranderingen.familie" in found(folder)) is tells


HASHES = ("d4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35", "ab" * 32)
"""The sha256 of `2` (a published value of many sites), and of nothing."""


@pytest.mark.parametrize(("digest", "tells"), [(HASHES[0], True), (HASHES[1], False)])
def test_the_hash_of_a_small_count_is_recognised(tmp_path, digest, tells) -> None:
    manifest = HIDDEN | {"rapporten": {"A": {"invoer_sha256": digest}}}
    folder = write_edition(tmp_path / "editie", {"signalen": HEAD + signal(n=20)}, manifest)
    assert bool(found(folder)) is tells


def test_a_cell_that_another_edition_shows_is_no_secret(tmp_path) -> None:
    now = write_edition(tmp_path / "nu", {"signalen": HEAD + signal("A") + signal("B", n=9)})
    before = write_edition(tmp_path / "toen", {"signalen": HEAD + signal("A", n=3) + signal("B", n=9)})
    assert found(now) == {}
    assert only(found(now, beside=[before])).laag == 3


def test_two_exact_editions_show_the_child_that_came_between(tmp_path) -> None:
    now = write_edition(tmp_path / "nu", {"signalen": HEAD + signal("A", n=21, children=101)})
    before = write_edition(tmp_path / "toen", {"signalen": HEAD + signal("A", n=20)})
    items = found(now, beside=[before])
    assert {item.kolom for item in items.values()} == {"n", "n_kinderen"}
    assert {item.soort for item in items.values()} == {"verschil"}


def test_someone_of_one_ikc_subtracts_their_own(tmp_path) -> None:
    public = HEAD + signal("A") + signal("B") + signal("alle", n=7, children=200, ikcs=2)
    exact = HEAD + signal("A", n=4) + signal("B", n=3) + signal("alle", n=7, children=200, ikcs=2)
    folder = write_edition(tmp_path / "publiek", {"signalen": public})
    inside = write_edition(tmp_path / "intern", {"signalen": exact})
    assert found(folder) == {}
    item = only(found(folder, insider=("A", inside)))
    assert (dict(item.sleutel)["ikc"], item.laag, item.hoog) == ("B", 3, 3)


def test_an_edition_that_hides_all_that_it_should_gives_nothing(tmp_path) -> None:
    rows = [signal(bouw=bouw, ikc=ikc) for ikc in "AB" for bouw in ("onder", "boven")]
    rows += [signal(n=20, ikc=ikc) for ikc in "AB"] + [signal("alle", n=40, children=200, ikcs=2)]
    rows += [signal("alle", bouw, children=200, ikcs=2) for bouw in ("onder", "boven")]
    pages = {"rapport.html": "<p>Bij 20 van de 100 kinderen is het gezien; minder dan 5 kinderen tonen wij niet.</p>"}
    report = attack_edition(write_edition(tmp_path / "editie", {"signalen": HEAD + "".join(rows)}, pages=pages))
    assert report.gevonden == () and report.vergelijkingen > 0
    assert "Niets gevonden" in report.als_tekst()


# Rounding: 5 stands for 1 to 9, 0 for 0 to 4; a total over IKCs is the sum of what the IKCs show.


def rounded(folder, rows, pages=None):
    return write_edition(folder, {"signalen": HEAD + "".join(rows)}, ROUNDED, pages)


CLEAN = [
    signal("A", n=5), signal("B", n=20), signal("alle", n=25, children=200, ikcs=2),
    signal("A", "onder", n=0, children=50), signal("A", "boven", n=5, children=50),
    signal("A", code="rekenen", n=5), signal("A", code="lezen", n=0),
]  # fmt: skip


def test_rounded_counts_and_what_is_computed_from_them_give_nothing(tmp_path) -> None:
    rows = [*CLEAN, signal("A", domein="sociaal", n=20, aandeel=0.2, ci_laag=0.133367, ci_hoog=0.288829)]
    pages = {"rapport.html": "<p>Bij 20 van de 100 kinderen, en 2 op de 10. Ruim 5 kinderen.</p>"}
    report = attack_edition(rounded(tmp_path / "editie", rows, pages))
    assert report.gevonden == () and report.wijze == "afronden"


def test_without_a_manifest_rounding_is_known_by_its_counts(tmp_path) -> None:
    rows = [signal(ikc, n=5) for ikc in "ABCDEFGHIJKL"]
    folder = write_edition(tmp_path / "editie", {"signalen": HEAD + "".join(rows)}, {})
    assert attack_edition(folder).wijze == "afronden"


def test_whole_numbers_that_fit_the_interval_of_rounded_counts_by_chance_are_no_leak(tmp_path) -> None:
    """20 of 150, worth 0.6 of that with their rounding: Wilson's interval of 12 of 90, and nobody counted that."""
    rows = [signal("A", n=20, children=150, ci_laag=0.077947, ci_hoog=0.218739)]
    assert found(rounded(tmp_path / "editie", rows)) == {}


def test_one_interval_of_exact_counts_among_many_of_rounded_ones_is_found(tmp_path) -> None:
    """Wilson's interval of 7 of 102, published beside 5 of 100; the other rows have that of 12 of 90."""
    by_chance = {"n": 20, "children": 150, "ci_laag": 0.077947, "ci_hoog": 0.218739}
    rows = [signal("B", code=f"code{at}", **by_chance) for at in range(60)]
    rows += [signal("A", code="lek", n=5, children=100, ci_laag=0.033638, ci_hoog=0.13493)]
    items = found(rounded(tmp_path / "editie", rows))
    assert {(dict(item.sleutel)["code"], item.kolom, item.laag) for item in items.values()} == {
        ("lek", "n", 7), ("lek", "n_kinderen", 102)}  # fmt: skip


def test_one_difference_of_exact_counts_among_rounded_ones_is_found(tmp_path) -> None:
    """Newcombe (1998), his example (a), 56 of 70 against 48 of 80, published beside 55 and 50; 60 others with none."""
    head = CHANGE.replace("n_ikcs", "ci_laag,ci_hoog,n_ikcs")
    row = "A,alle,nul,eind,kind,leren,{},80,70,50,55,{},1,false\n"
    text = head + row.format("lek", "0.052431,0.333873") + row.format("ook", "0.052431,0.333873")
    text += "".join(row.format(f"code{at}", "-0.1,0.4") for at in range(60))
    items = found(write_edition(tmp_path / "editie", {"veranderingen": text}, ROUNDED))
    assert {(dict(item.sleutel)["code"], item.kolom, item.laag) for item in items.values()} == {
        (code, *count) for code in ("lek", "ook") for count in (("n_van", 48), ("n_naar", 56))}  # fmt: skip


def test_the_interval_of_another_method_is_not_read_as_newcombes(tmp_path) -> None:
    head = CHANGE.replace("n_ikcs", "ci_laag,ci_hoog,methode,n_ikcs")
    row = "A,alle,nul,eind,kind,leren,{0},80,70,50,55,0.052431,0.333873,{0},1,false\n"
    methods = ("newcombe", "newcombe_afgerond", "t_over_ikcs", "mover")
    text = head + "".join(row.format(method) for method in methods)
    items = found(write_edition(tmp_path / "editie", {"veranderingen": text}, ROUNDED))
    read = {dict(item.sleutel)["code"] for item in items.values()} & set(methods)
    assert read == {"newcombe", "newcombe_afgerond"}


LEAKS = {
    "niet afgerond": ([signal("A", n=7)], "niet afgerond"),
    "aandeel van het echte aantal": ([signal("A", n=5, aandeel=0.07)], "precies"),
    "marge van het echte aantal": ([signal("A", n=5, ci_laag=0.010255, ci_hoog=0.084519)], "precies"),
    "totaal van de echte aantallen": (
        [signal("A", n=5), signal("B", n=5), signal("alle", n=5, children=200, ikcs=2)],
        "onbekende regel",
    ),
    "te weinig mogelijkheden": ([signal(n=10), signal(code="a", n=0), signal(code="b", n=0)], "te nauw"),
}  # fmt: skip


@pytest.mark.parametrize("kind", LEAKS)
def test_rounded_counts_that_say_more_than_their_rounding_are_found(tmp_path, kind) -> None:
    rows, soort = LEAKS[kind]
    items = found(rounded(tmp_path / "editie", rows))
    assert soort in {item.soort for item in items.values()}


def test_two_roundings_of_one_count_leave_what_both_allow(tmp_path) -> None:
    tables = {
        "signalen": HEAD + signal("A", n=0),
        "veranderingen": CHANGE + "A,alle,nul,eind,kind,leren,alle,100,90,5,10,1,false\n",
    }
    folder = write_edition(tmp_path / "editie", tables, ROUNDED)
    assert found(folder) == {}, "1 to 4 are four values"


def test_one_child_between_two_rounded_editions_is_not_seen(tmp_path) -> None:
    now = rounded(tmp_path / "nu", [signal("A", n=10), signal("B", n=20)])
    before = rounded(tmp_path / "toen", [signal("A", n=5), signal("B", n=20)])
    assert found(now, beside=[before]) == {}


def test_a_list_with_more_children_than_are_enrolled_is_no_part_of_them(tmp_path) -> None:
    """What the published counts themselves refute is no equation of the attack."""
    head = "ikc,meting,bouw,n_kinderen,n_inventaris,n_ikcs,onderdrukt\n"
    equations = {}
    for name, enrolled in {"binnen": 10, "over": 0}.items():
        folder = write_edition(tmp_path / name, {"gemeten": f"{head}A,nul,onder,{enrolled},10,1,false\n"}, ROUNDED)
        report = attack_edition(folder)
        assert report.gevonden == () and not any(method.opmerkingen for method in report.methoden[:4])
        equations[name] = report.methoden[1].vergelijkingen
    assert equations["over"] == equations["binnen"] - 1


PAGES = {
    "<p>Het gaat om 3 kinderen.</p>": (True, True),
    "<p>Bij 7 van de 62 kinderen.</p>": (False, True),
    "<p>Bij <b>drie van de 60</b> kinderen.</p>": (True, True),
    '<img alt="Staaf: 2 toewijzingen in 2019">': (True, True),
    "<svg><text>4 trajecten</text></svg>": (True, True),
    "<table><tr><th>Bouw</th><th>Aantal kinderen</th></tr><tr><td>onder</td><td>2</td></tr></table>": (True, True),
    "<table><tr><th>Bouw</th><th>Kinderen op de 100</th></tr><tr><td>onder</td><td>2</td></tr></table>": (False, False),
    "<p>Bij 3 van de 100 kinderen; per 4 kinderen; minder dan 3 kinderen; 1,3 kinderen; 5 kinderen.</p>": (
        False,
        False,
    ),
    "<p>Er waren gemiddeld 3 lopende toewijzingen per 1.000 kinderen, en 2 kinderen op de 100.</p>": (False, False),
    "<p>Er waren 3 lopende toewijzingen per 2 kinderen.</p>": (True, True),
    "<p>Er liepen per 1.000 kinderen 3 toewijzingen.</p>": (False, False),
    "<p>Er liepen per kind 2.000 dagen, bij 3 toewijzingen.</p>": (True, True),
    "<script>3 kinderen</script>": (False, False),
}


@pytest.mark.parametrize("page", PAGES)
def test_a_small_count_in_words_is_read_where_a_reader_sees_it(tmp_path, page) -> None:
    for place, manifest in enumerate((HIDDEN, ROUNDED)):
        table = {"signalen": HEAD + signal(n=20)}
        folder = write_edition(
            tmp_path / str(place), table, manifest, {"rapport.html": f"<html><body>{page}</body></html>"}
        )
        assert bool(found(folder)) is PAGES[page][place]


def test_a_small_count_in_a_pdf_is_read(tmp_path) -> None:
    typst = pytest.importorskip("typst")
    folder = write_edition(tmp_path / "editie", {"signalen": HEAD + signal(n=20)})
    (tmp_path / "bron.typ").write_text("Bij IKC De Wilgen kregen 3 kinderen hulp.", encoding="utf-8")
    typst.compile(tmp_path / "bron.typ", output=folder / "rapport.pdf")
    assert only(found(folder)).tabel == "rapport.pdf"


def test_a_small_count_in_a_document_of_word_is_read(tmp_path) -> None:
    folder = write_edition(tmp_path / "editie", {"signalen": HEAD + signal(n=20)})
    name = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    parts = ("Bij De Wilgen kregen ", "3 kin", "deren hulp.")
    runs = "".join(f"<w:r><w:t xml:space='preserve'>{part}</w:t></w:r>" for part in parts)
    with zipfile.ZipFile(folder / "rapport.docx", "w") as packed:
        packed.writestr("word/document.xml", f"<w:document {name}><w:p>{runs}</w:p></w:document>")
    assert only(found(folder)).tabel == "rapport.docx"


def test_the_report_holds_no_value_that_is_not_published(tmp_path) -> None:
    folder = write_edition(tmp_path / "editie", {"signalen": HEAD + "".join(hidden(IKCS, 0))})
    report = attack_edition(folder)
    (method,) = [item for item in report.als_json()["methoden"] if item["gevonden"]]
    assert method["plaatsen"][0] == {
        "soort": "precies", "tabel": "signalen", "kolom": "n", "waarden": 1, "plaatsen": 1,
        "sleutel": {"ikc": "A", "meting": "nul", "bouw": "alle", "soort": "kind", "domein": "leren", "code": "alle"},
    }  # fmt: skip
    assert json.dumps(report.als_json()) == json.dumps(attack_edition(folder).als_json()), (
        "the same files, the same report"
    )


def test_a_folder_that_is_no_edition_is_said(tmp_path) -> None:
    with pytest.raises(InvoerFout, match="hier staat geen editie"):
        attack_edition(tmp_path)


def test_a_row_that_rounding_left_out_may_count_four(tmp_path) -> None:
    """B has no row for vervoer: rounded to nothing, not nothing. Else 10 would be 6 to 8: two zeros are 0 to 8."""
    head = "ikc,meting,zorgvorm,n_toewijzingen,onderdrukt\n"
    rows = ["B,nul,ggz,0", "B,nul,verblijf,0", "B,nul,alle,10"]
    left_out = [f"A,nul,{zorgvorm},5" for zorgvorm in ("ggz", "verblijf", "vervoer")] + ["A,nul,alle,15"]
    for name, lines, values in (("rooster", rows, 3), ("weggelaten", [*rows, *left_out], None)):
        text = head + "".join(f"{line},false\n" for line in lines)
        items = found(write_edition(tmp_path / name, {"toewijzingen_meting": text}, ROUNDED))
        assert {item.waarden for item in items.values()} == ({values} if values else set())


def test_places_that_show_different_numbers_are_not_one_count(tmp_path) -> None:
    """The children of all IKCs differ per zorgvorm in one table: a rate of one row says nothing of another's."""
    head = "ikc,kwartaal,zorgvorm,n_lopend,n_kinderen,lopend_per_1000,onderdrukt\n"
    rows = "alle,2019Q1,ggz,20,200,100,false\nalle,2019Q1,verblijf,20,400,50,false\n"
    folder = write_edition(tmp_path / "editie", {"toewijzingen_kwartaal": head + rows})
    report = attack_edition(folder)
    assert report.gevonden == () and not any(method.opmerkingen for method in report.methoden)
