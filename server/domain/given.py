"""What the entries of a note say was put on or into the patient, whatever became of the visit (domain-2.md 4.1)."""

from datetime import datetime

from server.domain.figures import number, rows
from server.domain.times import instant
from server.domain.units import Content, Unit, units_of
from server.domain.views import in_runs, la_of, runs_of, sites_of, unlabelled_creams_of

TREATED, STOPPED, REVIEW = "treated", "stopped", "review"
TOUCH_UP = "touch_up"
ENERGY = ("energy_mj", "power_w", "pulse_ms")
DEPTHS = {False: "depth_mm", True: "runs"}  # where a site of either schema has them

OF_CREAM = ("product", "amount_g", "area_cm2", "applied_at")
TIMES = (("numbing", "applied_at"), ("prp", "drawn_at"), ("prp", "used_at"), ("needling", "started_at"))
CREAM, DRAW, PIERCED = TIMES[:1], TIMES[1:2], TIMES[2:]


def begun(content: Content) -> tuple[datetime, str] | None:
    """The first time of what was given, and as it is written."""
    return min(times_given(content), default=None)


def times_given(content: Content) -> list[tuple[datetime, str]]:
    written = [unit.get(name) for section, name in TIMES for _key, unit in units_of(content, section)]
    written += [shot.get("at") for shot in la_of(content) + unlabelled_creams_of(content)]
    return [(at, str(text)) for text in written if (at := instant(text))]


def is_without_time(content: Content) -> bool:
    """Whether of an anaesthetic that is entered nobody knows when it was given, or of anything at all."""
    creams = [cream for _key, cream in units_of(content, "numbing") if has_any(cream, *OF_CREAM)]
    times = [cream.get("applied_at") for cream in creams if cream.get("used") is not False]
    times += [shot.get("at") for shot in la_of(content) + unlabelled_creams_of(content)]
    return not times_given(content) or not all(map(instant, times))


def first_time(content: Content, *times: tuple[str, str]) -> datetime | None:
    """The earliest of these times of the visit."""
    written = [instant(unit.get(name)) for section, name in times for _key, unit in units_of(content, section)]
    return min((at for at in written if at is not None), default=None)


def first_pierced(content: Content, *more: tuple[str, str]) -> datetime | None:
    """When the first needle, injection or PRP reached the skin."""
    shots = [instant(shot.get("at")) for shot in la_of(content)]
    known = [at for at in (first_time(content, *PIERCED, *more), *shots) if at is not None]
    return min(known, default=None)


def exposures(content: Content) -> dict[str, bool]:
    draws = units_of(content, "prp")
    return {
        "cream": any(is_cream_given(key, cream, content) for key, cream in units_of(content, "numbing")),
        "la": any(has_any(shot, "mg", "ml", "at") for shot in la_of(content) + unlabelled_creams_of(content)),
        "needle": is_needled(content),
        "rf": is_radiated(content),
        "blood": any(is_blood_drawn(key, draw, content) for key, draw in draws),
        "prp": any(is_prp_used(draw) for _key, draw in draws),
        "proc": any(is_proc_done(proc, content) for _key, proc in units_of(content, "proc")),
        "serum": any(is_serum_given(serum, content) for _key, serum in units_of(content, "serum")),
    }


def is_session(content: Content) -> bool:
    given = exposures(content)
    return given["needle"] or given["prp"]


def modality_of(content: Content) -> list[str]:
    found = content.get("visit", {}).get("modality")
    return found if isinstance(found, list) else []


def performed(content: Content) -> str | None:
    found = content.get("visit", {}).get("performed")
    return found if isinstance(found, str) else None


def is_cream_on(key: str, cream: Unit, content: Content) -> bool:
    """Known to have been on the skin: by its times, or by a visit that is over."""
    said, is_dosed = performed(content), cream.get("amount_g") is not None
    is_over = said == STOPPED or (said == REVIEW and is_dosed)
    return has_any(cream, "applied_at", "removed_at") or (is_over and is_said_used(key, cream, content))


def is_cream_given(key: str, cream: Unit, content: Content) -> bool:
    """To other visits of the day an amount is enough; in its own note it is a plan until there is a time."""
    is_dosed = cream.get("amount_g") is not None and performed(content) == TREATED
    return is_cream_on(key, cream, content) or (is_dosed and is_said_used(key, cream, content))


def is_said_used(key: str, unit: Unit, content: Content) -> bool:
    """The bare unit answers for the visit, another one is there because it was used. An answer that was only copied
    from another visit is a plan."""
    return (":" in key or unit.get("used") is True) and f"{key}.used" not in copied(content)


def copied(content: Content) -> list[str]:
    waiting = content.get("carried", {}).get("open")
    return waiting if isinstance(waiting, list) else []


def is_needled(content: Content) -> bool:
    """A depth or an energy that was only copied from another visit is a plan."""
    waiting = copied(content)
    return (
        content.get("needling", {}).get("started_at") is not None
        or is_radiated(content)
        or any(
            any(run["depth_mm"] is not None for run in runs_of(site))
            and f"{key}.{DEPTHS[in_runs(site)]}" not in waiting
            for key, site in sites_of(content)
        )
    )


def is_radiated(content: Content) -> bool:
    rf, waiting = content.get("rf", {}), copied(content)
    return any(rf.get(name) is not None and f"rf.{name}" not in waiting for name in ENERGY) or any(
        has_any(run, *ENERGY, "shots") and f"{key}.runs" not in waiting
        for key, site in sites_of(content)
        for run in runs_of(site)
    )


def is_blood_drawn(key: str, draw: Unit, content: Content) -> bool:
    is_said = performed(content) == STOPPED and is_said_used(key, draw, content)
    return is_said or has_any(draw, "drawn_at", "drawn_ml", "attempts")


def is_prp_used(prp: Unit) -> bool:
    volumes = [prp.get("topical_ml"), *(row.get("ml") for row in rows(prp, "sites"))]
    return prp.get("used_at") is not None or any((number(volume) or 0) > 0 for volume in volumes)


def is_serum_given(serum: Unit, content: Content) -> bool:
    is_done = performed(content) in (TREATED, STOPPED)
    return serum.get("timing") != "home" and (is_done or serum.get("amount_ml") is not None)


def is_comfort_given(comfort: Unit, content: Content) -> bool:
    return has_any(comfort, "at", "dose", "mg") or performed(content) == STOPPED


def is_proc_done(proc: Unit, content: Content) -> bool:
    is_over = performed(content) in (TREATED, STOPPED)
    return proc.get("at") is not None or (is_over and has_any(proc, "kind", "sites"))


def has_any(unit: Unit, *names: str) -> bool:
    return any(unit.get(name) is not None for name in names)
