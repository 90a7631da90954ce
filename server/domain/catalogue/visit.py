"""The visit, the check before it and the consents (domain.md 3 and 4)."""

from server.domain.catalogue.kinds import ADVISED, ALL, SIGN, TREATED, Field, Section, options, same_choices

MAY_BE_PREGNANT = ("patient.body.sex_at_birth", "in", ["female", "intersex"])

VISIT = Section("visit", "Visit", (
    Field("performed", "choice", "What happened", required=SIGN, exports=ALL, choices=options(
        {"treated": "Treated", "deferred": "Deferred", "cancelled": "Cancelled"})),
    Field("session_date", "date", "Date of the visit", required=SIGN, exports=ALL),
    Field("session_no", "int", "Session number", minimum=1, maximum=99, step=1, usual=(1, 2, 3, 4), required=SIGN,
          required_if=(TREATED,), exports=ALL),
    Field("sessions_planned", "int", "Sessions planned", minimum=1, maximum=12, step=1, usual=(3, 4, 6),
          required=ADVISED, required_if=(TREATED,), exports=ALL, source="[NCT] [PORWAL] [CHAWLA] [SP-CARE]"),
    Field("interval_weeks_planned", "int", "Interval planned", unit="wk", minimum=2, maximum=12, step=1,
          usual=(4, 5, 6, 8), required=ADVISED, required_if=(TREATED,), exports=ALL, source="[NCT] [SP-CARE]"),
    Field("operator", "person", "Operator", required=SIGN, exports=ALL, source="[FDA-MN]"),
    Field("assistant", "text", "Assistant", exports=ALL),
    Field("room", "text", "Room", exports=ALL),
    Field("indication", "choices", "Indication", required=SIGN, required_if=(TREATED,), exports=ALL, choices=options({
        "acne_scar": "Acne scars", "fine_lines": "Fine lines", "wrinkles": "Wrinkles",
        "hyperpigmentation": "Hyperpigmentation", "texture_pores": "Texture and pores", "striae": "Stretch marks",
        "surgical_scar": "Surgical scar", "other": "Other"})),
    Field("modality", "choices", "Treatment", required=ADVISED, required_if=(TREATED,), exports=ALL, choices=options({
        "needling": "Needling", "rf": "Radiofrequency", "prp": "PRP", "serum": "Serum", "subcision": "Subcision",
        "peel": "Peel", "laser": "Laser"})),
    Field("deferral_reason", "longtext", "Why it was deferred or cancelled", required=SIGN,
          required_if=(("visit.performed", "in", ["deferred", "cancelled"]),), exports=ALL),
))  # fmt: skip

ASKED = {"required": SIGN, "required_if": (TREATED,), "exports": ALL}
CHECK = Section("check", "Check before treatment", (
    *same_choices((("pregnant", "Pregnant"), ("breastfeeding", "Breastfeeding")), "tri", required=SIGN,
                  required_if=(TREATED, MAY_BE_PREGNANT), exports=ALL, source="[SP-CONS] [AAD-LA]"),
    *same_choices((
        ("hsv_active", "Cold sore now"), ("active_acne", "Inflamed acne in the area"),
        ("infection", "Infection in the area"), ("open_wound", "Open wound in the area"),
        ("sunburn", "Sunburn in the area")), "tri", source="[SP-CONS]", **ASKED),
    *same_choices((
        ("filler_toxin_14d", "Filler or toxin in the last 14 days"), ("peel_laser", "Recent peel or laser"),
        ("surgery", "Recent surgery"), ("retinoid_acid_24h", "Retinoid or acid in the last 24 hours")),
        "tri", source="[SP-CARE]", **ASKED),
    *same_choices((
        ("nsaid_48h", "Anti-inflammatory (NSAID) in the last 48 hours"),
        ("steroid_local_1m", "Local steroid in the last month"),
        ("steroid_systemic_2w", "Steroid tablets or injection in the last 2 weeks"),
        ("recent_fever", "Recent fever")), "tri", source="[PRP-CI]", **ASKED),
    Field("asked_at", "datetime", "Asked at", required=ADVISED, required_if=(TREATED,), exports=ALL),
    Field("hsv_prophylaxis", "choice", "Cold-sore prevention", required=ADVISED,
          required_if=(TREATED, ("patient.history:hsv.answer", "is", "yes")), exports=ALL, source="[HSV] [HSV2]",
          choices=options({"given": "Given", "not_indicated": "Not indicated", "declined": "Declined"})),
    Field("hsv_detail", "text", "Medicine, dose and start", exports=ALL),
), widget="checklist")  # fmt: skip

CONSENT = Section("consent", "Consent", (
    Field("procedure", "bool", "Procedure", required=ADVISED, required_if=(TREATED,), exports=ALL, source="GK"),
    Field("prp", "bool", "PRP", required=ADVISED, required_if=(TREATED, ("prp.used", "is", True)), exports=ALL,
          source="[SP-CONS]"),
    Field("photo_clinical", "bool", "Photos for the record", exports=ALL, source="[PHOTO]"),
    Field("photo_marketing", "bool", "Photos for publicity", exports=ALL),
    Field("off_label", "bool", "Use outside the device label", exports=ALL, source="[SP-CONS]",
          help="PRP, serums, depths above the label, other indications."),
    Field("version", "text", "Version of the form", required=ADVISED, required_if=(TREATED,), exports=ALL),
    Field("signed_on", "date", "Signed on", required=ADVISED, required_if=(TREATED,), exports=ALL),
), help="Each tick is a consent of its own.")  # fmt: skip

SECTIONS = (VISIT, CHECK, CONSENT)
