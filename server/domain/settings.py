"""What a clinic decides for all its people and tablets, beside its limits.

``second_factor``: who is asked to have one-time codes, "leads" (supervisors and administrators) or "everybody".
``review``: which notes a second person looks at within ``review_days``, "all" or "chosen" (``review_policy.py``).
``reviewers`` are {of, by}: whose notes wait for whom; ``deputies`` {of, by, first, last}: who stands in on which days.
``trained``: the ids of those who are trained on a device, by its product; what is not named keeps no register.
``link_days``: how long a link for a patient may last, 0 where there shall be none.
``phone`` and ``emergency`` are whom patients call. ``country`` and ``time_zone`` are empty where nobody has said.
"""

from typing import Any

DEFAULTS: dict[str, Any] = {
    "phone": "",
    "emergency": "",
    "country": "",
    "time_zone": "",
    "lock_minutes": 5,
    "lease_days": 7,
    "second_factor": "leads",
    "review": "all",
    "review_share": 20,
    "trainees": [],
    "review_days": 7,
    "reviewers": [],
    "deputies": [],
    "countersign": "required",
    "trained": {},
    "link_days": 90,
}
STORED_AS = {"phone": "page_phone", "emergency": "page_emergency"}
SECOND_FACTOR = ("leads", "everybody")
LINK_DAYS = (7, 30, 90)
# ISO 3166-1 alpha-2.
COUNTRIES = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO
    FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE
    JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO
    MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW
    PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM
    TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
    """.split()  # noqa: SIM905
)


def with_defaults(decided: dict[str, Any]) -> dict[str, Any]:
    """Every setting: as the clinic decided, else as it comes."""
    return {name: decided.get(stored_as(name), default) for name, default in DEFAULTS.items()}


def offered_days(longest: int) -> list[int]:
    """For how long a link for a patient may be made; empty where there shall be none."""
    return [days for days in LINK_DAYS if days <= longest]


def stored_as(name: str) -> str:
    return STORED_AS.get(name, name)
