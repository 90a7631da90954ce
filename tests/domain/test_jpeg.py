"""Which files are kept as photos: plain JPEGs, whole, with nothing beside the picture."""

import random

import pytest

from server.domain.jpeg import MOST_BYTES, NotAPhoto, read_jpeg
from tests.photos import beside, jpeg, of_camera, segment

PHOTO = jpeg()
EXIF, XMP = b"Exif\0\0MM\0*\0\0\0\x08\0\0", b"http://ns.adobe.com/xap/1.0/\0<x/>"
SCAN = segment(0xDA, bytes(8)) + b"\0\xff\xd9"
REFUSED = {
    "nothing": b"",
    "a PNG": b"\x89PNG\r\n\x1a\n" + bytes(60),
    "text": b"<script>alert(1)</script>",
    "of a camera": of_camera(),
    "EXIF": beside(PHOTO, 0xE1, EXIF),
    "XMP": beside(PHOTO, 0xE1, XMP),
    "IPTC": beside(PHOTO, 0xED, b"Photoshop 3.0\0"),
    "a colour profile": beside(PHOTO, 0xE2, b"ICC_PROFILE\0\1\1"),
    "a comment": beside(PHOTO, 0xFE, b"Ana Ruiz"),
    "a preview": beside(PHOTO, 0xE0, b"JFIF\0\1\1\0\0\1\0\1\1\1" + bytes(3)),
    "a second preview": beside(PHOTO, 0xE0, b"JFXX\0\x10" + bytes(8)),
    "EXIF under another name": beside(PHOTO, 0xEE, EXIF),
    "more behind it": PHOTO + b"PK\3\4",
    "a second picture behind it": PHOTO + PHOTO,
    "cut": PHOTO[:-2],
    "cut in the picture": PHOTO[: len(PHOTO) // 2],
    "the ends alone": b"\xff\xd8\xff\xd9",
    "without its frame": b"\xff\xd8" + SCAN,
    "too wide": b"\xff\xd8" + segment(0xC0, b"\x08\x00\x10\x10\x01" + bytes(10)) + SCAN,
    "without width": b"\xff\xd8" + segment(0xC0, b"\x08\x00\x10\x00\x00" + bytes(10)) + SCAN,
    "a segment that is longer than the file": PHOTO[:2] + b"\xff\xdb\xff\xff" + PHOTO[2:],
}  # fmt: skip


@pytest.mark.parametrize("how", [{}, {"progressive": True}, {"optimize": True}, {"restart_marker_blocks": 1}])
@pytest.mark.parametrize("size", [(1, 1), (40, 30), (2048, 1536)])
def test_a_photo_as_tablets_make_it_is_taken(how: dict, size: tuple[int, int]) -> None:
    assert read_jpeg(jpeg(size=size, **how)) == size


def test_one_of_adobe_colours_is_taken() -> None:
    assert read_jpeg(beside(PHOTO, 0xEE, b"Adobe" + bytes(7))) == (40, 30)


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED.keys())
def test_anything_else_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(NotAPhoto) as refused:
        read_jpeg(data)
    assert refused.value.detail.endswith(".")


def test_bytes_that_fill_up_before_a_marker_are_taken() -> None:
    at = PHOTO.index(b"\xff\xda")
    assert read_jpeg(PHOTO[:at] + b"\xff" * 3 + PHOTO[at:-2] + b"\xff" * 5 + b"\xff\xd9") == (40, 30)


@pytest.mark.parametrize("filling", [b"\xff", b"\xff\0", b"\xff\xd0", segment(0xDD, b""), segment(0xDA, b"")])
def test_as_large_a_file_as_may_be_sent_is_read_to_its_end(filling: bytes) -> None:
    """Anything that looks again at what it has seen would take hours here."""
    at = PHOTO.index(b"\xff\xda")
    with pytest.raises(NotAPhoto):
        read_jpeg(PHOTO[:-2] + filling * ((MOST_BYTES - len(PHOTO)) // len(filling)))
    with pytest.raises(NotAPhoto):
        read_jpeg(PHOTO[:at] + filling * ((MOST_BYTES - at) // len(filling)))


def test_a_damaged_one_is_refused_or_a_picture_and_nothing_else() -> None:
    chance = random.Random("damaged photos")
    for _each in range(3000):
        data = bytearray(PHOTO)
        for _change in range(chance.randint(1, 4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            width, height = read_jpeg(bytes(data))
        except NotAPhoto:
            continue
        assert 0 < width <= 4096
        assert 0 < height <= 4096
