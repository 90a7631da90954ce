"""The visit, the check before it and the consents (domain.md 3 and 4)."""

from collections.abc import Iterator
from typing import Any

from server.domain.catalogue.kinds import (
    ADVISED,
    ALL,
    RECORDS,
    SIGN,
    TREATMENT,
    Field,
    Section,
    exposed,
    options,
    same_choices,
)
from server.domain.catalogue.sites import SITE_CHOICES

RECENT_DATES = {
    "filler_toxin_14d": ("filler_toxin_on", "Last filler or toxin"),
    "peel_laser": ("peel_laser_on", "Last peel or laser"),
    "surgery": ("surgery_on", "Last surgery"),
    "retinoid_acid_24h": ("retinoid_acid_on", "Last retinoid or acid"),
    "nsaid_48h": ("nsaid_on", "Last anti-inflammatory"),
    "steroid_local_1m": ("steroid_local_on", "Last local steroid"),
    "steroid_systemic_2w": ("steroid_systemic_on", "Last steroid tablet or injection"),
}
PLACES = {
    "hsv_active": "Where the cold sore is",
    "active_acne": "Where the inflamed acne is",
    "infection": "Where the infection is",
    "open_wound": "Where the wound is",
    "sunburn": "Where the sunburn is",
    "filler_toxin_14d": "Where filler or toxin was put",
    "peel_laser": "Where the peel or laser was done",
    "surgery": "Where the surgery was done",
}
ABLATIVE = Field("peel_laser_ablative", "tri", "Ablative laser or deep peel", required=ADVISED, exports=ALL, since=2,
                 required_if=(("check.peel_laser", "is", "yes"),), source="[OPTIMAS]")  # fmt: skip
MAY_BE_PREGNANT = ("patient.body.sex_at_birth", "in", ["female", "intersex"])

PREVENTED = (TREATMENT, ("check.hsv_prophylaxis", "is", "given"))


def recent(*questions: tuple[str, str], source: str) -> Iterator[Field]:
    """Each question with the day of the last time beside it: "filler_toxin_14d" has "filler_toxin_on"."""
    for name, label in questions:
        yield Field(name, "tri", label, source=source, required=SIGN, required_if=(TREATMENT,), exports=ALL)
        date, words = RECENT_DATES[name]
        yield Field(date, "date", words, exports=ALL, source=source)


def where(places: dict[str, str]) -> Iterator[Field]:
    """Asked beside a yes; without an answer it may be anywhere."""
    for name, label in places.items():
        yield Field(f"{name}_sites", "choices", label, choices=SITE_CHOICES, required=ADVISED,
                    required_if=((f"check.{name}", "is", "yes"),), exports=ALL, source="DES", since=2)  # fmt: skip


INDICATIONS = options({
    "acne_scar": "Acne scars", "fine_lines": "Fine lines", "wrinkles": "Wrinkles",
    "hyperpigmentation": "Hyperpigmentation", "texture_pores": "Texture and pores", "striae": "Stretch marks",
    "surgical_scar": "Surgical scar", "other": "Other"})  # fmt: skip
MODALITIES = options({
    "needling": "Needling", "rf": "Radiofrequency", "prp": "PRP", "serum": "Serum", "subcision": "Subcision",
    "peel": "Peel", "laser": "Laser"})  # fmt: skip

# A session is one of needling or PRP; a visit that ended before is none.
SESSION = (exposed("skin"),)
STOPPED = (("visit.performed", "is", "stopped"),)
TOUCH_UP = (("visit.kind", "is", "touch_up"),)
VISIT = Section("visit", "Visit", (
    Field("performed", "choice", "What happened", required=SIGN, exports=ALL, source="DES", choices=options({
        "treated": "Treated", "stopped": "Stopped", "deferred": "Deferred", "cancelled": "Cancelled",
        "review": "Review without treatment"})),
    Field("stopped_at", "datetime", "Stopped at", required=SIGN, required_if=STOPPED, exports=ALL, source="DES",
          since=2),
    Field("stopped_reason", "choice", "Why it was stopped", required=SIGN, required_if=STOPPED, exports=ALL,
          source="DES", since=2, choices=options({
              "faint": "Fainted", "pain": "Pain", "reaction": "Reaction", "patient_wish": "The patient's wish",
              "device_fault": "Device fault", "finding": "Unexpected finding", "other": "Other"})),
    Field("stopped_detail", "longtext", "What happened", required=SIGN, exports=("csv", "json"), source="DES",
          since=2, required_if=(*STOPPED, ("visit.stopped_reason", "is", "other"))),
    Field("course", "text", "Course of treatment", source="DES"),
    Field("session_date", "date", "Date of the visit", required=SIGN, exports=ALL, source="DES"),
    Field("session_no", "int", "Session number", minimum=1, maximum=99, step=1, usual=(1, 2, 3, 4), required=SIGN,
          required_if=SESSION, exports=ALL, source="DES"),
    Field("sessions_planned", "int", "Sessions planned", minimum=1, maximum=12, step=1, usual=(3, 4, 6),
          required=ADVISED, required_if=SESSION, exports=ALL, source="[NCT] [PORWAL] [CHAWLA] [SP-CARE]"),
    Field("interval_weeks_planned", "int", "Interval planned", unit="wk", minimum=2, maximum=12, step=1,
          usual=(4, 5, 6, 8), required=ADVISED, required_if=SESSION, exports=ALL, source="[NCT] [SP-CARE]"),
    Field("operator", "person", "Operator", required=SIGN, exports=ALL, source="[FDA-MN]"),
    Field("operator_trained", "tri", "Operator trained for this device", exports=ALL, source="[FDA-MN]"),
    Field("assistant", "text", "Assistant", exports=ALL, source="[FDA-MN]"),
    Field("room", "text", "Room", exports=ALL, source="DES"),
    Field("indication", "choices", "Indication", choices=INDICATIONS, required=SIGN, required_if=SESSION,
          exports=ALL, source="[SP-CONS]"),
    Field("modality", "choices", "Treatment", choices=MODALITIES, required=ADVISED, required_if=SESSION,
          exports=ALL, source="[NCT] [PORWAL]; GK"),
    Field("deferral_reason", "longtext", "Why it was deferred or cancelled", required=SIGN,
          required_if=(("visit.performed", "in", ["deferred", "cancelled"]),), exports=("csv", "json"), source="DES"),
    Field("kind", "choice", "Kind of visit", exports=ALL, source="DES", since=2, choices=options({
        "session": "Session", "touch_up": "Touch-up", "maintenance": "Maintenance", "review": "Review"})),
    Field("touch_up_of", "text", "Visit that it completes", required=SIGN, required_if=TOUCH_UP, exports=RECORDS,
          source="DES", since=2),
))  # fmt: skip

ASKED: dict[str, Any] = {"required": SIGN, "required_if": (TREATMENT,), "exports": ALL}
CHECK = Section("check", "Check before treatment", (
    *same_choices((("pregnant", "Pregnant"), ("breastfeeding", "Breastfeeding")), "tri", required=SIGN,
                  required_if=(TREATMENT, MAY_BE_PREGNANT), exports=ALL, source="[SP-CONS] [AAD-LA] [NCT]"),
    *same_choices((
        ("hsv_active", "Cold sore now"), ("active_acne", "Inflamed acne in the area"),
        ("infection", "Infection in the area"), ("open_wound", "Open wound in the area"),
        ("sunburn", "Sunburn in the area")), "tri", source="[SP-CONS]", **ASKED),
    *recent(
        ("filler_toxin_14d", "Filler or toxin in the last 14 days"), ("peel_laser", "Recent peel or laser"),
        ("surgery", "Recent surgery"), ("retinoid_acid_24h", "Retinoid or acid in the last 24 hours"),
        source="[SP-CARE]"),
    *recent(
        ("nsaid_48h", "Anti-inflammatory (NSAID) in the last 48 hours"),
        ("steroid_local_1m", "Local steroid in the last month"),
        ("steroid_systemic_2w", "Steroid tablets or injection in the last 2 weeks"), source="[PRP-CI]"),
    Field("recent_fever", "tri", "Recent fever", source="[PRP-CI]", **ASKED),
    Field("sepsis_unstable", "tri", "Sepsis or unstable circulation", required=ADVISED, exports=ALL,
          required_if=(TREATMENT, ("prp.used", "is", True)), source="[PRP-CI]; GK"),
    Field("asked_at", "datetime", "Asked at", required=ADVISED, required_if=(TREATMENT,), exports=ALL, source="[NCT]"),
    Field("asked_by", "person", "Asked by", exports=ALL, source="[NCT]"),
    Field("hsv_prophylaxis", "choice", "Cold-sore prevention", required=ADVISED,
          required_if=(TREATMENT, ("patient.history:hsv.answer", "is", "yes")), exports=ALL, source="[HSV] [HSV2]",
          choices=options({"given": "Given", "not_indicated": "Not indicated", "declined": "Declined"})),
    Field("hsv_drug", "text", "Medicine", required=ADVISED, required_if=PREVENTED, exports=ALL, source="[HSV] [HSV2]",
          usual=("Valaciclovir", "Aciclovir")),
    Field("hsv_dose", "text", "Dose", required=ADVISED, required_if=PREVENTED, exports=ALL, source="[HSV] [HSV2]",
          usual=("500 mg twice daily", "400 mg three times daily")),
    Field("hsv_start", "date", "Taken since", required=ADVISED, required_if=PREVENTED, exports=ALL,
          source="[HSV] [HSV2]"),
    Field("hsv_detail", "text", "Remarks on cold-sore prevention", exports=ALL, source="[HSV]"),
    *where(PLACES),
    ABLATIVE,
), widget="checklist")  # fmt: skip

CONSENT = Section("consent", "Consent", (
    Field("procedure", "bool", "Procedure", required=ADVISED, required_if=(TREATMENT,), exports=ALL, source="GK"),
    Field("prp", "bool", "PRP", required=ADVISED, required_if=(TREATMENT, ("prp.used", "is", True)), exports=ALL,
          source="[SP-CONS]"),
    Field("photo_clinical", "bool", "Photos for the record", required=ADVISED, exports=ALL, source="[PHOTO]",
          required_if=(TREATMENT, ("photo.any", "is", True))),
    Field("photo_marketing", "bool", "Photos for publicity", exports=ALL, source="[PHOTO]"),
    Field("off_label", "bool", "Off-label use explained and accepted", exports=ALL, source="[SP-CONS]",
          help="PRP, serums, depths above the label, other indications."),
    Field("version", "text", "Version of the consent form", required=ADVISED, required_if=(TREATMENT,), exports=ALL,
          source="GK"),
    Field("text_version", "text", "Version of the text signed", exports=ALL, source="GK"),
    Field("signed_on", "date", "Signed on", required=ADVISED, required_if=(TREATMENT,), exports=ALL, source="GK"),
    Field("signed_at", "datetime", "Signed at", exports=ALL, source="DES", since=2),
    Field("on_paper", "bool", "Signed on paper", exports=ALL, source="DES",
          help="For whoever cannot draw on the tablet."),
    Field("withdrawn_on", "date", "Consent withdrawn on", exports=ALL, source="GK"),
    Field("signature", "strokes", "Signature", exports=ALL, source="GK"),
    Field("guardian", "text", "Guardian", required=ADVISED, exports=ALL, source="[FDA-MN]",
          required_if=(TREATMENT, ("visit.age_years", "under", "limits.ages.adult")),
          help="Signs for a patient who is under age."),
), help="Each tick is a consent of its own.")  # fmt: skip

SECTIONS = (VISIT, CHECK, CONSENT)
