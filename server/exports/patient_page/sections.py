"""The parts of the first page in words."""

from typing import Any

from server.exports.patient_page.language import Language

Facts = dict[str, Any]
SIDES = ("left", "right")
FACE = (
    "forehead", "glabella", "nose", "upper_lip", "chin", "neck",
    *(f"{stem}_{side}" for stem in ("temple", "periorbital", "malar", "cheek", "jawline") for side in SIDES),
)  # fmt: skip
START, WORST, ROOM = 4, 5, 6


def span(row: Facts, tongue: Language) -> str:
    low, high = tongue.number(row["low"]), tongue.number(row["high"])
    return high if low == high else f"{low}–{high}"


def depths(rows: list[Facts], tongue: Language) -> list[Facts]:
    return [
        {
            "label": tongue.sites(row["sites"]),
            "value": f"{span(row, tongue)}\u00a0{tongue.words['mm']}"
            if row["level"]
            else tongue.words["depth_not_recorded"],
            "level": row["level"],
            "mm": row["high"] or 0,
        }
        for row in rows
    ]


def face_map(rows: list[Facts], tongue: Language) -> Facts:
    zones = {
        place["key"]: {"short": span(row, tongue) if row["level"] else "?", "level": row["level"]}
        for row in rows
        for place in row["sites"]
        if place["key"] in FACE
    }
    said = "; ".join(f"{one['label']} {one['value']}" for one in depths(rows, tongue))
    words = tongue.words
    return {"zones": zones, "left": words["side_l"], "right": words["side_r"], "alt": tongue.fill("map_alt", list=said)}


def put(items: list[Facts], tongue: Language) -> list[Facts]:
    return [one_put(item, tongue) for item in items]


def one_put(item: Facts, tongue: Language) -> Facts:
    words = tongue.words
    match item["what"]:
        case "cream":
            return {"label": words["numb"], "value": cream(item, tongue)}
        case "shot":
            drug = words["drug"].get(item["drug"], words["drug"]["other"])
            parts = [drug, tongue.measure(item["ml"], "ml") if item["ml"] else ""]
            return {"label": words["shot"], "value": f"{tongue.listed(parts)}."}
        case "prp":
            return {"label": words["prp"], "value": plasma(item, tongue)}
        case "blood":
            said = tongue.fill("blood_ml", a=tongue.number(item["ml"])) if item["ml"] else words["blood_v"]
            return {"label": words["blood"], "value": said}
        case "proc":
            kind = words["proc"].get(item["kind"], words["proc_head"])
            return {"label": words["proc_head"], "value": f"{kind}."}
        case "serum" | "gel":
            return {"label": words[item["what"]], "value": tongue.apart(item["name"]) or words["prp_used"]}
        case _:
            return {"label": words["tip"], "value": words["tip_v"]}


def cream(item: Facts, tongue: Language) -> str:
    words = tongue.words
    own = item["name"] if item["product"] in (None, "other") else ""
    name = tongue.apart(own or words["cream"].get(item["product"], words["cream"]["other"]))
    parts = [
        name,
        tongue.measure(item["g"], "g") if item["g"] else "",
        tongue.fill("minutes_v", t=item["minutes"]) if item["minutes"] else "",
    ]
    return f"{tongue.listed(parts)}.{' ' + words['wiped'] if item['wiped'] else ''}"


def plasma(item: Facts, tongue: Language) -> str:
    found = [("prp_made", item["made"]), ("prp_in", item["into"]), ("prp_on", item["onto"])]
    said = [tongue.fill(name, a=tongue.number(ml)) for name, ml in found if ml]
    if not (item["into"] or item["onto"]):
        said.append(tongue.words["prp_used"])
    return " ".join(said)


def left(found: Facts | None, tongue: Language) -> str | None:
    if found is None:
        return None
    redness, swelling, pain = (found[name] for name in ("redness", "swelling", "pain"))
    said = [
        tongue.fill("red_v", r=tongue.words["red"][redness]) if redness in range(5) else "",
        tongue.fill("swell_v", s=tongue.words["swell"][swelling]) if swelling in range(5) else "",
        tongue.fill("pain_v", p=tongue.number(pain)) if pain in range(11) else "",
    ]
    return " ".join(one for one in said if one) or str(tongue.words["not_recorded"])


def lots(found: list[list[str]], tongue: Language) -> str:
    named = [f"{tongue.words['lot_of'][kind]} {tongue.apart(lot)}" for kind, lot in found]
    return tongue.fill("lots", list=tongue.listed(named)) if named else ""


def course(points: list[Facts], score: list[float] | None, tongue: Language) -> Facts | None:
    if not points:
        return None
    words, shown = tongue.words, [chart_point(points, n, tongue) for n in range(len(points))]
    said = [words_of(one, tongue) for one in shown]
    return {
        "title": words["progress"],
        "points": shown,
        "worst": max([START, *(one["gais"] for one in shown if one["gais"])]),
        "better": words["gais"]["1"],
        "same": words["gais"][str(START)],
        "score": tongue.fill("score", a=tongue.number(score[0]), b=tongue.number(score[1])) if score else "",
        "rated": words["rated"] if any(one["gais"] and not one["is_start"] for one in shown) else "",
        "alt": tongue.fill("progress_alt", list="; ".join(said)),
    }


def chart_point(points: list[Facts], n: int, tongue: Language) -> Facts:
    """A rating is written where it changes; many visits leave room for their numbers alone."""
    point, words, crowded = points[n], tongue.words, len(points) > ROOM
    is_start = n == 0 and point["done"] and point["no"] == 1
    gais = START if is_start else point["gais"]
    before = [START if k == 0 and one["no"] == 1 else one["gais"] for k, one in enumerate(points[:n])]
    changed = gais != next((one for one in reversed(before) if one), None)
    name = words["final"] if point["final"] else tongue.fill("session", n=point["no"])
    at_edge = n in (0, len(points) - 1) or point["done"] != points[min(n + 1, len(points) - 1)]["done"]
    return {
        "label": str(point["no"]) if crowded and point["no"] and not at_edge else name,
        "date": tongue.short_date(point["on"]) if point["on"] else "",
        "gais": gais if point["done"] else None,
        "word": words["start"] if is_start else words["gais"][str(gais)] if gais else "",
        "state": words["not_rated" if point["done"] else "planned"],
        "shown": bool(gais) and point["done"] and (is_start or changed),
        "done": point["done"],
        "is_start": is_start,
        "hide_date": crowded and not at_edge,
    }


def words_of(shown: Facts, tongue: Language) -> str:
    state = (shown["done"] and shown["word"]) or shown["state"]
    return f"{tongue.listed([shown['label'], shown['date']])}: {state}"


def next_visit(found: Facts, tongue: Language) -> Facts | None:
    words, kind = tongue.words, found["kind"]
    if kind == "none":
        return None
    if kind == "done":
        return {"title": words["done"], "big": "", "note": words["done_n"]}
    if kind == "book":
        return {"title": words["next"], "big": "", "note": words["book"]}
    after = tongue.fill("weeks_after", n=found["weeks"]) if found["weeks"] else ""
    return {
        "title": words["next" if kind == "visit" else "next_check"],
        "big": tongue.fill("next_v", date=tongue.long_date(found["on"])),
        "note": " ".join(one for one in (after, words["set_time"]) if one),
    }


def deferred(found: Facts | None, private: bool, tongue: Language) -> Facts | None:
    """Where nothing may be named, that the reason was talked about."""
    if found is None:
        return None
    words = tongue.words
    named = [*(found["private"] if private else []), *found["reasons"]]
    reasons = [words["reasons"][one] for one in ("pregnant", *found["reasons"]) if one in named]
    hidden = bool(found["private"]) and not private
    steps = [words["steps"][one] for one in words["steps"] if one in named]
    what = "cream_only" if found["cream"] else "nothing"
    return {
        "nothing": words[what],
        "nothing_v": words[f"{what}_v"],
        "why": words["deferred_why"],
        "reasons": [*reasons, *([words["reason_talk"]] if hidden or not reasons else [])],
        "next": words["deferred_next"],
        "steps": steps or [words["step_generic"]],
    }


def call_box(facts: Facts, phone: str, emergency: str, tongue: Language) -> Facts:
    """Whom to call. ``loud`` while the skin heals; later the signs that come late."""
    words, loud = tongue.words, facts["care"] is not None
    return {
        "title": words["call" if loud else "call_late"],
        "loud": loud,
        "plain": words["ask_call"],
        "phone": phone,
        "signs": words["signs" if loud else "signs_late"],
        "emergency": tongue.fill("emerg", n=tongue.apart(emergency)) if emergency else words["emerg_any"],
        "emergency_signs": words["emerg_signs"],
        "short": words["call_short"],
        "page": words["call_page"],
    }
