"""Make the pictures of the documentation and the README again, from the example, with a Chromium that is installed.

    make report && .venv/bin/python docs/beelden.py

Another edition or browser: `docs/beelden.py --editie reports/publiek --browser chromium`.
"""

import argparse
import io
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from html import escape
from pathlib import Path

from PIL import Image

DOCS = Path(__file__).parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
KLEUREN = (256, 128, 64, 32, 16)
LARGEST = 150_000
"""Bytes that a picture may have: the pages are read by people with a slow line, and git keeps every version."""


@dataclass(frozen=True)
class Picture:
    """One picture: where it goes, the page of the edition that it shows (with an anchor), and the window in pixels."""

    name: str
    page: str
    width: int
    height: int


PICTURES = (
    Picture("handleiding/beeld/overzicht.png", "index.html", 1100, 900),
    Picture("handleiding/beeld/rapport.png", "IKC01/rapport.html", 900, 1200),
    Picture("handleiding/beeld/telefoon.png", "IKC01/rapport.html", 390, 844),
    Picture("rapport.png", "IKC01/rapport.html", 900, 1273),
)


def take(picture: Picture, edition: Path, browser: str) -> bytes:
    """Take a picture of a page as a browser shows it in a window of that size.

    The page lies in a frame: a window of Chromium is never narrower than 500 pixels, and a phone is.
    """
    with tempfile.TemporaryDirectory() as folder:
        frame, taken = Path(folder) / "kader.html", Path(folder) / "beeld.png"
        address = escape((edition / picture.page).resolve().as_uri())
        size = f"width:{picture.width}px;height:{picture.height}px"
        frame.write_text(f'<body style="margin:0"><iframe src="{address}" style="border:0;{size}"></iframe>')
        done = subprocess.run(
            [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             f"--window-size={max(picture.width, 500)},{picture.height}", f"--screenshot={taken}", frame.as_uri()],
            capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        if not taken.is_file():
            raise SystemExit(f"{browser} maakte geen beeld van {picture.page}.\n{done.stderr}")
        with Image.open(taken) as whole:
            return smaller(whole.convert("RGB").crop((0, 0, picture.width, picture.height)))


def smaller(image: Image.Image) -> bytes:
    """Write a picture as PNG, with as many colours as fit in the size that it may have."""
    for colours in KLEUREN:
        data = io.BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(data, "PNG", optimize=True)
        if data.tell() <= LARGEST:
            break
    return data.getvalue()


def main() -> None:
    """Make every picture, and say how large each is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--editie", type=Path, default=DOCS.parent / "reports" / "publiek")
    parser.add_argument("--browser", default=next(filter(shutil.which, BROWSERS), ""))
    args = parser.parse_args()
    if not shutil.which(args.browser):
        raise SystemExit(f"Er is geen browser: {', '.join(BROWSERS)}. Installeer er een, of kies met --browser.")
    missing = [picture.page for picture in PICTURES if not (args.editie / picture.page).is_file()]
    if missing:
        raise SystemExit(f"{args.editie} mist {', '.join(dict.fromkeys(missing))}. Draai eerst `make report`.")
    for picture in PICTURES:
        path = DOCS / picture.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(take(picture, args.editie, args.browser))
        print(f"{path.relative_to(DOCS.parent)}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
