"""Photos of the tests: plain JPEGs as a tablet makes them, and what a camera would write beside the picture."""

import hashlib
import io
import random
from typing import Any
from uuid import uuid4

from PIL import Image

CANARY = b"CANARY-51.5007N-0.1246W"


def jpeg(colour: str = "tan", size: tuple[int, int] = (40, 30), **how: Any) -> bytes:
    """A photo of one colour, without anything beside the picture."""
    made = io.BytesIO()
    Image.new("RGB", size, colour).save(made, "JPEG", **{"quality": 80} | how)
    return made.getvalue()


def skin(number: int, size: tuple[int, int] = (1600, 1200)) -> bytes:
    """A photo with something on it, another one for each number; as a camera writes it, with place and comment."""
    chance = random.Random(number)
    small = Image.new("RGB", (32, 24))
    small.putdata([(chance.randint(150, 255), chance.randint(100, 200), chance.randint(80, 160)) for _ in range(768)])
    made = io.BytesIO()
    small.resize(size, Image.Resampling.BICUBIC).save(made, "JPEG", quality=90)
    return of_camera(made.getvalue())


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2) + body


def beside(photo: bytes, marker: int, body: bytes) -> bytes:
    """The photo with one more segment behind its first marker."""
    return photo[:2] + segment(marker, body) + photo[2:]


def of_camera(photo: bytes | None = None) -> bytes:
    """With the place where it was taken, as EXIF, and with a comment."""
    image = Image.open(io.BytesIO(photo or jpeg()))
    exif = Image.Exif()
    exif[0x010F] = CANARY.decode()
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (51.0, 30.0, 2.5), "W", (0.0, 7.0, 28.6)
    made = io.BytesIO()
    image.save(made, "JPEG", exif=exif, comment=CANARY)
    return made.getvalue()


def sha256(photo: bytes) -> str:
    return hashlib.sha256(photo).hexdigest()


def picture(photo: bytes, **fields: Any) -> dict[str, dict[str, Any]]:
    """The unit of a note that names the photo."""
    width, height = Image.open(io.BytesIO(photo)).size
    named = {"sha256": sha256(photo), "width": width, "height": height, "size": len(photo), "view": "frontal"}
    return {f"picture:{uuid4()}": named | {"taken_at": "2026-11-20T09:00:00+01:00"} | fields}
