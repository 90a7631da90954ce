"""The second page in words: one axis of days for how the skin may feel and what to leave out until when."""

from typing import Any

from server.domain.patient_page.words import PAGE
from server.exports.patient_page.language import Language, later

Facts = dict[str, Any]
CLOCK_DAYS = 3  # up to here the hour counts, later the day is enough
CARE = PAGE["care"]


def aftercare(found: Facts | None, on: str, tongue: Language) -> Facts | None:
    if found is None:
        return None
    words, first, bars = tongue.words, found["first"], tongue.words["bars"]
    out = [row(one, found, tongue) for one in CARE["out"] if one["item"] in found["items"]]
    sun = sunshine(found, tongue) if CARE["sun"]["item"] in found["items"] else None
    skin = [one for one in CARE["skin"] if one["name"] != "bruise" or found["bruise"]]
    asked = [tongue.day_of_week(day) for day in found["asks"]]
    said = [f"{one['label']}: {one['fine']}" for one in out]
    said += [f"{bars['sun']}: {sun['spoken']}"] if sun else []
    return {
        "title": words["care"],
        "sub": tongue.fill("care_from", date=tongue.long_date(on)),
        "feel": bars["skin"],
        "leave_out": bars["out"],
        "skin": [{**one, "label": bars[one["name"]]} for one in skin],
        "out": out,
        "sun": sun,
        "cards": cards(found, tongue),
        "notes": [
            words[name] for name, is_so in (("bruise_note", found["bruise"]), ("prp_note", found["prp"])) if is_so
        ],
        "axis": [axis_day(first, day, found["is_today"], tongue) for day in CARE["axis"]],
        "expect": words["expect"],
        "helps": words["helps"],
        "skin_col": words["skin_col"],
        "ask": f"{words['ask']} {tongue.listed(asked)}".removesuffix(".") + "." if asked else "",
        "alt": tongue.fill("care_alt", list="; ".join(said)),
    }


def axis_day(first: str, day: int, is_today: bool, tongue: Language) -> Facts:
    on = later(first, day)
    week = tongue.words["today"] if day == 0 and is_today else tongue.weekday(on)
    return {"day": day, "week": week, "num": str(int(on[8:10]))}


def row(one: Facts, found: Facts, tongue: Language) -> Facts:
    return {
        "icon": {"heat": "waves", "actives": "bottle"}.get(one["icon"], one["icon"]),
        "label": tongue.words["bars"][one["icon"]],
        "no": one["days"],
        "fine": until(found, one["days"], tongue),
    }


def until(found: Facts, days: int, tongue: Language) -> str:
    on = tongue.day_of_week(later(found["first"], days))
    if found["ended"] and days <= CLOCK_DAYS:
        return tongue.fill("from_t", d=on, t=found["ended"][11:16])
    return tongue.fill("from_day", d=on)


def sunshine(found: Facts, tongue: Language) -> Facts:
    words, sun = tongue.words, CARE["sun"]
    low, fine = (tongue.day_of_week(later(found["first"], sun[name])) for name in ("strict", "low"))
    screen = tongue.fill("spf_v", d=tongue.day_of_week(later(found["first"], sun["screen"])))
    spoken = f"{words['sun_no']}; {low}: {words['sun_low']}; {fine}: {words['sun_ok']}. {words['spf_label']}: {screen}"
    return {
        "label": words["bars"]["sun"],
        "strict": sun["strict"],
        "low": sun["low"],
        "words": [words["sun_no"], words["sun_low"], words["sun_ok"]],
        "label_spf": words["spf_label"],
        "spf_words": screen,
        "spoken": spoken,
    }


def cards(found: Facts, tongue: Language) -> list[Facts]:
    words, first = tongue.words, found["first"]
    until_day = tongue.long_date(later(first, CARE["sun"]["screen"]))
    shown = []
    for n, (begin, end) in enumerate(CARE["cards"]):
        when, skin, helps = words["cards"][n]
        if n < 2 and not found["is_today"]:
            when = words[("first_day", "second_day")[n]]
        start, stop = later(first, begin), later(first, end)
        days = tongue.day_of_week(start) if begin == end else f"{brief(start, tongue)} – {brief(stop, tongue)}"
        shown.append({"when": when, "date": days, "skin": skin, "do": helps.replace("{spf}", until_day)})
    return shown


def brief(day: str, tongue: Language) -> str:
    return f"{tongue.weekday(day)} {int(day[8:10])}"
