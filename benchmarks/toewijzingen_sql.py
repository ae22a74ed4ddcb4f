"""The parse and the rules of toewijzingen in SQL, by DuckDB: what another engine takes for the same work.

Of the generated export of `toewijzingen.py` and of no other: one spelling of dates and amounts, no totals, no stray
quotes, one file. There is no ledger of texts, no message and no hash of personal data but the pseudonym; what a row
says, which rows go by which rule and what is merged is the same, and `compare_with_ours` counts it.
"""

from pathlib import Path

import duckdb

READ = """
create or replace temp table rijen as
select row_number() over () as rij, BSN as bsn, ltrim(trim(Toewijzingnummer), '0') as nummer,
    trim(Categorie) as categorie, upper(replace(Productcode, ' ', '')) as code, trim(Aanbieder) as aanbieder,
    try_strptime(Toewijzingsdatum, '%d-%m-%Y')::date as besluit, try_strptime(Ingangsdatum, '%d-%m-%Y')::date as start,
    try_strptime(nullif(Einddatum, ''), '%d-%m-%Y')::date as eind,
    try_cast(replace(Volume, ',', '.') as double) as volume,
    try_cast(replace(Budget, ',', '.') as double) as budget, lpad(Eenheid, 2, '0') as eenheid, Frequentie as frequentie,
    lpad(Verwijzer, 2, '0') as verwijzer,
    case when "Reden wijziging" = '' then '' else lpad("Reden wijziging", 2, '0') end
    as reden
from read_csv(?, delim = ';', header = true, all_varchar = true, nullstr = '\\N', quote = '"')
"""
CLIENTS = """
create or replace temp table clienten as
select bsn, 'c_' || left(sha256(?::blob || unhex(sha256(?::blob || encode(bsn)))), 16) as client,
    (9 * bsn[1]::int + 8 * bsn[2]::int + 7 * bsn[3]::int + 6 * bsn[4]::int + 5 * bsn[5]::int + 4 * bsn[6]::int
    + 3 * bsn[7]::int + 2 * bsn[8]::int - bsn[9]::int) % 11 = 0 as is_bsn
from (select distinct bsn from rijen where bsn <> '')
"""
DOUBLES = """
create or replace temp table dubbel as
select unnest(list_sort(list(rij))[2:]) as rij
from rijen where bsn <> ''
group by bsn, nummer, categorie, code, aanbieder, besluit, start, eind, volume, budget, eenheid, frequentie, verwijzer,
    reden
having count(*) > 1
"""
EARLIER = """
create or replace temp table eerder as
with over as (select * from rijen anti join dubbel using (rij) where bsn <> '' and nummer <> ''),
    several as (
        select distinct bsn, nummer from (
            select bsn, nummer, besluit from over group by bsn, nummer, besluit
            having count(distinct (categorie, code, aanbieder)) > 1))
select rij from (
    select o.rij, row_number() over (
        partition by o.bsn, o.nummer,
            case when s.bsn is null then '' else concat_ws('|', categorie, code, aanbieder) end
        order by besluit desc nulls last, o.rij desc) as plaats
    from over o left join several s on o.bsn = s.bsn and o.nummer = s.nummer)
where plaats > 1
"""
KEPT = """
create or replace temp table gehouden as
select * from (
    select r.*, case
        when bsn = '' then 'client_ontbreekt'
        when rij in (select rij from dubbel) then 'dubbele_rij'
        when rij in (select rij from eerder) then 'eerdere_versie'
        when reden = '13' and eind = start then 'verwijderd'
        when start is null then 'ingangsdatum_ontbreekt'
        when eind < start then 'einde_voor_begin'
        when start > date '2021-06-30' or eind < date '2018-01-01' then 'buiten_periode'
        else 'blijft' end as stap
    from rijen r)
"""
ENDED = """
create or replace temp table beeindigd as
with blijft as (select * from gehouden where stap = 'blijft'),
    wissel as (
        select o.rij, min(n.start) - 1 as nieuw
        from blijft o join blijft n on o.bsn = n.bsn and o.categorie = n.categorie and o.aanbieder = n.aanbieder
        where o.eind is null and n.code <> o.code and n.start > o.start and o.code <> '' and n.code <> ''
            and o.aanbieder <> ''
        group by o.rij)
select b.* exclude (eind), coalesce(b.eind, w.nieuw::date) as eind from blijft b left join wissel w on b.rij = w.rij
"""
MERGED = """
create or replace temp table toewijzingen as
with reach as (
    select *, max(coalesce(eind, date '9999-12-31')) over (
        partition by bsn, categorie, code, aanbieder order by start, rij
        rows between unbounded preceding and 1 preceding)
        as tot from beeindigd),
    spell as (
        select *, sum(case when tot is null or start > tot then 1 else 0 end) over (
            partition by bsn, categorie, code, aanbieder order by start, rij rows unbounded preceding) as periode
        from reach)
select min(c.client) as client, arg_min(s.rij, (start, s.rij)) as bron_rij, min(start) as startdatum,
    case when count(eind) < count(*) then null else max(eind) end as einddatum,
    case when count(budget) < count(*) then null else sum(budget) end as budget_eur,
    case when count(distinct volume) = 1 then min(volume) end as volume, s.categorie, s.code, s.aanbieder,
    arg_min(nummer, (start, s.rij)) as nummer, arg_min(besluit, (start, s.rij)) as toewijzingsdatum,
    arg_min(eenheid, (start, s.rij)) as eenheid, arg_min(frequentie, (start, s.rij)) as frequentie,
    arg_min(verwijzer, (start, s.rij)) as verwijzer, arg_min(reden, (start, s.rij)) as reden
from spell s join clienten c on s.bsn = c.bsn
group by s.bsn, s.categorie, s.code, s.aanbieder, periode
"""
PUPILS = """
create or replace temp table inschrijving as
select c.client, l.ikc, l.van
from read_csv(?, delim = ';', header = true, all_varchar = true) l join clienten c on l.client = c.bsn
"""
LINKED = """
select count(*) filter (where ikc is not null) from (
    select t.bron_rij, min(l.ikc) as ikc
    from toewijzingen t left join inschrijving l on t.client = l.client
        and strptime(l.van, '%d-%m-%Y')::date <= coalesce(t.einddatum, date '9999-12-31')
    group by t.bron_rij)
"""


def clean_in_sql(folder: Path, key: bytes) -> dict[str, int]:
    """Read, type, judge, merge and link the export; the rows per step, `toewijzingen` and `gekoppeld`."""
    block = key.ljust(64, b"\0")
    outer, inner = (bytes(sign ^ pad for sign in block) for pad in (0x5C, 0x36))
    with duckdb.connect() as base:
        base.execute(READ, [str(folder / "data/raw/toewijzingen/export.csv")])
        base.execute(CLIENTS, [outer, inner + b"client|"])
        for step in (DOUBLES, EARLIER, KEPT, ENDED, MERGED):
            base.execute(step)
        base.execute(PUPILS, [str(folder / "data/raw/leerlingen.csv")])
        counts = dict(base.execute("select stap, count(*) from gehouden group by stap").fetchall())
        counts["toewijzingen"] = base.execute("select count(*) from toewijzingen").fetchone()[0]
        counts["gekoppeld"] = base.execute(LINKED).fetchone()[0]
    return counts


def compare_with_ours(ours, counts: dict[str, int]) -> None:
    """Raise AssertionError where the rows per step, those that stay or those linked differ from ours (a TidyStudy)."""
    ledger = ours.grootboek[ours.grootboek["bestand"].str.contains("toewijzingen")]
    for stap, apart in ledger.groupby("stap")["rijen_apart"].sum().items():
        if apart and stap != "overlap_samengevoegd":
            assert counts.get(stap, 0) == apart, (stap, counts.get(stap, 0), apart)
    table = ours.tables["toewijzingen"]
    assert counts["toewijzingen"] == len(table), (counts["toewijzingen"], len(table))
    linked = int((table["ikc"] != "geen").sum())
    assert counts["gekoppeld"] == linked, (counts["gekoppeld"], linked)
