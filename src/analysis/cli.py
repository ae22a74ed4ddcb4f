"""The command `ikc`: thin, Dutch, exit 0 done, 1 something the user can fix, 2 wrong usage, 130 Ctrl-C."""

import argparse
import json
import os
import re
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import __version__
from analysis.errors import InvoerFout
from analysis.publishing.notebook.launch import KERNELS, WARM
from analysis.study.garbage import collect_seldom, leave_what_is_left
from analysis.study.writing import told_when_unwritable

if TYPE_CHECKING:
    from analysis.codebook import Codebook
    from analysis.results.reference import Command
    from analysis.simulation.threats import Bedreigingen
    from analysis.tidy.check import CheckReport

EDITIES = ("publiek", "intern")
FORMATEN, STANDAARD = ("html", "pdf", "docx"), ("html", "pdf")
EXPORTS = ("xlsx", "sav", "parquet")
INTERRUPTED = 130
"""What a shell expects of a program that Ctrl-C ended: 128 and the number of the signal."""


class _Parser(argparse.ArgumentParser):
    """An argparse parser that speaks Dutch."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(*args, add_help=False, **kwargs)  # type: ignore[arg-type]
        self._optionals.title, self._positionals.title = "opties", "argumenten"
        self.add_argument("-h", "--help", action="help", help="deze uitleg")

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", "gebruik: ", 1)

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", "gebruik: ", 1)

    def error(self, message: str) -> None:  # type: ignore[override]
        for english, dutch in _USAGE:
            message = re.sub(english, dutch, message)
        self.exit(2, f"{self.format_usage()}\n{message}\nUitleg: {self.prog} --help\n")


_USAGE = (
    (r"the following arguments are required: (.*)", r"Hier ontbreekt: \1."),
    (r"unrecognized arguments: (.*)", r"Onbekende optie of onbekend argument: \1."),
    (r"ambiguous option: (\S+) could match (.*)", r"De optie \1 kan van alles zijn: \2."),
    (r"argument (\S+): invalid choice: (.*) \(choose from (.*)\)", r"\1: \2 kan niet; kies uit \3."),
    (r"argument (\S+): invalid \S+ value: (.*)", r"\1: \2 is geen geldige waarde."),
    (r"argument (\S+): expected one argument", r"\1 vraagt een waarde."),
    (r"argument (\S+): expected at least one argument", r"\1 vraagt minstens één waarde."),
    (r"argument (\S+): not allowed with argument (\S+)", r"\1 en \2 gaan niet samen."),
    (r"argument (\S+): (.*)", r"\1: \2"),
)


def main(argv: list[str] | None = None) -> None:
    """Run `ikc`; ends the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    collect_seldom()
    args = build_parser().parse_args(argv)
    try:
        with told_when_unwritable():
            code = args.run(args)
    except InvoerFout as error:
        print(error, file=sys.stderr)
        code = 1
    except KeyboardInterrupt:
        print("\nAfgebroken. Met `ikc run` gaat u later verder waar het bleef.", file=sys.stderr)
        code = INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    leave_what_is_left()
    sys.exit(code)


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of `ikc` and its subcommands."""
    parser = _Parser(
        prog="ikc",
        description="Van ruwe leveringen naar een publiceerbaar impactrapport per IKC.",
        epilog="voorbeeld: ikc --study studies/leeuwarden check",
    )
    parser.add_argument("--version", action="version", version=f"ikc {__version__}", help="toon de versie")
    parser.add_argument("--study", default=".", metavar="MAP", help="de studiemap (standaard: deze map)")
    commands = parser.add_subparsers(dest="command", metavar="OPDRACHT", required=True, title="opdrachten")
    _add_check(commands)
    _add_run(commands)
    _add_simulate(commands)
    _add_new(commands)
    _add_sjablonen(commands)
    _add_schema(commands)
    _add_export(commands)
    _add_publiceer(commands)
    _add_verify(commands)
    _add_sleutel(commands)
    _add_vergeet(commands)
    _add_opruimen(commands)
    _add_attack(commands)
    _add_plan(commands)
    _add_vastleggen(commands)
    _add_docs(commands)
    return parser


def _add(commands: argparse._SubParsersAction, name: str, help_text: str, example: str, run: object) -> _Parser:
    parser = commands.add_parser(name, help=help_text, description=help_text, epilog=f"voorbeeld: {example}")
    parser.add_argument("--study", default=argparse.SUPPRESS, metavar="MAP", help=argparse.SUPPRESS)
    parser.set_defaults(run=run)
    return parser


def _add_check(commands: argparse._SubParsersAction) -> None:
    parser = _add(
        commands,
        "check",
        "Lees en beoordeel de leveringen; verander niets.",
        "ikc --study studies/leeuwarden check --naar herstel",
        _check,
    )
    parser.add_argument(
        "--naar",
        type=Path,
        metavar="MAP",
        help="schrijf per IKC en voor de gemeente een brief en een Excelbestand met wat te herstellen is",
    )
    parser.add_argument(
        "--stel-codebook-voor",
        nargs="?",
        const="",
        metavar="MAP",
        help="schrijf een voorstel voor het codeboek uit wat onbekend was (standaard: codebook/voorstel)",
    )


def _add_run(commands: argparse._SubParsersAction) -> None:
    parser = _add(
        commands,
        "run",
        "Maak alles: schone tabellen, resultaten en rapporten.",
        "ikc run --ikc IKC01 --edition intern --to html",
        _run,
    )
    parser.add_argument(
        "--ikc", nargs="+", action="extend", metavar="IKC", help="alleen het rapport van deze IKC's (standaard: alle)"
    )
    parser.add_argument(
        "--jobs", type=_positive, default=1, metavar="N", help="zoveel rapporten tegelijk (standaard: 1)"
    )
    parser.add_argument("--edition", choices=EDITIES, default="publiek", help="de editie (standaard: publiek)")
    parser.add_argument(
        "--to",
        type=_formats,
        default=STANDAARD,
        metavar="html,pdf,docx",
        help="formaten, met komma's; docx is Word (standaard: html,pdf)",
    )
    parser.add_argument(
        "--renderer",
        choices=("auto", "quarto", "embedded"),
        default="auto",
        help="waarmee rapporten worden opgemaakt (standaard: auto: quarto als dat er is)",
    )
    parser.add_argument(
        "--kernel",
        choices=KERNELS,
        default=WARM,
        help="hoe notebooks starten: warm (standaard, snel) of los (elk in een eigen Python); de rapporten zijn gelijk",
    )
    parser.add_argument(
        "--ga-door",
        action="store_true",
        help="zet een IKC met fouten in zijn inventarisatie opzij en maak de rest",
    )
    _add_spread(parser)
    again = parser.add_mutually_exclusive_group()
    again.add_argument(
        "--resume",
        dest="resume",
        action="store_true",
        default=True,
        help="sla over wat klaar en onveranderd is (standaard)",
    )
    again.add_argument("--fresh", dest="resume", action="store_false", help="maak alles opnieuw")


def _add_spread(parser: _Parser) -> None:
    """Options that are read in `publishing/spread.py`, which says all that is wrong with them at once."""
    parser.add_argument(
        "--deel",
        default="",
        metavar="K/N",
        help="maak deel K van N delen van de rapporten, zoals 3/40: voor N opdrachten die naast elkaar draaien",
    )
    parser.add_argument(
        "--cluster", default="", metavar="lokaal:N", help="start hier een cluster van N werkers, alleen voor deze run"
    )
    parser.add_argument(
        "--scheduler",
        default="",
        metavar="ADRES",
        help="laat de werkers van een dask-planner de rapporten maken, zoals tcp://10.0.0.5:8786",
    )


def _add_simulate(commands: argparse._SubParsersAction) -> None:
    parser = _add(
        commands,
        "simulate",
        "Schrijf een verzonnen studie met bekende waarheid.",
        "ikc simulate proefstudie --ikcs 6 --seed 7",
        _simulate,
    )
    parser.add_argument("folder", metavar="MAP", type=Path, help="een nieuwe of lege map")
    parser.add_argument("--ikcs", type=_positive, default=9, metavar="N", help="aantal IKC's (standaard: 9)")
    many = parser.add_mutually_exclusive_group()
    many.add_argument("--metingen", type=_positive, default=3, metavar="N", help="aantal metingen (standaard: 3)")
    many.add_argument(
        "--jaren", type=_positive, default=0, metavar="N",
        help="de drie metingen van de pilot en daarna elk jaar een: 8 geeft elf metingen, met wat er in jaren gebeurt",
    )  # fmt: skip
    parser.add_argument(
        "--seed", type=int, default=2019, metavar="GETAL", help="startgetal van het toeval (standaard: 2019)"
    )
    parser.add_argument(
        "--toewijzingen",
        choices=("export", "berichten", "beide"),
        default="export",
        help="lever de toewijzingen als exports, als JW301-berichten in zips, of beide (standaard: export)",
    )
    _add_threats(parser)


def _add_threats(parser: _Parser) -> None:
    group = parser.add_argument_group("wat een uitkomst kan bederven (standaard niets)")
    for name, kind, what in (
        ("klas_grootte", int, "kinderen per klas; klas en invuller staan dan in de levering"),
        ("icc", float, "hoeveel de kinderen van één invuller op elkaar lijken, 0 tot 1 (vraagt --klas-grootte)"),
        ("leerkracht_blijft", float, "deel van de klassen met bij elke meting dezelfde leerkracht"),
        ("broers_zussen", float, "deel van de kinderen met een oudere broer of zus op het IKC"),
        ("vervolg", float, "deel van de trajecten met nog een traject van hetzelfde kind erna"),
        ("verschil_ikcs", float, "hoe ver de ware verandering van IKC's uiteenloopt (standaardafwijking)"),
        ("dubbel_selectief", float, "hoeveel vaker een kind met een probleem dubbel is gemeld"),
    ):
        group.add_argument(f"--{name.replace('_', '-')}", type=kind, metavar="GETAL", help=what, dest=name)
    group.add_argument("--een-invuller", action="store_true", default=None, help="één leerkracht vult voor het IKC in")


def _add_new(commands: argparse._SubParsersAction) -> None:
    parser = _add(
        commands,
        "new",
        "Maak een nieuwe studiemap met Excel-sjablonen voor de IKC's.",
        "ikc new studies/leeuwarden",
        _new,
    )
    parser.add_argument("folder", metavar="MAP", type=Path, help="een nieuwe of lege map")


def _add_sjablonen(commands: argparse._SubParsersAction) -> None:
    parser = _add(
        commands,
        "sjablonen",
        "Maak per IKC en meting van de studie een lijst om in te vullen.",
        "ikc --study studies/leeuwarden sjablonen --vooraf-ingevuld",
        _sjablonen,
    )
    parser.add_argument(
        "--vooraf-ingevuld",
        dest="prefilled",
        action="store_true",
        help="zet de kindcodes en groepen van de leerlingen op de peildatum er al in",
    )


def _add_schema(commands: argparse._SubParsersAction) -> None:
    parser = _add(
        commands,
        "schema",
        "Toon wat elke levering, tabel en resultaatkolom betekent.",
        "ikc schema > gegevenswoordenboek.md",
        _schema,
    )
    parser.add_argument(
        "--format",
        choices=("md", "csv", "docs"),
        default="md",
        help="Markdown of CSV, of docs: schrijf de naslag in --naar (standaard: md)",
    )
    parser.add_argument(
        "--naar",
        type=Path,
        default=Path("docs/naslag"),
        metavar="MAP",
        help="map van de naslag (standaard: docs/naslag)",
    )


def _add_export(commands: argparse._SubParsersAction) -> None:
    parser = _add(
        commands,
        "export",
        "Zet alle resultaattabellen van een editie in een werkboek voor Excel, of in bestanden voor SPSS of parquet.",
        "ikc --study studies/leeuwarden export --naar xlsx --edition publiek",
        _export,
    )
    parser.add_argument(
        "--naar", choices=EXPORTS, required=True, help="xlsx: één werkboek; sav en parquet: een bestand per tabel"
    )
    parser.add_argument("--edition", choices=EDITIES, default="publiek", help="de editie (standaard: publiek)")
    parser.add_argument(
        "--uit",
        type=Path,
        metavar="MAP|BESTAND",
        help="een nieuwe map, of bij xlsx een bestand (standaard: reports/export, onder de naam van de editie)",
    )


def _add_publiceer(commands: argparse._SubParsersAction) -> None:
    parser = _add(
        commands,
        "publiceer",
        "Kijk de publieke editie na en maak er een zip of map van voor een website.",
        'ikc --study studies/leeuwarden publiceer --naar website.zip --akkoord "A. de Vries"',
        _publiceer,
    )
    parser.add_argument(
        "--naar", type=Path, metavar="MAP|ZIP", help="een nieuwe map, of een bestand dat op .zip eindigt"
    )
    parser.add_argument(
        "--akkoord", metavar="NAAM", help="wie heeft bekeken wat deze opdracht noemt; zonder wordt niets gepubliceerd"
    )
    parser.add_argument(
        "--naast", nargs="+", action="extend", default=[], type=Path, metavar="MAP|ZIP",
        help="eerdere publicaties die niet in reports/publicaties staan: de aanval legt ze ernaast",
    )  # fmt: skip


def _add_verify(commands: argparse._SubParsersAction) -> None:
    parser = _add(
        commands,
        "verify",
        "Bouw een editie na uit de leveringen en vergelijk elk bestand met haar manifest.",
        "ikc --study studies/leeuwarden verify reports/publiek/manifest.json --jobs 2",
        _verify,
    )
    parser.add_argument("manifest", metavar="MANIFEST", type=Path, help="manifest.json uit de map van de editie")
    parser.add_argument(
        "--jobs", type=_positive, default=1, metavar="N", help="zoveel rapporten tegelijk (standaard: 1)"
    )


def _add_sleutel(commands: argparse._SubParsersAction) -> None:
    parser = _add(
        commands,
        "sleutel",
        "Toon waar de sleutel van de studie is, of maak een nieuwe.",
        "ikc --study studies/leeuwarden sleutel --vernieuw",
        _sleutel,
    )
    parser.add_argument(
        "--vernieuw", action="store_true", help="maak een nieuwe sleutel voor de pseudoniemen, en alles opnieuw"
    )
    parser.add_argument(
        "--ook-afronding",
        action="store_true",
        help="vernieuw ook de sleutel van het afronden: gepubliceerde aantallen worden dan anders afgerond",
    )
    parser.add_argument(
        "--bewaar-oude", action="store_true", help="bewaar de oude sleutel ernaast, onder de datum van vandaag"
    )


def _add_vergeet(commands: argparse._SubParsersAction) -> None:
    parser = _add(
        commands,
        "vergeet",
        "Haal een kind uit alles wat van de leveringen is gemaakt, en laat het voortaan weg.",
        "ikc --study studies/leeuwarden vergeet --door 'M. de Vries'",
        _vergeet,
    )
    parser.add_argument(
        "number",
        metavar="CLIENT",
        nargs="?",
        help="het clientnummer; zonder vraagt het programma erom, met - leest het de standaardinvoer",
    )
    parser.add_argument("--ikc", default="", metavar="IKC", help="het nummer is een kindcode van dit IKC")
    parser.add_argument("--door", default="", metavar="NAAM", help="wie dit doet, voor in de lijst")


def _add_opruimen(commands: argparse._SubParsersAction) -> None:
    parser = _add(
        commands,
        "opruimen",
        "Toon wat langer is bewaard dan study.yml toestaat, of verwijder het.",
        "ikc --study studies/leeuwarden opruimen --ja",
        _opruimen,
    )
    parser.add_argument("--ja", action="store_true", help="verwijder het; zonder wordt het alleen getoond")
    parser.add_argument("--ook-leveringen", action="store_true", help="ook data/raw, als de datum voorbij is")


def _add_attack(commands: argparse._SubParsersAction) -> None:
    parser = _add(
        commands,
        "attack",
        "Probeer uit wat gepubliceerd is kleine aantallen te herleiden.",
        "ikc attack publiek --naast ../vorig-jaar/reports/publiek",
        _attack,
    )
    parser.add_argument("folder", metavar="EDITIE", type=Path, help="de map van een editie: reports/publiek of publiek")
    parser.add_argument(
        "--naast", nargs="+", action="extend", default=[], type=Path, metavar="MAP",
        help="andere publicaties van dezelfde studie, zoals die van vorig jaar",
    )  # fmt: skip
    parser.add_argument(
        "--insider", nargs=2, metavar=("IKC", "MAP"),
        help="wat iemand van dit IKC over de andere weet; MAP is een interne editie, waarvan alleen dit IKC telt",
    )  # fmt: skip
    parser.add_argument("--json", type=Path, metavar="BESTAND", help="schrijf het verslag ook als JSON")


def _add_plan(commands: argparse._SubParsersAction) -> None:
    parser = _add(
        commands,
        "plan",
        "Reken vóór het onderzoek na wat het kan laten zien, en hoeveel kinderen een dubbele lijst krijgen.",
        "ikc plan --ikcs 3,9 --kinderen 220 --klassen 12 --icc 0,05 --prevalentie 0,10 --verandering 0,05",
        _plan,
    )
    parser._negative_number_matcher = re.compile(r"^-\d*[.,]?\d+$")  # a fall: `--verandering -0,05` is no option
    for name, help_text in _OF_A_PLAN.items():
        parser.add_argument(f"--{name}", metavar="GETAL", help=help_text)
    parser.add_argument(
        "--studies", default="1000", metavar="N", help="zoveel nagebootste onderzoeken per punt (standaard: 1000)"
    )
    parser.add_argument(
        "--seed", type=int, default=2019, metavar="GETAL", help="startgetal van het toeval (standaard: 2019)"
    )
    parser.add_argument("--naar", type=Path, metavar="MAP", help="map van de bladzijde (standaard: reports/plan)")


_OF_A_PLAN = {
    "ikcs": "aantal IKC's, of meer aantallen met een komma ertussen (standaard: die van study.yml, of 3,9)",
    "kinderen": "kinderen per IKC (standaard: 220)",
    "klassen": "klassen per IKC (standaard: 12)",
    "icc": "hoezeer kinderen in een klas op elkaar lijken in de cijfers (standaard: 0,05)",
    "metingen": "aantal metingen (standaard: die van study.yml, of 2)",
    "indicatoren": "aantal hoofdindicatoren (standaard: die van study.yml, of 4)",
    "prevalentie": "aandeel kinderen met het signaal bij de eerste meting, 0,10 is 10 van de 100 (standaard: 0,10)",
    "verandering": "verandering waarop u hoopt, 0,05 is 5 op de 100 meer, -0,05 minder (standaard: 0,05)",
    "spreiding": "hoeveel de verandering tussen IKC's verschilt, als standaardafwijking (standaard: 0,04)",
    "dubbel": "kinderen bij wie twee soorten invullers een lijst invullen, alle IKC's samen (standaard: geen)",
    "detectie": "hoeveel keer zoveel de tweede invuller ziet als de eerste (standaard: 1,8)",
    "overeenkomst": "aandeel van wat de eerste zag dat de tweede ook ziet (standaard: 0,8)",
}
"""Options of `ikc plan`, by the setting of `plan` in study.yml that they go over; read as text, judged all at once."""


def _add_vastleggen(commands: argparse._SubParsersAction) -> None:
    parser = _add(
        commands,
        "vastleggen",
        "Leg hoofdindicatoren, richtingen, grenzen en rekenwijze vast voordat er leveringen zijn.",
        "ikc --study studies/leeuwarden vastleggen",
        _vastleggen,
    )
    parser.add_argument(
        "--opnieuw",
        action="store_true",
        help="leg opnieuw vast wat sindsdien veranderde; de oude vastlegging blijft ernaast, met haar datum",
    )


def _add_docs(commands: argparse._SubParsersAction) -> None:
    parser = _add(
        commands, "docs", "Maak van de documentatie een website, zonder Quarto.", "ikc docs --naar docs/_site", _docs
    )
    parser.add_argument(
        "--naar",
        type=Path,
        default=Path("docs/_site"),
        metavar="MAP",
        help="map van de website (standaard: docs/_site)",
    )


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is geen geheel getal van 1 of meer.")
    return int(text)


def _formats(text: str) -> tuple[str, ...]:
    asked = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    unknown = [part for part in asked if part not in FORMATEN]
    if unknown or not asked:
        raise argparse.ArgumentTypeError(f"'{text}' kan niet; kies uit html, pdf en docx, met komma's ertussen.")
    return tuple(part for part in FORMATEN if part in asked)


def _check(args: argparse.Namespace) -> int:
    from analysis.codebook.together import load_study_and_codebook
    from analysis.costs.checks import check_costs
    from analysis.exchange.letters import check_folder, write_letters
    from analysis.publishing.check_signs import check_signs
    from analysis.tidy.check import check_study

    study, codebook = load_study_and_codebook(args.study)
    if args.naar:
        check_folder(args.naar, study)
    report = check_study(study, codebook, check_costs, check_signs)
    print(report.als_tekst())
    if args.naar:
        print(f"\n{write_letters(report.meldingen, study, codebook, args.naar)}")
    if args.stel_codebook_voor is not None:
        _propose(report, codebook, Path(args.stel_codebook_voor or study.folder / "codebook" / "voorstel"))
    return 1 if report.fouten else 0


def _propose(report: "CheckReport", codebook: "Codebook", folder: Path) -> None:
    from analysis.codebook.proposal import write_proposal

    written = write_proposal([item for melding in report.meldingen for item in melding.onbekend], codebook, folder)
    if not written:
        print("\nHet codeboek kent alles; er is niets voor te stellen.")
        return
    print("\nEen voorstel voor het codeboek staat in:", *(f"  {path}" for path in written), sep="\n")
    print("Niets daarvan geldt: kijk elke regel na en zet wat klopt in de map codebook.")


def _run(args: argparse.Namespace) -> int:
    from analysis.publishing.reports import run_study

    result = run_study(
        Path(args.study),
        ikcs=[code for part in args.ikc for code in part.split(",") if code] if args.ikc else None,
        jobs=args.jobs,
        editie=args.edition,
        formats=args.to,
        renderer=args.renderer,
        resume=args.resume,
        ga_door=args.ga_door,
        kernel=args.kernel,
        deel=args.deel,
        cluster=args.cluster,
        scheduler=args.scheduler,
    )
    return result.exit_code


def _simulate(args: argparse.Namespace) -> int:
    from analysis.simulation.deliveries import simulate_study

    simulate_study(
        args.folder, seed=args.seed, ikcs=args.ikcs, metingen=args.metingen, toewijzingen=args.toewijzingen,
        bedreigingen=_threats(args), jaren=args.jaren,
    )  # fmt: skip
    print(f"De verzonnen studie staat in {args.folder}. Maak er rapporten van met: ikc --study {args.folder} run")
    return 0


def _threats(args: argparse.Namespace) -> "Bedreigingen":
    from dataclasses import fields

    from analysis.simulation.threats import Bedreigingen

    given = {item.name: getattr(args, item.name) for item in fields(Bedreigingen)}
    return Bedreigingen(**{name: value for name, value in given.items() if value is not None})


def _new(args: argparse.Namespace) -> int:
    from analysis.exchange.new_study import new_study

    print(new_study(args.folder))
    return 0


def _sjablonen(args: argparse.Namespace) -> int:
    from analysis.codebook import load_codebook
    from analysis.exchange.inventories import write_inventories
    from analysis.study import load_study
    from analysis.study.writing import shown_path

    study = load_study(args.study)
    paths = write_inventories(study, load_codebook(study.folder), args.prefilled)
    folder = paths[0].parents[1]
    older = len(list(folder.glob("*/*.xlsx"))) - len(paths)
    count = f"{len(paths)} nieuwe lijsten staan" if len(paths) > 1 else "1 nieuwe lijst staat"
    print(f"{count} in {shown_path(folder)}, per meting een map. Zet wat terugkomt in data/raw.")
    if older:
        same = f"De {older} lijsten die er al stonden, zijn" if older > 1 else "De lijst die er al stond, is"
        print(f"{same} niet veranderd.")
    if args.prefilled:
        print("Ze bevatten kindcodes: stuur elk IKC alleen zijn eigen lijst, en niet per gewone mail.")
    return 0


def _schema(args: argparse.Namespace) -> int:
    if args.format == "docs":
        from analysis.results.reference import write_reference

        print("\n".join(path.as_posix() for path in write_reference(args.naar, described())))
        return 0
    from analysis.results.schema import schema_text

    print(schema_text(args.format))
    return 0


def described() -> "list[Command]":
    """Describe every command as its `--help` does, for the reference."""
    from analysis.results.reference import Command

    (commands,) = (action.choices for action in build_parser()._actions if action.dest == "command")
    return [
        Command(name, parser.description, _options(parser), parser.epilog.removeprefix("voorbeeld: "))
        for name, parser in commands.items()
    ]


def _options(parser: argparse.ArgumentParser) -> list[tuple[str, str]]:
    shown = [action for action in parser._actions if action.dest not in ("help", "study")]
    return [(_typed(action), action.help or "") for action in shown]


def _typed(action: argparse.Action) -> str:
    """An option or argument as one types it."""
    name = action.option_strings[-1] if action.option_strings else ""
    value = action.metavar or ("|".join(action.choices) if action.choices else "" if action.nargs == 0 else "WAARDE")
    values = value if isinstance(value, str) else " ".join(value)
    return " ".join(part for part in (name, f"[{values}]" if action.nargs == "?" else values) if part)


def _export(args: argparse.Namespace) -> int:
    from analysis.codebook.together import load_study_and_codebook
    from analysis.exchange.export.export import export_results

    study, codebook = load_study_and_codebook(args.study)
    print(export_results(study, codebook, args.edition, args.naar, args.uit))
    return 0


def _publiceer(args: argparse.Namespace) -> int:
    from analysis.publishing.publication.publish import judge_publication, publish
    from analysis.publishing.publication.words import ask_to_look, told_published
    from analysis.study import load_study

    study = load_study(args.study)
    judged = judge_publication(study, args.naast)
    if args.akkoord is None:
        print(ask_to_look(judged, f"ikc --study {args.study} publiceer"))
        return 1
    print(told_published(publish(study, judged, args.akkoord, date.today(), args.naar), judged, args.akkoord))
    return 0


def _verify(args: argparse.Namespace) -> int:
    from analysis.publishing.verify import verify_in_words

    print("De editie nabouwen; dat duurt zo lang als `ikc run --fresh` ...", flush=True)
    text, code = verify_in_words(args.study, _in_study(args.study, args.manifest), args.jobs)
    print(text)
    return code


def _in_study(study: str, path: Path) -> Path:
    """Give a file as it was named: seen from here, or else from the study's folder."""
    return path if path.is_file() or path.is_absolute() else Path(study) / path


def _sleutel(args: argparse.Namespace) -> int:
    from analysis.publishing.rotate import rotate, text_of_keys
    from analysis.study import load_study

    study = load_study(args.study)
    if args.vernieuw:
        return rotate(study, args.ook_afronding, args.bewaar_oude, date.today())
    print(text_of_keys(study))
    return 0


def _vergeet(args: argparse.Namespace) -> int:
    from analysis.codebook.together import load_study_and_codebook
    from analysis.publishing.forget import forget

    study, codebook = load_study_and_codebook(args.study)
    return forget(study, codebook, _number_of(args), args.ikc, args.door, date.today())


def _number_of(args: argparse.Namespace) -> str:
    """Give the number as it was typed; one among the arguments is in the shell's history by then, which is said."""
    if args.number == "-":
        return sys.stdin.readline()
    if args.number:
        print("Het nummer staat nu in de geschiedenis van uw opdrachtregel. `ikc vergeet` zonder nummer vraagt erom.")
        return str(args.number)
    try:
        return input(f"Kindcode van {args.ikc}: " if args.ikc else "Clientnummer: ")
    except EOFError:
        return ""


def _opruimen(args: argparse.Namespace) -> int:
    from analysis.study import load_study
    from analysis.study.retention import clear_past_term, find_past_term, text_of

    study = load_study(args.study)
    found = find_past_term(study, date.today())
    if args.ja:
        clear_past_term(study, [item for item in found if args.ook_leveringen or not item.is_levering])
    print(text_of(study, found, args.ook_leveringen, done=args.ja))
    return 0


def _attack(args: argparse.Namespace) -> int:
    from analysis.attack import attack_edition

    folder = args.folder
    if not folder.is_dir() and len(folder.parts) == 1:
        folder = Path(args.study) / "reports" / folder
    report = attack_edition(folder, args.naast, tuple(args.insider) if args.insider else None)
    print(report.als_tekst())
    if args.json:
        args.json.write_text(json.dumps(report.als_json(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return int(report.geslaagd)


def _plan(args: argparse.Namespace) -> int:
    from analysis.planning.bladzijde import told, write_plan
    from analysis.planning.opzet import read_opzet

    opzet = read_opzet(Path(args.study), {name: getattr(args, name) for name in _OF_A_PLAN}, args.studies, args.seed)
    print("Onderzoeken nabootsen; dit duurt een halve minuut ...", flush=True)
    print(told(opzet, write_plan(opzet, args.naar)))
    return 0


def _vastleggen(args: argparse.Namespace) -> int:
    from analysis.codebook.together import load_study_and_codebook
    from analysis.results.vastleggen import freeze

    study, codebook = load_study_and_codebook(args.study)
    text, code = freeze(study, codebook, date.today(), args.opnieuw)
    print(text)
    return code


def _docs(args: argparse.Namespace) -> int:
    from analysis.publishing.embedded.site import write_site

    pages = write_site(Path("docs"), args.naar)
    print(f"{len(pages)} bladzijden staan in {args.naar}. Begin bij {pages[0].as_posix()}")
    return 0
