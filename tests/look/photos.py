"""Photos for the screens that show some: drawn skin with marks that fade from visit to visit, of nobody."""

import base64
import io
import random
from typing import Any

from PIL import Image, ImageDraw, ImageFilter
from playwright.sync_api import Page

SIZE = (1200, 900)
VIEWS = ("frontal", "oblique_left", "oblique_right")
OPENED = """async ([photos, known, before]) => {
  const { edits, engine, photoFile, pictures, records } = await import("/static/dist/app.js");
  const take = async (note, view, day, photo) => {
    const bytes = Uint8Array.from(atob(photo), (letter) => letter.charCodeAt(0));
    const { full, thumb, ...named } = await photoFile.readPhoto(bytes, "image/jpeg");
    await pictures.keepPicture(note, named.sha256, { full, thumb });
    const values = { view, taken_at: `${day}T09:12:00+01:00`, ...named, size: full.length };
    return { [`picture:${crypto.randomUUID()}`]: values };
  };
  const all = async (note, day, from) => {
    const named = {};
    for (const [view, one] of Object.entries(photos[from])) Object.assign(named, await take(note, view, day, one));
    return named;
  };
  const { draft, signed } = known;
  const { patient_id } = await records.get("note", draft);
  const earlier = await edits.createNote(patient_id, { visit: { session_date: before } });
  for (const [note, from] of [[earlier, 0], [draft, 1]]) {
    const named = await all(note, before, from);
    await edits.changeFields("note", note, () => named);
  }
  await edits.amend(signed, "The photos were still on the camera.", await all(signed, before, 2), []);
  await engine.syncNow();
  return signed;
}"""
#: A file that no note names, as after a tablet was switched off between the two writes.
UNNAMED = """async ([photo, note]) => {
  const { photoFile, pictures } = await import("/static/dist/app.js");
  const bytes = Uint8Array.from(atob(photo), (letter) => letter.charCodeAt(0));
  const { full, thumb, sha256 } = await photoFile.readPhoto(bytes, "image/jpeg");
  await pictures.keepPicture(note, sha256, { full, thumb });
}"""


def drawn(number: int, marks: int) -> str:
    """As base64; plain, so that the tablet keeps its bytes."""
    chance = random.Random(number)
    image = Image.new("RGB", SIZE, (216, 170, 146))
    pen = ImageDraw.Draw(image)
    for _ in range(60):
        spot(pen, chance, 90, 200, (216, 170, 146), 10)
    image = image.filter(ImageFilter.GaussianBlur(60))
    pen = ImageDraw.Draw(image)
    for _ in range(marks):
        spot(pen, chance, 8, 22, (176, 106, 92), 14)
    image = image.filter(ImageFilter.GaussianBlur(5))
    made = io.BytesIO()
    image.save(made, "JPEG", quality=80)
    return base64.b64encode(made.getvalue()).decode()


def spot(pen: ImageDraw.ImageDraw, chance: random.Random, least: int, most: int, colour: Any, by: int) -> None:
    x, y = chance.randint(0, SIZE[0]), chance.randint(0, SIZE[1])
    wide, high = chance.randint(least, most), chance.randint(least, most)
    pen.ellipse((x, y, x + wide, y + high), fill=tuple(each + chance.randint(-by, by) for each in colour))


def take_photos(page: Page, known: dict[str, Any]) -> str:
    """On the draft, on an earlier visit of its patient, and on a signed note. Returns the id of that."""
    photos = [
        {view: drawn(7 * visit + number, marks) for number, view in enumerate(VIEWS)}
        for visit, marks in enumerate((70, 30, 45))
    ]
    signed: str = page.evaluate(OPENED, [photos, known, "2026-10-05"])
    return signed


def keep_unnamed(page: Page, note: str) -> None:
    page.evaluate(UNNAMED, [drawn(99, 50), note])
