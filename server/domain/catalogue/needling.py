"""Device, needling and the zones treated (domain.md 6). Ranges of devices and zones are in ``limits.json``."""

from dataclasses import replace

from server.domain.catalogue.kinds import ADVISED, ALL, RECORDS, SIGN, Field, Section, exposed, options
from server.domain.catalogue.sites import GROUPS, SITE_CHOICES, SITE_KEYS

DONE = (exposed("needle"),)
OPENED = (exposed("tool"),)

DEVICE = Section("device", "Device and cartridge", (
    Field("type", "choice", "Type", required=SIGN, required_if=OPENED, exports=ALL, source="[RF-FDA]", choices=options(
        {"pen": "Pen", "roller": "Roller", "stamp": "Stamp", "rf_needling": "Radiofrequency needling"})),
    Field("product", "choice", "Device", required=SIGN, required_if=OPENED, exports=ALL, source="[SP-FDA] [DP4-D]",
          choices=options({
        "skinpen": "SkinPen Precision", "dermapen4": "Dermapen 4", "exceed": "Exceed",
        "dermapen": "Dermapen (original)", "roller": "Roller", "other": "Other"})),
    Field("brand", "text", "Brand", required=ADVISED, exports=ALL, source="GK",
          required_if=(*OPENED, ("device.product", "in", ["roller", "other"]))),
    Field("model", "text", "Model", exports=ALL, source="GK"),
    Field("serial", "text", "Serial number", required=ADVISED, required_if=OPENED, exports=ALL, source="GK"),
    Field("firmware", "text", "Firmware", exports=ALL, source="GK"),
    Field("last_service", "date", "Last service", exports=ALL, source="GK"),
    Field("speed_rpm", "int", "Speed", unit="rpm", minimum=100, maximum=20000, step=100, usual=(5400, 6000, 7000),
          required=ADVISED, required_if=(*OPENED, ("device.type", "is", "pen")), exports=ALL, source="[SP-FDA]"),
    Field("needle_count", "int", "Needles", unit="{count}", minimum=1, maximum=540, step=1, usual=(6, 12, 14, 16),
          required=ADVISED, required_if=OPENED, exports=ALL, source="[AE-SR2]"),
    Field("gauge", "int", "Gauge", unit="G", minimum=18, maximum=36, step=1, usual=(30, 32, 33), exports=ALL,
          source="[AE-SR2]"),
    Field("length_mm", "decimal", "Needle length", unit="mm", minimum=0.1, maximum=3.5, step=0.1, exports=ALL,
          source="[AE-SR2]"),
    Field("cartridge_lot", "text", "Cartridge LOT", required=ADVISED, required_if=OPENED, exports=ALL,
          source="[CDC-HIV]", help="Without it a recall cannot find this patient."),
    Field("cartridge_expiry", "date", "Cartridge expiry", required=ADVISED, required_if=OPENED, exports=ALL,
          source="[SP-FDA]"),
    Field("unit_code", "text", "Cartridge unit code", required=ADVISED, required_if=OPENED, exports=ALL, source="DES",
          help="Unique to this cartridge: many share one LOT."),
    Field("sterile_intact", "tri", "Sterile seal intact", required=ADVISED, required_if=OPENED, exports=ALL,
          source="[SP-FDA]"),
    Field("single_use_confirmed", "tri", "Single use confirmed", required=ADVISED, required_if=OPENED, exports=ALL,
          source="[SP-FDA]"),
    Field("opened_at", "datetime", "Opened at", exports=ALL, source="DES", since=2),
    Field("discarded_at", "datetime", "Discarded at", exports=ALL, source="DES", since=2),
    Field("sites", "choices", "Sites it was used at", choices=SITE_CHOICES, exports=ALL, source="DES", since=2,
          help="All sites where nothing is chosen."),
    Field("why_changed", "text", "Why it was changed", exports=ALL, source="DES", since=2),
    Field("order", "int", "Order", unit="{count}", minimum=0, maximum=99, source="DES", since=2),
), another="Another cartridge")  # fmt: skip

NEEDLING = Section("needling", "Needling", (
    Field("started_at", "datetime", "Started at", required=SIGN, required_if=DONE, exports=ALL, source="[SP-CONS]"),
    Field("ended_at", "datetime", "Ended at", required=SIGN, required_if=DONE, exports=ALL, source="[SP-CONS]"),
    Field("makeup_removed", "tri", "Make-up removed", required=ADVISED, required_if=DONE, exports=ALL, source="GK"),
    Field("jewellery_removed", "tri", "Jewellery removed", required=ADVISED, required_if=DONE, exports=ALL,
          source="GK"),
    Field("skin_prep", "choices", "Skin antiseptic", required=ADVISED, required_if=DONE, exports=ALL, source="GK",
          choices=options({
        "cleanse": "Cleansed", "alcohol70": "Alcohol 70 %", "chlorhexidine": "Chlorhexidine",
        "povidone_iodine": "Povidone-iodine", "hypochlorous": "Hypochlorous acid", "other": "Other"})),
    Field("dry_time_ok", "tri", "Allowed to dry", required=ADVISED, required_if=DONE, exports=ALL, source="GK"),
    Field("sheath_used", "tri", "Protective sheath used", required=ADVISED, required_if=DONE, exports=ALL,
          source="[SP-FDA]"),
    Field("gloves", "choice", "Gloves", required=ADVISED, required_if=DONE, exports=ALL, source="[SP-FDA]",
          choices=options(
        {"nitrile": "Nitrile", "latex": "Latex", "vinyl": "Vinyl", "other": "Other"})),
    Field("sharps_disposed", "tri", "Sharps disposed of", required=ADVISED, required_if=DONE, exports=ALL,
          source="[SP-FDA]"),
    Field("cartridge_changed", "tri", "Cartridge changed during the visit", exports=ALL, source="[SP-FDA]"),
    Field("interrupted", "tri", "Interrupted", exports=ALL, source="GK"),
    Field("interruption_reason", "text", "Why it was interrupted", required=ADVISED, exports=ALL, source="GK",
          required_if=(*DONE, ("needling.interrupted", "is", "yes"))),
    Field("glide_product", "text", "Glide", required=ADVISED, required_if=DONE, exports=ALL, source="[SP-FDA]"),
    Field("glide_lot", "text", "Glide LOT", required=ADVISED, required_if=DONE, exports=ALL, source="[SP-FDA]"),
    Field("glide_sterile", "tri", "Glide sterile", required=ADVISED, required_if=DONE, exports=ALL,
          source="[SP-FDA]; GK"),
    Field("pain_nrs", "nrs", "Pain during needling", required=SIGN, required_if=DONE, exports=ALL, source="[SP-FAQ]"),
), widget="needling")  # fmt: skip

PATTERNS = options({
    "vertical": "Vertical", "horizontal": "Horizontal", "diagonal": "Diagonal", "circular": "Circular",
    "stamp": "Stamped", "cross": "Crossed"})  # fmt: skip
BLEEDING = options({0: "None", 1: "Pinpoint", 2: "Many pinpoints", 3: "Flowing"})

RUN = (
    Field("device", "text", "Cartridge", exports=RECORDS, source="DES"),
    Field("depth_mm", "decimal", "Depth", unit="mm", minimum=0, maximum=8, step=0.25, required=SIGN,
          required_if=DONE, usual=(0.25, 0.5, 0.75, 1.0, 1.25, 1.5), exports=ALL, source="[SP-STUDY] [DRPEN]"),
    Field("passes", "int", "Passes", unit="{pass}", minimum=1, maximum=12, step=1, usual=(2, 3, 4, 5, 6), required=SIGN,
          required_if=DONE, exports=ALL, source="GK"),
    Field("direction", "choice", "Direction", exports=ALL, source="GK", choices=PATTERNS),
    Field("energy_mj", "decimal", "Energy", unit="mJ", minimum=0, maximum=200, step=5, exports=ALL, source="[RF-FDA]"),
    Field("power_w", "decimal", "Power", unit="W", minimum=0, maximum=100, step=1, exports=ALL, source="[RF-FDA]"),
    Field("pulse_ms", "decimal", "Pulse", unit="ms", minimum=1, maximum=2000, step=10, exports=ALL, source="[RF-FDA]"),
    Field("shots", "int", "Shots", unit="{count}", minimum=1, maximum=5000, step=10, exports=ALL, source="[RF-FDA]"),
    Field("overlap_pct", "int", "Overlap", unit="%", minimum=0, maximum=100, step=10, exports=ALL, source="[RF-FDA]"),
    Field("tip", "text", "Tip", exports=ALL, source="[RF-FDA]"),
    Field("impedance_ohm", "decimal", "Impedance", unit="Ohm", minimum=0, maximum=5000, step=10, exports=ALL,
          source="[RF-FDA]"),
    Field("at", "datetime", "Done at", exports=ALL, source="DES"),
)  # fmt: skip

# A site of schema 1 holds depths and passes of its own; ``domain.views.runs_of`` reads both shapes.
FIRST_SHAPE = (
    Field("depth_mm", "numbers", "Depth", unit="mm", minimum=0, maximum=3.5, step=0.25, exports=ALL, required=SIGN,
          required_if=(*DONE, ("zone.in_runs", "is", False)), usual=(0.25, 0.5, 0.75, 1.0, 1.25, 1.5),
          source="[SP-STUDY] [DRPEN]"),
    Field("passes", "int", "Passes", unit="{pass}", minimum=1, maximum=12, step=1, usual=(2, 3, 4, 5, 6), required=SIGN,
          required_if=(*DONE, ("zone.in_runs", "is", False)), exports=ALL, source="GK"),
    Field("pattern", "choices", "Pattern", exports=ALL, source="GK", choices=PATTERNS),
)  # fmt: skip
RESULT = (
    Field("bleeding", "scale", "Bleeding", choices=BLEEDING, required=ADVISED, required_if=DONE, exports=ALL,
          source="GK"),
    Field("endpoint", "choice", "Endpoint", required=ADVISED, required_if=DONE, exports=ALL, source="[SP-STUDY]",
          choices=options({
              "none": "None", "light_erythema": "Light redness", "uniform_erythema": "Even redness",
              "pinpoint_bleeding": "Pinpoint bleeding", "edema_perifollicular": "Swelling round the follicles",
              "none_intended": "None intended"})),
    Field("note", "text", "Note", exports=ALL, source="DES"),
    Field("runs", "rows", "Runs", fields=RUN, exports=ALL, source="domain-2 1.1", since=2),
    Field("aspect", "choice", "Aspect", exports=ALL, source="DES", since=2, choices=options({
        "front": "Front", "back": "Back", "inner": "Inner side", "outer": "Outer side", "all_round": "All round"})),
    Field("area_cm2", "decimal", "Area", unit="cm2", minimum=1, maximum=2000, step=10, usual=(25, 50, 100, 200),
          exports=ALL, source="DES", since=2),
    Field("scar_ids", "texts", "Scars treated", exports=ALL, source="DES", since=2),
)  # fmt: skip

IN_WORDS = tuple(replace(field, required=SIGN, required_if=DONE) if field.name == "runs" else field for field in RESULT)
ZONE = Section(
    "zone", "Treated sites", (*FIRST_SHAPE, *RESULT), repeats="key", keys=SITE_KEYS, widget="zone-map", at_least=1
)
OTHER_SITE = Section("other_site", "Other site", (
    Field("site_text", "text", "Site in words", required=SIGN, exports=ALL, source="DES"),
    Field("site_side", "choice", "Side", exports=ALL, source="DES",
          choices=options({"left": "Left", "right": "Right", "middle": "Middle", "both": "Both"})),
    Field("group", "choice", "Part of the body", exports=ALL, source="DES", choices=options(GROUPS)),
    *IN_WORDS,
    Field("order", "int", "Order", unit="{count}", minimum=0, maximum=99, source="DES"),
), repeats="id", widget="other-site", since=2)  # fmt: skip

SECTIONS = (DEVICE, NEEDLING, ZONE, OTHER_SITE)
