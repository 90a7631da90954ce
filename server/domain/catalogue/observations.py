"""Observations after the procedure at six time points (domain.md 9)."""

from server.domain.catalogue.kinds import (
    ADVISED,
    ALL,
    SIGN,
    Field,
    Section,
    keys,
    options,
    same_choices,
)  # fmt: skip
from server.domain.catalogue.needling import BLEEDING
from server.domain.catalogue.sites import SITE_CHOICES

DONE = (("obs.asked", "is", True),)
AT_ONCE = ("T0", "T30")
GRADES = options({0: "None", 1: "Slight", 2: "Moderate", 3: "Severe"})

OBSERVATION = Section("obs", "Observations", (
    Field("at", "datetime", "Observed at", required=ADVISED, required_if=DONE, required_at=AT_ONCE, exports=ALL,
          source="DES"),
    Field("how", "choice", "Assessed", exports=ALL, source="DES", choices=options(
        {"in_person": "In person", "phone": "By phone", "photo": "From a photo", "message": "By message"})),
    Field("erythema", "scale", "Redness", required=SIGN, required_if=DONE, required_at=AT_ONCE, exports=ALL,
          source="[CEA]; words GK", choices=options({
              0: "Clear", 1: "Almost clear", 2: "Mild, definite", 3: "Moderate, marked", 4: "Severe, fiery"})),
    Field("warmth", "tri", "Warm to the touch", exports=ALL, source="GK",
          help="Redness is hard to see in skin types V and VI."),
    Field("violaceous", "tri", "Violet tone", exports=ALL, source="GK"),
    Field("oedema", "scale", "Swelling", required=ADVISED, required_if=DONE, required_at=AT_ONCE, exports=ALL,
          source="[DRAIZE]", choices=options({
              0: "None", 1: "Very slight", 2: "Slight, defined edge", 3: "Raised about 1 mm",
              4: "Raised more than 1 mm, beyond the area"})),
    Field("bleeding", "scale", "Bleeding", choices=BLEEDING, required=ADVISED, required_if=DONE, required_at=AT_ONCE,
          exports=ALL, source="GK"),
    Field("bleeding_stop_min", "int", "Bleeding stopped after", unit="min", minimum=0, maximum=1440, step=1,
          usual=(1, 2, 5, 10), exports=ALL, source="GK"),
    Field("bruise", "scale", "Bruising", exports=ALL, source="[SP-CARE2]", choices=options(
        {0: "None", 1: "A few spots", 2: "One site", 3: "Several sites"})),
    Field("haematoma", "tri", "Haematoma", exports=ALL, source="[SP-CARE2]"),
    Field("pain_now", "nrs", "Pain now", required=SIGN, required_if=DONE, required_at=("T30",), exports=ALL,
          source="GK; [SP-FAQ]"),
    Field("pain_worst_24h", "nrs", "Worst pain in 24 hours", exports=ALL, source="GK"),
    *same_choices((
        ("itch", "Itch"), ("burning", "Burning"), ("tightness", "Tightness"), ("dryness", "Dryness"),
        ("flaking", "Flaking")), "scale", choices=GRADES, exports=ALL, source="[AE-SR] [SP-MAN]"),
    Field("exudate", "choice", "Discharge", exports=ALL, source="GK", choices=options(
        {"none": "None", "serous": "Clear fluid", "crust": "Crust", "pus": "Pus"})),
    Field("new_lesions", "choices", "New lesions", exclusive=("none",), exports=ALL, source="[AE-SR] [GRAN]",
          choices=options({
        "none": "None", "papules": "Papules", "pustules": "Pustules", "vesicles": "Blisters", "nodules": "Nodules",
        "linear_marks": "Linear marks"})),
    Field("pigment_change", "choice", "Pigment change", exports=ALL, source="[AE-SR]", choices=options(
        {"none": "None", "darker": "Darker", "lighter": "Lighter"})),
    Field("pigment_zones", "choices", "Where the pigment changed", choices=SITE_CHOICES, exports=ALL, source="[AE-SR]"),
    Field("temp_c", "decimal", "Temperature", unit="Cel", minimum=30, maximum=45, step=0.1, exports=ALL, source="GK"),
    Field("hr", "int", "Pulse", unit="/min", minimum=30, maximum=220, step=1, exports=ALL, source="GK"),
    Field("spo2", "int", "SpO2", unit="%", minimum=50, maximum=100, step=1, exports=ALL, source="[METHB]"),
    Field("downtime_days", "int", "Downtime", unit="d", minimum=0, maximum=30, step=1,
          usual=(0, 1, 2, 3), exports=ALL, source="[SP-CARE]"),
    Field("photo", "tri", "Photo taken", exports=ALL, source="[PHOTO]"),
    Field("note", "longtext", "Note", exports=ALL, source="DES"),
), repeats="key", widget="timeline", keys=keys({
    "T0": "Right after", "T30": "15 to 30 minutes", "T24": "1 day", "T72": "3 days", "T7d": "7 days",
    "T28d": "28 days"}))  # fmt: skip

SECTIONS = (OBSERVATION,)
