"""Days and times as a tablet writes them, whatever language its browser speaks."""

import pytest

from tests.node.page import NODE, NodePage

pytestmark = pytest.mark.skipif(not NODE, reason="needs Node")
AT = "2026-09-08T14:02:00+02:00"


@pytest.mark.parametrize("language", ["en-GB", "en-US", "de-DE"])
def test_times_are_told_by_the_clock_of_24_hours(language: str) -> None:
    body = """async ([at, language]) => {
      Object.defineProperty(globalThis, "navigator", { value: { language }, configurable: true });
      const { formatTime, formatDateTime } = await import("/src/lib/dates.js");
      return [formatTime(at), formatDateTime(at), formatTime("2026-09-08T00:05:00+02:00")];
    }"""
    with NodePage() as node:
        time, moment, midnight = node.evaluate(body, [AT, language])
    assert (time, midnight) == ("14:02", "00:05")
    assert moment.endswith("14:02")
