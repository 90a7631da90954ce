"""A photo as it may be kept: one plain JPEG, whole, and without anything that a camera writes beside the picture.

The tablet draws a photo anew and drops every segment of an application: EXIF with place and serial numbers, XMP, IPTC,
colour profiles, previews, comments. Here each segment is looked at, so that none of it gets in, whoever sends it.
"""

import re
import struct

from server.domain.errors import Invalid
from server.domain.translation import N_

MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 4096

SOI, EOI, SOS, APP0, ADOBE = 0xD8, 0xD9, 0xDA, 0xE0, 0xEE
FRAMES = (0xC0, 0xC1, 0xC2)  # baseline, extended, progressive
TABLES = (0xC4, 0xDB, 0xDD)  # Huffman, quantisation, restart interval
PLAIN = {APP0: (b"JFIF\0", 14), ADOBE: (b"Adobe", 12)}  # how they begin, and the only length without a preview
SCAN_END = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # the first marker that is no part of the compressed data


class NotAPhoto(Invalid):
    """``detail`` says what is wrong with the file."""

    code = "not_a_photo"


def read_jpeg(data: bytes) -> tuple[int, int]:
    """Width and height. Raises NotAPhoto for what may not be kept."""
    if not data.startswith(b"\xff\xd8"):
        raise NotAPhoto(N_("This is not a JPEG."))
    at, size, is_scanned = 2, None, False
    while True:
        marker, at = next_marker(data, at)
        if marker == EOI:
            break
        body, at = segment(data, at)
        if marker in FRAMES and size is None:
            size = frame_size(body)
        elif marker == SOS and size is not None:
            at, is_scanned = end_of_scan(data, at), True
        elif marker not in TABLES and not is_plain(marker, body):
            raise NotAPhoto(N_("The photo holds more than the picture, such as where it was taken."))
    if size is None or not is_scanned or at != len(data):
        raise NotAPhoto(N_("The photo is damaged."))
    return size


def next_marker(data: bytes, at: int) -> tuple[int, int]:
    if data[at : at + 1] != b"\xff":
        raise NotAPhoto(N_("The photo is damaged."))
    while data[at : at + 1] == b"\xff":
        at += 1
    if at >= len(data):
        raise NotAPhoto(N_("The photo is damaged."))
    return data[at], at + 1


def segment(data: bytes, at: int) -> tuple[bytes, int]:
    """What stands in the segment, and where the next one begins."""
    length = int.from_bytes(data[at : at + 2])
    if length < 2 or at + length > len(data):
        raise NotAPhoto(N_("The photo is damaged."))
    return data[at + 2 : at + length], at + length


def is_plain(marker: int, body: bytes) -> bool:
    start, length = PLAIN.get(marker, (b"", 0))
    return bool(start) and body.startswith(start) and len(body) == length


def frame_size(body: bytes) -> tuple[int, int]:
    if len(body) < 6:
        raise NotAPhoto(N_("The photo is damaged."))
    height, width = struct.unpack(">HH", body[1:5])
    if not (0 < width <= MOST_PIXELS and 0 < height <= MOST_PIXELS):
        raise NotAPhoto(N_("The photo is too large, or empty."))
    return width, height


def end_of_scan(data: bytes, at: int) -> int:
    found = SCAN_END.search(data, at)
    if found is None:
        raise NotAPhoto(N_("The photo is damaged."))
    return found.start()
