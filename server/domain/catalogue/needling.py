"""Device, needling and the zones treated (domain.md 6). Ranges of devices and zones are in ``limits.json``."""

from server.domain.catalogue.kinds import ADVISED, ALL, SIGN, TREATED, Field, Section, options
from server.domain.catalogue.zones import ZONE_KEYS

DONE = (TREATED,)

DEVICE = Section("device", "Device and cartridge", (
    Field("type", "choice", "Type", required=SIGN, required_if=DONE, exports=ALL, source="[RF-FDA]", choices=options(
        {"pen": "Pen", "roller": "Roller", "stamp": "Stamp", "rf_needling": "Radiofrequency needling"})),
    Field("product", "choice", "Device", required=SIGN, required_if=DONE, exports=ALL, source="[SP-FDA] [DP4-D]",
          choices=options({
        "skinpen": "SkinPen Precision", "dermapen4": "Dermapen 4", "exceed": "Exceed",
        "dermapen": "Dermapen (original)", "roller": "Roller", "other": "Other"})),
    Field("brand", "text", "Brand", required=ADVISED, exports=ALL, source="GK",
          required_if=(TREATED, ("device.product", "in", ["roller", "other"]))),
    Field("model", "text", "Model", exports=ALL, source="GK"),
    Field("serial", "text", "Serial number", required=ADVISED, required_if=DONE, exports=ALL, source="GK"),
    Field("firmware", "text", "Firmware", exports=ALL, source="GK"),
    Field("last_service", "date", "Last service", exports=ALL, source="GK"),
    Field("speed_rpm", "int", "Speed", unit="rpm", minimum=100, maximum=20000, step=100, usual=(5400, 6000, 7000),
          required=ADVISED, required_if=(TREATED, ("device.type", "is", "pen")), exports=ALL, source="[SP-FDA]"),
    Field("needle_count", "int", "Needles", unit="{count}", minimum=1, maximum=540, step=1, usual=(6, 12, 14, 16),
          required=ADVISED, required_if=DONE, exports=ALL, source="[AE-SR2]"),
    Field("gauge", "int", "Gauge", unit="G", minimum=26, maximum=36, step=1, usual=(30, 32, 33), exports=ALL,
          source="[AE-SR2]"),
    Field("length_mm", "decimal", "Needle length", unit="mm", minimum=0.1, maximum=3.5, step=0.1, exports=ALL,
          source="[AE-SR2]"),
    Field("cartridge_lot", "text", "Cartridge LOT", required=ADVISED, required_if=DONE, exports=ALL,
          source="[CDC-HIV]", help="Without it a recall cannot find this patient."),
    Field("cartridge_expiry", "date", "Cartridge expiry", required=ADVISED, required_if=DONE, exports=ALL,
          source="[SP-FDA]"),
    Field("unit_code", "text", "Cartridge unit code", required=ADVISED, required_if=DONE, exports=ALL, source="DES",
          help="Unique to this cartridge: many share one LOT."),
    Field("sterile_intact", "tri", "Sterile seal intact", required=ADVISED, required_if=DONE, exports=ALL,
          source="[SP-FDA]"),
    Field("single_use_confirmed", "tri", "Single use confirmed", required=ADVISED, required_if=DONE, exports=ALL,
          source="[SP-FDA]"),
))  # fmt: skip

NEEDLING = Section("needling", "Needling", (
    Field("started_at", "datetime", "Started at", required=SIGN, required_if=DONE, exports=ALL, source="[SP-CONS]"),
    Field("ended_at", "datetime", "Ended at", required=SIGN, required_if=DONE, exports=ALL, source="[SP-CONS]"),
    Field("makeup_removed", "tri", "Make-up removed", required=ADVISED, required_if=DONE, exports=ALL, source="GK"),
    Field("jewellery_removed", "tri", "Jewellery removed", required=ADVISED, required_if=DONE, exports=ALL,
          source="GK"),
    Field("skin_prep", "choices", "Skin preparation", required=ADVISED, required_if=DONE, exports=ALL, source="GK",
          choices=options({
        "cleanse": "Cleansed", "alcohol70": "Alcohol 70 %", "chlorhexidine": "Chlorhexidine",
        "povidone_iodine": "Povidone-iodine", "hypochlorous": "Hypochlorous acid", "other": "Other"})),
    Field("dry_time_ok", "tri", "Left to dry", required=ADVISED, required_if=DONE, exports=ALL, source="GK"),
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
          required_if=(TREATED, ("needling.interrupted", "is", "yes"))),
    Field("glide_product", "text", "Glide", required=ADVISED, required_if=DONE, exports=ALL, source="[SP-FDA]"),
    Field("glide_lot", "text", "Glide LOT", required=ADVISED, required_if=DONE, exports=ALL, source="[SP-FDA]"),
    Field("glide_sterile", "tri", "Glide sterile", required=ADVISED, required_if=DONE, exports=ALL,
          source="[SP-FDA]; GK"),
    Field("pain_nrs", "nrs", "Pain during needling", required=SIGN, required_if=DONE, exports=ALL, source="[SP-FAQ]"),
), widget="needling")  # fmt: skip

BLEEDING = options({0: "None", 1: "Pinpoint", 2: "Many pinpoints", 3: "Flowing"})

ZONE = Section("zone", "Zones", (
    Field("depth_mm", "numbers", "Depth", unit="mm", minimum=0, maximum=3.5, step=0.25, required=SIGN, exports=ALL,
          required_if=DONE, usual=(0.25, 0.5, 0.75, 1.0, 1.25, 1.5), source="[SP-STUDY] [DRPEN]"),
    Field("passes", "int", "Passes", unit="{pass}", minimum=1, maximum=12, step=1, usual=(2, 3, 4, 5, 6), required=SIGN,
          required_if=DONE, exports=ALL, source="GK"),
    Field("pattern", "choices", "Pattern", exports=ALL, source="GK", choices=options({
        "vertical": "Vertical", "horizontal": "Horizontal", "diagonal": "Diagonal", "circular": "Circular",
        "stamp": "Stamped", "cross": "Crossed"})),
    Field("bleeding", "scale", "Bleeding", choices=BLEEDING, required=ADVISED, required_if=DONE, exports=ALL,
          source="GK"),
    Field("endpoint", "choice", "End point", required=ADVISED, required_if=DONE, exports=ALL, source="[SP-STUDY]",
          choices=options({
              "none": "None", "light_erythema": "Light redness", "uniform_erythema": "Even redness",
              "pinpoint_bleeding": "Pinpoint bleeding"})),
    Field("note", "text", "Note", exports=ALL, source="DES"),
), repeats="key", keys=ZONE_KEYS, widget="zone-map", at_least=1)  # fmt: skip

SECTIONS = (DEVICE, NEEDLING, ZONE)
