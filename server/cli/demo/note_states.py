"""The states a visit's note can be in: each function lists the acts that led there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from server.cli.demo import visits
from server.cli.demo.scenario import Fields, Step
from server.cli.demo.visits import Course

WRITTEN, SIGNED = timedelta(minutes=70), timedelta(minutes=80)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Visit:
    course: Course
    session: int
    started: datetime
    now: datetime
    rng: Random

    @property
    def author(self) -> str:
        return self.course.operator

    @property
    def reviewer(self) -> str:
        return "outsider" if self.author == "harbour" else "supervisor"

    @property
    def other(self) -> str:
        """The other person who treats in this clinic."""
        return {"practitioner": "colleague", "colleague": "practitioner", "harbour": "outsider"}[self.author]

    def fields(self) -> Fields:
        return visits.treated(self.course, self.session, self.started, self.rng)


def waiting(visit: Visit) -> list[Step]:
    return [
        Step("create", visit.author, visit.started + WRITTEN, visit.fields()),
        Step("sign", visit.author, visit.started + SIGNED),
    ]


def approved(visit: Visit) -> list[Step]:
    return [
        *waiting(visit),
        *follow_up(visit, 1),
        *follow_up(visit, 3),
        approval(visit, visit.started + SIGNED + 4 * DAY),
    ]


def approval(visit: Visit, at: datetime, comment: str = "") -> Step:
    return Step("approve", visit.reviewer, at, text=comment)


def followed_up(visit: Visit) -> list[Step]:
    """Asked after one day and approved; the call after three days is still to come."""
    return [*waiting(visit), *follow_up(visit, 1), approval(visit, visit.started + SIGNED + 2 * DAY)]


def follow_up(visit: Visit, days: int) -> list[Step]:
    seen = visit.started + days * DAY + timedelta(hours=2)
    values = {"at": seen.isoformat(), "how": "message", "erythema": visit.rng.choice((0, 1, 1)), "pain_worst_24h": 2}
    point, reason = {
        1: ("obs:T24", "Follow-up after one day, by message"),
        3: ("obs:T72", "Follow-up after three days, by message"),
    }[days]
    return [Step("amend", visit.author, seen + timedelta(minutes=5), {point: values}, reason)]


def explained(visit: Visit) -> list[Step]:
    """Signed with a finding that stands, and the reason why."""
    fields = visit.fields()
    fields["numbing"]["residual_removed"] = "no"
    fields["reason:D02"] = {"text": "A trace was left at the hairline, outside every zone that was needled."}
    steps = waiting(visit)
    return [Step("create", visit.author, steps[0].at, fields), steps[1]]


def amended_waiting(visit: Visit) -> list[Step]:
    lot = {"device": {"cartridge_lot": "SPC2605-11"}}
    at = visit.started + SIGNED + DAY
    return [*waiting(visit), Step("amend", visit.author, at, lot, "Cartridge LOT misread, checked against the box")]


def amended(visit: Visit) -> list[Step]:
    at = visit.started + SIGNED + 2 * DAY
    return [*amended_waiting(visit), approval(visit, at, "Thank you for checking.")]


def returned(visit: Visit) -> list[Step]:
    steps = waiting(visit)
    at = min(visit.started + SIGNED + DAY, visit.now - timedelta(minutes=25))
    comment = "Which side had the longer redness? Please say so in the observation right after."
    return [*steps, Step("return", visit.reviewer, at, text=comment, unit="obs:T0")]


def corrected(visit: Visit) -> list[Step]:
    steps = returned(visit)
    at = steps[-1].at + timedelta(hours=3)
    words = {"obs:T0": {"note": "Redness a little longer on the left cheek."}}
    return [*steps, Step("patch", visit.author, at, words), Step("sign", visit.author, at + timedelta(minutes=2))]


def void(visit: Visit) -> list[Step]:
    at = visit.started + SIGNED + timedelta(hours=1)
    return [*waiting(visit), Step("void", visit.author, at, text="Written down for the wrong patient")]


def deferred(visit: Visit) -> list[Step]:
    fields: Fields = {
        "visit": {
            **visits.visit(visit.course, visit.session, visit.started.date(), "deferred", visit.rng),
            "deferral_reason": "Cold sore on the upper lip since yesterday. Antiviral by the GP, new date later.",
        },
        "check": {**visits.check(visit.course, visit.started - timedelta(minutes=60)), "hsv_active": "yes"},
    }
    at = visit.started - timedelta(minutes=50)
    return [
        Step("create", visit.author, at, fields),
        Step("sign", visit.author, at + timedelta(minutes=3)),
        approval(visit, at + DAY),
    ]


def stopped(visit: Visit) -> list[Step]:
    """The cream was on for a while, then the patient felt unwell; no needle touched the skin."""
    whole, at = visit.fields(), visit.started - timedelta(minutes=40)
    fields = {unit: whole[unit] for unit in ("visit", "check", "consent", "numbing")}
    fields["visit"] |= {"performed": "stopped", "stopped_at": at.isoformat(), "stopped_reason": "reaction"}
    fields["numbing"] |= {
        "applied_at": (at - timedelta(minutes=20)).isoformat(),
        "removed_at": at.isoformat(),
        "toxicity": ["light_headed"],
        "toxicity_at": (at - timedelta(minutes=2)).isoformat(),
        "toxicity_action": "Cream wiped off, legs up, oxygen saturation 98 %. Well again after ten minutes.",
    }
    fields["obs:T0"] = {"at": (at + timedelta(minutes=10)).isoformat(), "erythema": 1, "spo2": 99, "hr": 72}
    fields["aftercare"] = {"given": True}
    fields["reason:A18"] = {"text": "Stopped and observed for an hour; saturation and pulse normal throughout."}
    return [
        Step("create", visit.author, at + timedelta(minutes=15), fields),
        Step("sign", visit.author, at + timedelta(minutes=70)),
    ]


def numbing_now(visit: Visit) -> list[Step]:
    """The patient lies there with the cream on, at this moment."""
    applied = visit.now - timedelta(minutes=24)
    whole = visits.treated(visit.course, visit.session, visit.now + timedelta(minutes=45), visit.rng)
    cream = {name: whole["numbing"][name] for name in ("used", "product", "manufacturer", "lot", "expiry", "occlusion")}
    dose = {name: whole["numbing"][name] for name in ("amount_g", "area_cm2", "zones", "planned_min", "skin_intact")}
    fields = {unit: whole[unit] for unit in ("visit", "check", "consent")}
    fields["visit"] = {**fields["visit"], "session_date": applied.date().isoformat()}
    fields["consent"] = {**fields["consent"], "signed_on": applied.date().isoformat()}
    fields["numbing"] = {**cream, **dose, "applied_at": applied.isoformat()}
    return [Step("create", visit.author, applied + timedelta(minutes=1), fields)]


def half_written(visit: Visit) -> list[Step]:
    whole = visit.fields()
    left_open = ("obs:T30", "aftercare", "text:plan")
    fields = {unit: values for unit, values in whole.items() if unit not in left_open}
    return [Step("create", visit.author, visit.started + WRITTEN, fields)]


def conflict(visit: Visit) -> list[Step]:
    """Two tablets wrote two different figures into one unit, the second without having seen the first."""
    whole = visit.fields()
    seen: Fields = {"needling": whole["needling"]}
    at = visit.started + WRITTEN
    return [
        Step("create", visit.author, at, whole),
        Step("patch", visit.other, at + timedelta(minutes=10), {"needling": {"pain_nrs": 7}}),
        Step(
            "patch",
            visit.author,
            at + timedelta(minutes=25),
            {"needling": {"pain_nrs": 1}},
            base=seen,
            meets="conflict",
        ),
    ]


NOTE_STATES: dict[str, Callable[[Visit], list[Step]]] = {
    ending.__name__: ending
    for ending in (
        waiting, approved, followed_up, amended, amended_waiting, returned, corrected, void, deferred, stopped,
        numbing_now, half_written, explained, conflict,
    )
}  # fmt: skip
