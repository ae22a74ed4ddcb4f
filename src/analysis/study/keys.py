"""The secret of a study, and the keys for pseudonyms, rounding and forgotten children that are derived from it.

One file per study, outside git and for its owner only. As it is made it holds one secret, of which each purpose has a
key of its own (HMAC-SHA256, RFC 2104, as the extraction of RFC 5869): who knows one key does not know another. After a
rotation the file names a key per purpose (`pseudoniem: ...`), because then one changes and the others must not.
"""

import hmac
import os
import secrets
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Literal, get_args

from analysis.errors import InvoerFout, Melding
from analysis.study.doors import refuse_in_public
from analysis.study.settings import Study

Doel = Literal["pseudoniem", "afronding", "vergeten"]
DOELEN: tuple[Doel, ...] = get_args(Doel)
SECRET_VARIABLE = "IKC_SLEUTEL"
FILE_VARIABLE = "IKC_SLEUTELBESTAND"
KEY_FILE = ".sleutel"
PUBLIC_SECRET = b"synthetische studie: deze sleutel is openbaar"
MINIMUM_LENGTH = 16


def read_key(study: Study, purpose: Doel) -> bytes:
    """Give the key of a study for one purpose: the same in every run, another one in every study and per purpose.

    A synthetic study has a public secret, so that a fresh clone makes the same example. Else the secret is that of
    `IKC_SLEUTEL`, or stands in the study's key file, which is made when it is not there. Losing it means that new
    pseudonyms do not link to old ones, that published counts are rounded anew, and that forgotten children come back.
    Refused where the public edition is made: who has the key of the rounding can try what was rounded.
    """
    refuse_in_public(KEY_FILE)
    if study.synthetisch:
        return derive(PUBLIC_SECRET, purpose)
    if given := os.environ.get(SECRET_VARIABLE, "").strip():
        return derive(_long_enough(given, SECRET_VARIABLE), purpose)
    path = key_path(study)
    return key_of(path.read_text(encoding="utf-8") if is_safe(path) else _make(path), path.name, purpose)


def derive(secret: bytes, purpose: Doel) -> bytes:
    """Derive the 32 bytes of one purpose from a secret."""
    return hmac.digest(secret, f"ikc-analyse|{purpose}".encode(), "sha256")


def key_path(study: Study) -> Path:
    """Give the place of the key file: `IKC_SLEUTELBESTAND`, `sleutelbestand` in study.yml, or `.sleutel` beside it."""
    named = os.environ.get(FILE_VARIABLE, "").strip() or study.sleutelbestand or KEY_FILE
    return study.folder / Path(named).expanduser()


def fingerprint(key: bytes) -> str:
    """Give what tells whether a key is still the same one and does not give it away."""
    return hmac.digest(key, b"vingerafdruk", "sha256").hex()[:16]


def key_of(text: str, name: str, purpose: Doel) -> bytes:
    """Take the key of one purpose from the text of a key file: its own line, else derived from the one secret."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    named = dict(line.split(": ", 1) for line in lines if ": " in line)
    if not named:
        return derive(_long_enough(lines[0] if lines else "", name), purpose)
    try:
        return bytes.fromhex(_long_enough(named.get(purpose, ""), name).decode())
    except ValueError:
        raise _refusal(name, f"de sleutel voor {purpose} is beschadigd.", _RESTORE) from None


def create(path: Path, text: str) -> bool:
    """Write a key file for its owner only, whole or not at all; False when another process was first.

    An existing key is never written over: the file appears under its name by a hard link, which fails when it is there.
    """
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        _write_private(draft, text)
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink(missing_ok=True)
    return True


def replace_private(path: Path, text: str) -> None:
    """Put a new text in the place of a file, in one go and for its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        _write_private(draft, text)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


_RESTORE = "Zet het sleutelbestand terug uit uw kluis of reservekopie."


def is_safe(path: Path) -> bool:
    """Tell whether the key file is there; refuses one that others than its owner may read (POSIX), or git may take."""
    refuse_in_git(path)
    if not path.is_file():
        return False
    mode = stat.S_IMODE(path.stat().st_mode)
    if os.name == "posix" and mode & 0o077:
        raise _refusal(
            path.name, f"anderen kunnen deze sleutel lezen (rechten {mode:o}).",
            f"Geef hem rechten voor u alleen, met: chmod 600 {path.name}. Heeft iemand hem gelezen? Maak dan een "
            "nieuwe, met `ikc sleutel --vernieuw`.",
        )  # fmt: skip
    return True


def refuse_in_git(path: Path) -> None:
    """Refuse a place for the key from which git would take it along; where git is not installed nothing takes it."""
    inside = any((folder / ".git").exists() for folder in path.parents)
    if not inside or shutil.which("git") is None:
        return
    asked = subprocess.run(
        ["git", "check-ignore", "--quiet", path.name], cwd=path.parent, capture_output=True, check=False
    )
    if asked.returncode == 1:
        raise _refusal(
            path.name, "deze sleutel kan in git terechtkomen.",
            f"Zet {path.name} in .gitignore, of kies met `sleutelbestand` in study.yml een plek buiten deze map. Stond "
            "hij al in git? Dan kent iedereen met die map hem: maak een nieuwe met `ikc sleutel --vernieuw`.",
        )  # fmt: skip


def _make(path: Path) -> str:
    text = secrets.token_hex(32) + "\n"
    try:
        return text if create(path, text) else path.read_text(encoding="utf-8")
    except OSError:
        raise _refusal(
            path.name, "deze sleutel is niet te schrijven op zijn plek.",
            f"Maak die map, of maak hem schrijfbaar; of geef een sleutel in {SECRET_VARIABLE}.",
        ) from None  # fmt: skip


def _write_private(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _long_enough(text: str, where: str) -> bytes:
    if len(text) < MINIMUM_LENGTH:
        raise _refusal(where, f"de sleutel is te kort: {len(text)} tekens, minstens {MINIMUM_LENGTH}.", _RESTORE)
    return text.encode("utf-8")


def _refusal(where: str, text: str, advies: str) -> InvoerFout:
    return InvoerFout([Melding(where, text, advies=advies, code="sleutel")])
