"""Whether a follow-up may be signed: what it lacks, what the rules find in it, and its red flags.

What was seen is judged as an observation of the note would be, with the note as context; the note itself is not judged
again. Of a patient who was not reached nothing is asked but the attempt. Mirrors ``core/follow-up-check.ts``; both
answer to ``tests/vectors/follow_up_check.json``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from server.domain.answers import REASON_MIN, Acknowledged, Finding, fingerprint, is_answered
from server.domain.catalogue.follow_up import FLAGS, SEEN
from server.domain.completeness import MISSING, Gap, missing
from server.domain.context import Content, Context, Unit
from server.domain.red_flags import READ, red_flags
from server.domain.rules import evaluate
from server.domain.times import instant
from server.domain.translation import N_
from server.domain.treatment_end import treatment_end

FUTURE = N_("This time is in the future.")
OUTSIDE = N_("This time is outside the window of this follow-up.")
FITTING = {
    "T24": N_("This time is outside the window of this follow-up: it belongs to that of day 1."),
    "T72": N_("This time is outside the window of this follow-up: it belongs to that of day 3."),
    "T7d": N_("This time is outside the window of this follow-up: it belongs to that of day 7."),
    "T28d": N_("This time is outside the window of this follow-up: it belongs to that of day 28."),
}
CLOCK_SLACK = timedelta(minutes=90)  # the clock of a tablet may be set to the wrong hour
ANSWER, REASON = (next(field.label for field in FLAGS.fields if field.name == name) for name in ("answer", "reason"))
OTHER_RULES = ("T11",)  # T12 judges the time of a follow-up


@dataclass(frozen=True, slots=True)
class Checked:
    """``flags`` are the terms of adverse events that the findings point to, the most urgent first, ``judged`` the
    fingerprint of what was seen of them."""

    findings: list[Finding]
    flags: list[str]
    gaps: list[Gap]
    judged: str = ""

    def standing(self, acknowledged: Sequence[Acknowledged] = ()) -> list[Finding]:
        """The findings that block signing. What asks for a reason is answered with the red flags."""
        asked = [found for found in self.findings if found.severity in ("block", "block*", "warn")]
        return [found for found in asked if not is_answered(found, {}, acknowledged)]


def check(content: Content, note: Content, context: Context) -> Checked:
    """``note`` is the content of the visit's note, ``context`` that of its rules."""
    about, seen = content.get("about", {}), content.get("seen", {})
    gaps = missing(content, replace(context, type="follow_up"))
    timed = times_of(about, note, context)
    if not is_reached(content):
        return Checked([found for found in timed if found.severity == "block"], [], gaps)
    findings = [*timed, *of_observation(about, seen, note, context)]
    flags = red_flags(seen, str(about.get("point")), context.limits)
    if not flags and any(found.severity == "reason" for found in findings):
        flags = ["other"]
    if not seen:
        gaps = [*gaps, Gap(SEEN.unit, "", SEEN.label, SEEN.label, "missing", MISSING)]
    fp = judged(flags, about, seen, findings)
    return Checked(findings, flags, [*gaps, *unanswered(content.get("flags", {}), flags, fp)], fp)


def judged(flags: list[str], about: Unit, seen: Unit, findings: list[Finding]) -> str:
    """What an answer to the red flags is for: which they are, and the values behind them."""
    asked = [found for found in findings if found.severity == "reason"]
    read = {*READ, *(path.removeprefix("seen.") for found in asked for path in found.fields)}
    values = {name: seen[name] for name in read if seen.get(name) is not None}
    rules = sorted({found.rule for found in asked})
    return fingerprint("flags", about.get("point"), {"flags": flags, "rules": rules, "seen": values}) if flags else ""


def is_reached(content: Content) -> bool:
    return content.get("about", {}).get("reached") == "yes"


def is_flagged(content: Content) -> bool:
    """A signed one answers its red flags, and only then has an answer."""
    return is_reached(content) and bool(content.get("flags", {}).get("answer"))


def of_observation(about: Unit, seen: Unit, note: Content, context: Context) -> list[Finding]:
    unit = f"obs:{about.get('point')}"
    observed = {"at": about["at"], **seen} if about.get("at") else seen
    found = evaluate({**note, unit: observed}, context)
    return [renamed(one, unit) for one in found if one.at == unit and one.rule not in OTHER_RULES]


def renamed(found: Finding, unit: str) -> Finding:
    """Its paths as those of a follow-up."""
    fields = [own_path(path, unit) for path in found.fields]
    numbers = {own_path(path, unit): value for path, value in found.numbers.items()}
    return replace(found, at=None, fields=fields, numbers=numbers)


def own_path(path: str, unit: str) -> str:
    named, _, field = path.rpartition(".")
    if named != unit:
        return path
    return "about.at" if field == "at" else f"seen.{field}"


def times_of(about: Unit, note: Content, context: Context) -> list[Finding]:
    at = instant(about.get("at"))
    if at is None:
        return []
    if at - context.now > CLOCK_SLACK:
        return [finding("block", FUTURE, about)]
    ended = instant(treatment_end(note))
    windows = {row["key"]: row for row in context.limits["follow_up"]}
    window = windows.get(about.get("point"))
    if ended is None or window is None or is_within(at, ended, window):
        return []
    fitting = next((key for key, row in windows.items() if is_within(at, ended, row)), "")
    return [finding("info", FITTING.get(fitting, OUTSIDE), about)]


def is_within(at: datetime, ended: datetime, window: dict[str, Any]) -> bool:
    hours = (at - ended).total_seconds() / 3600
    return bool(window["from_h"] <= hours <= window["until_h"])


def finding(severity: str, message: str, about: Unit) -> Finding:
    return Finding("T12", severity, message, ["about.at"], {"about.at": about["at"]}, "DES")


def unanswered(flags: Unit, terms: list[str], fp: str) -> list[Gap]:
    """A red flag asks for an adverse event, or for the reason why it is none. An answer is for what was seen when it
    was given; one that does not say what for holds."""
    if terms and flags.get("judged") not in (None, fp):
        return [Gap(FLAGS.unit, "answer", FLAGS.label, ANSWER, "missing", MISSING)]
    answer, reason = flags.get("answer"), str(flags.get("reason") or "")
    if terms and not answer:
        return [Gap(FLAGS.unit, "answer", FLAGS.label, ANSWER, "missing", MISSING)]
    if terms and answer == "not_an_event" and len(reason.strip()) < REASON_MIN:
        return [Gap(FLAGS.unit, "reason", FLAGS.label, REASON, "missing", MISSING)]
    return []
