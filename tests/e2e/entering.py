"""Any content of a record, entered through the screens, each value by the control its kind has."""

from collections.abc import Iterable
from typing import Any

from playwright.sync_api import Locator, Page

from server.domain.catalogue import Field, Section, section_of

CLOCKS = {"applied_at", "removed_at", "started_at", "ended_at"}
MANY = 12  # from here on choices are a list to pull open


def content_order(content: dict[str, Any], first: Iterable[str] = ()) -> list[str]:
    """The units as a person comes to them: what opens others first."""
    return sorted(content, key=lambda unit: (unit not in first, unit))


class Entering:
    """Fields by their place in the form: ``scope`` is the part of the page they stand in."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def field(self, unit: str, name: str) -> Locator:
        return self.page.locator(f'[id="f-{unit}-{name}-field"]')

    def unfold(self) -> None:
        """Everything folded away in this step, opened as by a tap on each."""
        self.page.evaluate("for (const folded of document.querySelectorAll('main details')) folded.open = true")

    def enter_unit(self, record_type: str, key: str, values: dict[str, Any], unit: str | None = None) -> None:
        """``unit`` is the unit's name on the screen, where the tablet has given it an id of its own."""
        section = section_of(record_type, key)
        assert section, key
        gate = next((field for field in section.fields if field.name == section.gate), None)
        is_plan = gate is not None and gate.name not in values
        if gate and is_plan:  # opened to write a plan down, and left unanswered again
            self.enter(self.field(unit or key, gate.name), gate, True)
        for field in self.in_order(section, values):
            self.unfold()
            self.enter(self.field(unit or key, field.name), field, values[field.name])
        if gate and is_plan:
            self.field(unit or key, gate.name).locator('button[data-answer="yes"]').click()

    def in_order(self, section: Section, values: dict[str, Any]) -> list[Field]:
        """The section's yes/no field first, then fields before those that depend on them."""
        given = [field for field in section.fields if field.name in values]
        return sorted(given, key=lambda field: (field.name != section.gate, bool(field.required_if)))

    def enter(self, place: Locator, field: Field, value: Any) -> None:
        getattr(self, f"_{field.kind}", self._text)(place, field, value)

    def _text(self, place: Locator, _field: Field, value: str) -> None:
        entry = place.locator("input, textarea").first
        entry.fill(value)
        entry.blur()

    def _date(self, place: Locator, field: Field, value: str) -> None:
        self._text(place, field, value)

    def _choice(self, place: Locator, field: Field, value: Any) -> None:
        values = [choice.value for choice in field.choices]
        if len(values) > MANY:
            place.locator("select").first.select_option(value)
        else:
            press(place.locator("button[aria-pressed]").nth(values.index(value)))

    def _choices(self, place: Locator, field: Field, value: list[Any]) -> None:
        values = [choice.value for choice in field.choices]
        offered = place.locator("button[aria-pressed]")
        for one in value:
            if values.index(one) < offered.count():
                press(offered.nth(values.index(one)))
                continue
            search = place.locator("input").first  # the others are found by a word
            search.fill(next(choice.label for choice in field.choices if choice.value == one))
            search.press("Enter")

    _scale = _choice

    def _nrs(self, place: Locator, _field: Field, value: int) -> None:
        press(place.locator("button[aria-pressed]").nth(value))

    def _tri(self, place: Locator, _field: Field, value: str) -> None:
        press(place.locator(f'button[data-answer="{value}"]'))

    def _bool(self, place: Locator, _field: Field, value: bool) -> None:
        press(place.locator(f'button[data-answer="{"yes" if value else "no"}"]'))

    def _decimal(self, place: Locator, _field: Field, value: float) -> None:
        place.locator("button.figure").first.click()
        self.key_in(value)

    _int = _decimal

    def _numbers(self, place: Locator, _field: Field, value: list[float]) -> None:
        for one in value:
            place.get_by_role("button", name="Other value").click()
            self.key_in(one)

    def key_in(self, value: float) -> None:
        sheet = self.page.get_by_role("dialog")
        sheet.get_by_role("textbox").fill(f"{value:g}")
        sheet.get_by_role("button", name="Done").click()
        sheet.wait_for(state="detached")

    def _person(self, place: Locator, _field: Field, _value: str) -> None:
        press(place.locator("button[aria-pressed]").first)

    def _datetime(self, place: Locator, _field: Field, value: str) -> None:
        if not picked(place, value) and not place.locator("details").count():
            place.locator("button").first.click()
        write_time(place.locator("details"), value)

    def enter_clock(self, name: str, value: str) -> None:
        """One side of a pair of clocks: pressed, then corrected to the time on paper."""
        side = self.page.locator(f".stopwatch-side:has(#clock-{name})")
        if not picked(side, value) and not side.locator("details").count():
            side.locator("button").first.click()
        write_time(side.locator("details"), value)

    def _rows(self, place: Locator, field: Field, value: list[dict[str, Any]]) -> None:
        for number, row in enumerate(value):
            place.get_by_role("button", name=f"Add: {field.label}").click()
            base = (place.get_attribute("id") or "").removesuffix("-field")
            for column in field.fields:
                if column.name in row:
                    cell = self.page.locator(f'[id="{base}-{number}-{column.name}-field"]')
                    self.enter(cell, column, row[column.name])


def press(key: Locator) -> None:
    """Tap an answer that is not chosen yet, and see it chosen."""
    if key.get_attribute("aria-pressed") != "true":
        key.click()
    key.and_(key.page.locator('[aria-pressed="true"]')).wait_for()


def picked(place: Locator, value: str) -> bool:
    """The time alone, where the visit is of another day than today."""
    entry = place.locator('input[type="time"]')
    if not entry.count():
        return False
    entry.fill(value[11:16])
    entry.blur()
    return True


def write_time(folded: Locator, value: str) -> None:
    folded.wait_for()
    entry = folded.get_by_label("Write the time")
    while not entry.is_visible():
        folded.locator("summary").first.click()
    entry.fill(value[:16])
    entry.blur()
