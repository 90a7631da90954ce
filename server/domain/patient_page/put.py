"""What went on or into the skin, as facts: only what was given (``domain/given.py``), and the lots of it."""

from typing import Any

from server.domain.figures import known_total, number, rows
from server.domain.given import (
    copied,
    exposures,
    has_any,
    is_blood_drawn,
    is_cream_given,
    is_proc_done,
    is_prp_used,
    is_serum_given,
)
from server.domain.times import minutes_between
from server.domain.units import Content, Unit, units_of
from server.domain.views import devices_of, la_of

LONGEST = 48
INTO_THE_SKIN = ("intradermal", "subdermal")


def put_of(content: Content) -> list[dict[str, Any]]:
    """In the order of a treatment."""
    found = [cream_of(cream) for cream in given_creams(content)]
    found += [shot_of(shot) for shot in la_of(content) if has_any(shot, "mg", "ml", "at")]
    found += [blood for key, draw in units_of(content, "prp") if (blood := plasma_of(key, draw, content))]
    found += [{"what": "proc", "kind": unit.get("kind")} for unit in given_procs(content)]
    found += [{"what": "serum", "name": label(unit, "product")} for unit in given_serums(content)]
    if gel := glide_of(content):
        found.append({"what": "gel", "name": gel})
    if exposures(content)["needle"] and is_new(content):
        found.append({"what": "tip"})
    return found


def label(unit: Unit, name: str) -> str:
    """A name from a box, on one line and short."""
    return " ".join(str(unit.get(name) or "").split())[:LONGEST]


def given_creams(content: Content) -> list[Unit]:
    return [cream for key, cream in units_of(content, "numbing") if is_cream_given(key, cream, content)]


def given_serums(content: Content) -> list[Unit]:
    return [serum for _key, serum in units_of(content, "serum") if is_serum_given(serum, content)]


def given_procs(content: Content) -> list[Unit]:
    return [proc for _key, proc in units_of(content, "proc") if is_proc_done(proc, content)]


def cream_of(cream: Unit) -> dict[str, Any]:
    minutes = minutes_between(cream.get("applied_at"), cream.get("removed_at"))
    return {
        "what": "cream",
        "product": cream.get("product"),
        "name": label(cream, "product_name"),
        "g": number(cream.get("amount_g")),
        "minutes": minutes if minutes is not None and minutes > 0 else None,
        "wiped": cream.get("residual_removed") == "yes",
    }


def shot_of(shot: Unit) -> dict[str, Any]:
    return {"what": "shot", "drug": shot.get("drug"), "ml": number(shot.get("ml"))}


def plasma_of(key: str, draw: Unit, content: Content) -> dict[str, Any] | None:
    """PRP that was used; blood that was drawn and not used is said as blood."""
    if is_prp_used(draw):
        routes = draw.get("route") if isinstance(draw.get("route"), list) else []
        injected = known_total(number(row.get("ml")) for row in rows(draw, "sites"))
        is_in = bool(injected) or any(route in INTO_THE_SKIN for route in routes or [])
        return {
            "what": "prp",
            "made": number(draw.get("volume_ml")),
            "into": injected if is_in else None,
            "onto": number(draw.get("topical_ml")) or None,
        }
    return {"what": "blood", "ml": number(draw.get("drawn_ml"))} if is_blood_drawn(key, draw, content) else None


def glide_of(content: Content) -> str:
    if not exposures(content)["needle"] or "needling.glide_product" in copied(content):
        return ""
    return label(content.get("needling", {}), "glide_product")


def is_new(content: Content) -> bool:
    """Every tip that was opened was sterile and for this patient alone, and somebody said so."""
    tips = [tip for _key, tip in devices_of(content)]
    return bool(tips) and all(tip.get("sterile_intact") == tip.get("single_use_confirmed") == "yes" for tip in tips)


def lots_of(content: Content) -> list[list[str]]:
    """``[of what, LOT]`` of what was given, as written on the box."""
    given = exposures(content)
    found = [("numb", cream, "lot") for cream in given_creams(content)]
    found += [("shot", shot, "lot") for shot in la_of(content) if has_any(shot, "mg", "ml", "at")]
    found += [("serum", serum, "lot") for serum in given_serums(content)]
    if glide_of(content) and "needling.glide_lot" not in copied(content):
        found.append(("gel", content["needling"], "glide_lot"))
    if given["needle"]:
        found += [("tip", tip, "cartridge_lot") for _key, tip in devices_of(content)]
    if given["blood"] or given["prp"]:
        for _key, draw in units_of(content, "prp"):
            found += [("kit", draw, "kit_lot"), *(("kit", row, "lot") for row in rows(draw, "more_kits"))]
    named = [[kind, label(unit, name)] for kind, unit, name in found]
    return [lot for n, lot in enumerate(named) if lot[1] and lot not in named[:n]]
