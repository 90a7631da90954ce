"""Days and times as a tablet writes them, whatever language its browser speaks."""

import pytest

from tests.node.page import NodePage

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


def test_a_year_of_two_digits_is_not_taken_for_one_of_ours() -> None:
    body = """async (days) => {
      Object.defineProperty(globalThis, "navigator", { value: { language: "en-GB" }, configurable: true });
      const { formatDate } = await import("/src/lib/dates.js");
      return days.map(formatDate);
    }"""
    with NodePage() as node:
        assert node.evaluate(body, ["0097-03-02", "1997-03-02"]) == ["2 Mar 97", "2 Mar 1997"]


def test_a_corrected_time_keeps_the_offset_it_was_written_with() -> None:
    body = """async () => {
      const { correctedIso, shiftedIso, wallTime } = await import("/src/lib/dates.js");
      const at = "2026-03-02T09:00:00+01:00";
      return [shiftedIso(at, 5), shiftedIso(at, -601), correctedIso(at, "2026-03-02T08:15"), wallTime(at)];
    }"""
    with NodePage() as node:
        assert node.evaluate(body) == [
            "2026-03-02T09:05:00+01:00",
            "2026-03-01T22:59:00+01:00",
            "2026-03-02T08:15:00+01:00",
            "2026-03-02T09:00",
        ]


def test_a_time_corrected_to_another_day_has_the_offset_of_that_day() -> None:
    """The tablet's clock is that of London: winter time when it was written, summer time on the day it is about."""
    body = """async () => {
      const { correctedIso, shiftedIso } = await import("/src/lib/dates.js");
      const at = "2026-11-28T09:00:00+00:00";
      return [correctedIso(at, "2026-10-05T10:02"), shiftedIso("2026-10-25T00:58:00+01:00", 5)];
    }"""
    with NodePage() as node:
        assert node.evaluate(body) == ["2026-10-05T10:02:00+01:00", "2026-10-25T01:03:00+01:00"]
