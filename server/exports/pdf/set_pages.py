"""Typst in a child process: a template and a payload become the bytes of a PDF.

The templates are fixed; everything of the record travels as one JSON string in ``sys.inputs`` and is never read as
markup. The compiler sees no directory but that of the templates, no system fonts and no network. A character that no
bundled font can draw is an error of PDF/UA: then the same pages are made without that claim, so an odd name never holds
up a page. The child has limits of time and memory (``typeset.py``).
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).parents[3] / "templates"
FONTS = Path(__file__).with_name("fonts")
TYPESETTER = Path(__file__).with_name("typeset.py")
SECONDS = 30


class PagesNotSet(Exception):
    """The typesetter gave no pages; the message is its own, without any text of the record."""


def set_pages(template: Path, payload: dict[str, Any]) -> bytes:
    """The template filled with the payload. Raises PagesNotSet."""
    command = [sys.executable, "-I", str(TYPESETTER), str(template), str(FONTS)]
    text = json.dumps(payload, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")
    try:
        done = subprocess.run(  # noqa: S603 - our own program, and nothing on its command line is anyone's input
            command, input=text, capture_output=True, timeout=SECONDS, check=False, env={}
        )
    except subprocess.TimeoutExpired as late:
        raise PagesNotSet(f"no pages within {SECONDS} s") from late
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF"):
        raise PagesNotSet(f"the typesetter ended with {done.returncode}")
    return done.stdout
