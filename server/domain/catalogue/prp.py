"""Platelet-rich plasma (domain.md 7): blood, processing, product, activation and delivery."""

from server.domain.catalogue.kinds import ADVISED, ALL, SIGN, Field, Section, exposed, options
from server.domain.catalogue.sites import SITE_CHOICES

USED = (exposed("blood_product"), ("prp.used", "is", True))
GIVEN = (exposed("prp"), ("prp.used", "is", True))
ALONE = (*GIVEN, ("exposure.needle", "missing", None))

SPIN = (
    Field("rpm", "decimal", "Speed", unit="/min", minimum=100, maximum=6000, step=10, exports=ALL,
          source="[IADVL] [JCAD]"),
    Field("g", "decimal", "Force", unit="[g]", minimum=10, maximum=3000, step=10, exports=ALL, source="[IADVL]"),
    Field("minutes", "decimal", "Time", unit="min", minimum=1, maximum=30, step=1, exports=ALL,
          source="[IADVL] [JCAD]"),
    Field("radius_cm", "decimal", "Rotor radius", unit="cm", minimum=1, maximum=50, step=0.5, exports=ALL,
          source="[RCF]"),
    Field("temp_c", "decimal", "Temperature", unit="Cel", minimum=0, maximum=45, step=1, exports=ALL, source="[MIBO]"),
)  # fmt: skip
SITE = (
    Field("zone", "choice", "Site", choices=SITE_CHOICES, exports=ALL, source="[PRP-TECH]"),
    Field("ml", "decimal", "Volume", unit="mL", minimum=0, maximum=50, step=0.1, exports=ALL, source="[PRP-TECH]"),
    Field("points", "int", "Points", unit="{count}", minimum=1, maximum=500, step=1, exports=ALL, source="[PRP-TECH]"),
    Field("needle_g", "int", "Needle", unit="G", minimum=18, maximum=36, step=1, usual=(30, 32), exports=ALL,
          source="[PRP-TECH]"),
    Field("depth_mm", "decimal", "Depth", unit="mm", minimum=0.1, maximum=20, step=0.5, usual=(4,), exports=ALL,
          source="[PRP-TECH]"),
)  # fmt: skip

BLOOD = (
    Field("used", "bool", "PRP used", required=SIGN, required_if=(exposed("bled"), ("visit.asks_prp", "is", True)),
          exports=ALL, source="DES"),
    Field("indication", "text", "Indication", required=ADVISED, required_if=USED, exports=ALL, source="[MIBO]"),
    Field("off_label_ack", "bool", "Off-label use explained", required=ADVISED, required_if=USED, exports=ALL,
          source="[SP-CONS]"),
    Field("time_out_done", "bool", "Two identifiers checked aloud", required=ADVISED, required_if=USED, exports=ALL,
          source="GK"),
    Field("time_out_identifiers", "choices", "Identifiers used", required=ADVISED, required_if=USED, exports=ALL,
          source="GK", choices=options({
              "name": "Name", "birth_date": "Date of birth", "mrn": "Record number", "photo": "Photo"})),
    Field("drawn_at", "datetime", "Blood drawn at", required=ADVISED, required_if=USED, exports=ALL, source="[MIBO]"),
    Field("draw_site", "text", "Site of the draw", required=ADVISED, required_if=USED, exports=ALL, source="[MIBO]"),
    Field("drawn_by", "text", "Drawn by", required=ADVISED, required_if=USED, exports=ALL, source="[MIBO]"),
    Field("attempts", "int", "Attempts", unit="{count}", minimum=1, maximum=5, step=1, usual=(1, 2), required=ADVISED,
          required_if=USED, exports=ALL, source="GK"),
    Field("drawn_ml", "decimal", "Blood drawn", unit="mL", minimum=1, maximum=120, step=1, usual=(10, 20, 30, 60),
          required=SIGN, required_if=USED, exports=ALL, help="Without the anticoagulant.", source="[IFAAS]"),
    Field("anticoagulant", "choice", "Anticoagulant", required=SIGN, required_if=USED, exports=ALL, source="[ACD]",
          choices=options({
              "acd_a": "ACD-A", "sodium_citrate": "Sodium citrate", "edta": "EDTA", "heparin": "Heparin",
              "none": "None"})),
    Field("anticoagulant_ml", "decimal", "Anticoagulant volume", unit="mL", minimum=0, maximum=20, step=0.5,
          usual=(1, 2, 3), required=ADVISED, required_if=USED, exports=ALL, source="[ACD]",
          help="1 mL ACD for 10 mL of blood."),
    Field("kit_brand", "text", "Kit", required=ADVISED, required_if=USED, exports=ALL, source="[CDC-HIV]"),
    Field("kit_lot", "text", "Kit LOT", required=ADVISED, required_if=USED, exports=ALL, source="[CDC-HIV]"),
    Field("kit_expiry", "date", "Kit expiry", required=ADVISED, required_if=USED, exports=ALL, source="[CDC-HIV]"),
    Field("kit_yield_pct", "int", "Largest yield of the kit", unit="%", minimum=1, maximum=100, exports=ALL,
          source="domain-2 12", since=2),
    Field("tube_count", "int", "Tubes", unit="{count}", minimum=1, maximum=20, step=1, usual=(1, 2, 4),
          required=ADVISED, required_if=USED, exports=ALL, source="[CDC-HIV]"),
    Field("tube_labelled", "tri", "Tubes labelled with two identifiers", required=ADVISED, required_if=USED,
          exports=ALL, source="GK"),
)  # fmt: skip

PREPARATION = (
    Field("spins", "rows", "Spins", fields=SPIN, required=ADVISED, required_if=GIVEN, exports=ALL, source="[IADVL]"),
    Field("volume_ml", "decimal", "PRP obtained", unit="mL", minimum=0.1, maximum=120, step=0.1, usual=(2, 3, 4, 6),
          required=SIGN, required_if=GIVEN, exports=ALL, source="[NCT-PRP]"),
    Field("platelets_baseline", "decimal", "Platelets in blood", unit="10*3/uL", minimum=10, maximum=1000,
          exports=ALL, source="[IADVL]"),
    Field("platelets_prp", "decimal", "Platelets in PRP", unit="10*3/uL", minimum=10, maximum=5000, exports=ALL,
          source="[IADVL]"),
    Field("wbc", "choice", "Leukocytes", required=ADVISED, required_if=GIVEN, exports=ALL, source="[PAW] [MISHRA]",
          choices=options({
        "leukocyte_poor": "Leukocyte-poor", "leukocyte_rich": "Leukocyte-rich", "unknown": "Not known"})),
    Field("rbc", "choice", "Red cells", required=ADVISED, required_if=GIVEN, exports=ALL, source="[DEPA]",
          choices=options(
        {"clear": "Clear plasma", "pink": "Pink", "red": "Red"})),
    Field("activation", "choice", "Activation", required=ADVISED, required_if=GIVEN, exports=ALL, source="[IADVL]",
          choices=options({
              "none": "None", "cacl2": "Calcium chloride", "ca_gluconate": "Calcium gluconate",
              "thrombin_auto": "Own thrombin", "thrombin_other": "Other thrombin", "light": "Light",
              "other": "Other"})),
    Field("additive", "choice", "Additive", required=ADVISED, required_if=GIVEN, exports=ALL, source="[MIBO]",
          choices=options(
        {"none": "Nothing", "ha": "Hyaluronic acid", "lidocaine": "Lidocaine", "other": "Other"})),
)  # fmt: skip

DELIVERY = (
    Field("route", "choices", "Route", required=SIGN, required_if=GIVEN, exports=ALL, source="[PORWAL] [CHAWLA]",
          choices=options({
              "topical_during": "On the skin during needling", "topical_after": "On the skin after needling",
              "intradermal": "Into the skin", "subdermal": "Under the skin"})),
    Field("timing", "choice", "Timing", required=ADVISED, required_if=GIVEN, exports=ALL, source="[PORWAL] [CHAWLA]",
          choices=options(
        {"before": "Before needling", "during": "During needling", "after": "After needling"})),
    Field("sites", "rows", "Injection sites", fields=SITE, required=SIGN, exports=ALL, source="[PRP-TECH]",
          required_if=(*ALONE, ("prp.route", "in", ["intradermal", "subdermal"]))),
    Field("topical_ml", "decimal", "Used on the skin", unit="mL", minimum=0, maximum=120, step=0.1, required=ADVISED,
          required_if=GIVEN, exports=ALL, source="[DEPA]"),
    Field("discarded_ml", "decimal", "Discarded", unit="mL", minimum=0, maximum=120, step=0.1, required=ADVISED,
          required_if=GIVEN, exports=ALL, source="[DEPA]"),
    Field("used_at", "datetime", "Used at", required=ADVISED, required_if=GIVEN, exports=ALL, source="GK"),
    Field("reaction", "choices", "Reaction", exclusive=("none",), required=ADVISED, required_if=GIVEN, exports=ALL,
          sign_if=(("prp.near_eye_vessels", "is", True),), source="GK", choices=options({
        "none": "None", "vasovagal": "Fainting", "bruise": "Bruise", "haematoma": "Haematoma",
        "nerve_pain": "Nerve pain", "visual_symptom": "Visual disturbance"})),
)  # fmt: skip

KITS = (
    Field("lot", "text", "LOT", exports=ALL, source="[CDC-HIV]"),
    Field("expiry", "date", "Expiry", exports=ALL, source="[CDC-HIV]"),
)
REPEAT = (
    Field("more_kits", "rows", "More kits", fields=KITS, exports=ALL, source="[CDC-HIV]", since=2),
    Field("order", "int", "Order", unit="{count}", minimum=0, maximum=99, source="DES", since=2),
)
CLASSES = (Field("isth_class", "text", "ISTH class", exports=ALL, source="GK", help="As the laboratory gives it."),)

PRP = Section(
    "prp", "PRP", (*BLOOD, *PREPARATION, *DELIVERY, *CLASSES, *REPEAT), gate="used", widget="prp",
    another="Another draw",
)  # fmt: skip

SECTIONS = (PRP,)
