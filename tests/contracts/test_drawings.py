"""Every drawing a screen asks for comes with the page, and the face has every zone of the record."""

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from server.domain.catalogue.sites import SITE_KEYS

ROOT = Path(__file__).parents[2]
SPRITE = Environment(loader=FileSystemLoader(ROOT / "templates"), autoescape=True).get_template("sprite.svg").render()
DRAWN = set(re.findall(r'id="i-([\w-]+)"', SPRITE))
ASKED = re.compile(r"\bicon\(([^()]*)\)")
WORD = re.compile(r'(?<!=== )"([a-z]+)"')


def test_every_icon_is_drawn() -> None:
    lacking = {}
    for path in (ROOT / "static/src").rglob("*.ts"):
        asked = {word for found in ASKED.findall(path.read_text(encoding="utf-8")) for word in WORD.findall(found)}
        if asked - DRAWN:
            lacking[path.name] = asked - DRAWN
    assert lacking == {}


def test_every_grade_has_its_sign() -> None:
    for name, grades in (("erythema", 5), ("oedema", 5), ("bleeding", 4), ("pain", 11)):
        assert {f"{name}-{grade}" for grade in range(grades)} <= DRAWN
    assert {f"skin-{grade}" for grade in range(1, 5)} <= DRAWN


def test_the_face_has_every_zone() -> None:
    drawn = set()
    for stem, more in re.findall(r'<path id="z-(\w+)"([^>]*)', SPRITE):
        drawn |= {f"{stem}_left", f"{stem}_right"} if "data-half" in more else {stem}
    assert drawn == {site.key for site in SITE_KEYS if site.since == 1}


def test_no_id_is_given_twice() -> None:
    ids = re.findall(r' id="([^"]+)"', SPRITE)
    assert len(ids) == len(set(ids))
