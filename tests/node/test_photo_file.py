"""What a tablet reads in the file of a photo, what it waits for, and that it keeps no bytes that the server refuses."""

import base64
import io

import pytest
from PIL import Image

from tests.domain.test_jpeg import REFUSED
from tests.node.page import NodePage
from tests.photos import jpeg, of_camera

OF_SIZE = ("too wide", "without width")  # a tablet measures the picture itself
FILES = {name: photo for name, photo in REFUSED.items() if name not in OF_SIZE}
PLAIN = [jpeg(**how) for how in ({}, {"progressive": True}, {"optimize": True}, {"restart_marker_blocks": 1})]
BYTES = "const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));"


def written(photo: bytes) -> str:
    return base64.b64encode(photo).decode()


def plain(page: NodePage, photos: list[bytes]) -> list[bool]:
    body = f"""async (files) => {{ {BYTES}
      const {{ isPlain }} = await import("/src/lib/photo-file.js");
      return files.map((file) => isPlain(bytes(file)));
    }}"""
    return page.evaluate(body, [written(photo) for photo in photos])


def test_bytes_that_the_server_refuses_are_not_kept_as_they_are(page: NodePage) -> None:
    assert plain(page, PLAIN) == [True] * len(PLAIN)
    kept = [name for name, is_kept in zip(FILES, plain(page, list(FILES.values())), strict=True) if is_kept]
    assert kept == []


def test_what_is_drawn_anew_loses_a_preview_too(page: NodePage) -> None:
    body = f"""async (files) => {{ {BYTES}
      const {{ isPlain, plainJpeg }} = await import("/src/lib/photo-file.js");
      return files.map((file) => isPlain(plainJpeg(bytes(file))));
    }}"""
    beside = ["of a camera", "a colour profile", "a comment", "a preview", "a second preview"]
    assert page.evaluate(body, [written(REFUSED[name]) for name in beside]) == [True] * len(beside)


def taken(photo: bytes, *, modified: str, is_shot: bool) -> str | None:
    body = f"""async ([file, modified, isShot, now]) => {{ {BYTES}
      Object.defineProperty(globalThis, "navigator", {{ value: {{ language: "en-GB" }}, configurable: true }});
      const {{ takenAt }} = await import("/src/lib/photo-time.js");
      return takenAt(bytes(file), Date.parse(modified), isShot, Date.parse(now));
    }}"""
    with NodePage(TZ="Europe/Madrid") as node:
        return node.evaluate(body, [written(photo), modified, is_shot, "2026-11-20T10:00:00Z"])


def at(moment: str, order: str = "MM") -> bytes:
    exif = Image.Exif()
    exif.endian = ">" if order == "MM" else "<"
    exif.get_ifd(0x8769)[0x9003] = moment
    made = io.BytesIO()
    Image.new("RGB", (40, 30)).save(made, "JPEG", exif=exif)
    return made.getvalue()


@pytest.mark.parametrize("order", ["MM", "II"])
def test_the_time_of_a_photo_is_what_its_camera_wrote(order: str) -> None:
    """In the local time of the tablet; the file was saved later, as one that came by message."""
    photo = at("2026:07:01 09:12:30", order)
    assert taken(photo, modified="2026-11-20T09:59:00Z", is_shot=False) == "2026-07-01T09:12:30+02:00"


@pytest.mark.parametrize(
    "photo",
    [jpeg(), of_camera(), at("2026:13:01 09:12:30"), at("2027:01:01 00:00:00"), at("2026:07:01 09:12:30")[:90], b""],
)
def test_a_file_that_does_not_say_when_has_no_time_but_a_shot_has(photo: bytes) -> None:
    assert taken(photo, modified="2026-11-20T09:59:00Z", is_shot=False) is None
    assert taken(photo, modified="2026-11-20T09:59:00Z", is_shot=True) == "2026-11-20T10:59:00+01:00"
    assert taken(photo, modified="2026-11-01T09:59:00Z", is_shot=True) is None


def test_a_tablet_is_at_work_until_something_was_picked_but_not_for_ever(page: NodePage) -> None:
    body = """async () => {
      const { isPicking, pickerClosed, pickerOpened, shownAgain } = await import("/src/lib/picking.js");
      const minute = 60_000;
      const seen = [isPicking(0)];
      pickerOpened(0);
      seen.push(isPicking(9 * minute), isPicking(11 * minute));
      shownAgain(11 * minute);
      seen.push(isPicking(11 * minute + 1_000), isPicking(11 * minute + 3_000));
      pickerOpened(20 * minute);
      pickerClosed();
      shownAgain(21 * minute);
      return [...seen, isPicking(21 * minute)];
    }"""
    assert page.evaluate(body) == [False, True, False, True, False, False]


def test_a_lock_waits_for_a_photo_that_is_being_drawn(page: NodePage) -> None:
    body = """async () => {
      const { goingOn, pendingCount, storedSoon, workDone } = await import("/src/lib/pending.js");
      const end = goingOn();
      const seen = [pendingCount(), await storedSoon()];
      let isOver = false;
      const waiting = workDone().then(() => { isOver = true; });
      await Promise.resolve();
      seen.push(isOver);
      end();
      await waiting;
      seen.push(isOver, pendingCount());
      goingOn();
      await workDone(1);
      return seen;
    }"""
    assert page.evaluate(body) == [1, True, False, True, 0]
