"""What was given against pain beside the cream (domain-2.md 2.1): one unit for each injection and each measure."""

from typing import Any

from server.domain.catalogue.kinds import ADVISED, ALL, SIGN, Field, Section, options
from server.domain.catalogue.sites import SITE_CHOICES

SIGNED: dict[str, Any] = {"required": SIGN, "exports": ALL, "source": "[LIDO-INF] [LA-SKY]"}
WANTED: dict[str, Any] = {**SIGNED, "required": ADVISED}
KNOWN: dict[str, Any] = {"exports": ALL, "source": "[LIDO-INF] [LA-SKY]"}

LA = Section("la", "Injected anaesthetic", (
    Field("drug", "choice", "Drug", **SIGNED, choices=options({
        "lidocaine": "Lidocaine", "mepivacaine": "Mepivacaine", "articaine": "Articaine", "bupivacaine": "Bupivacaine",
        "ropivacaine": "Ropivacaine", "prilocaine": "Prilocaine", "procaine": "Procaine", "other": "Other"})),
    Field("drug_name", "text", "Name of the drug", **KNOWN),
    Field("strength_pct", "decimal", "Strength", unit="%", minimum=0.01, maximum=20, step=0.5, usual=(0.5, 1, 2),
          **WANTED),
    Field("ml", "decimal", "Volume", unit="mL", minimum=0.1, maximum=200, step=0.5, usual=(1, 2, 5, 10), **WANTED),
    Field("mg", "decimal", "Dose", unit="mg", minimum=0, maximum=2000, step=10, **KNOWN,
          help="Strength × volume × 10, or as written."),
    Field("technique", "choice", "Technique", **WANTED, choices=options({
        "infiltration": "Infiltration", "nerve_block": "Nerve block", "ring_block": "Ring block",
        "field_block": "Field block", "tumescent": "Tumescent"})),
    Field("nerve", "text", "Nerve", **KNOWN),
    Field("sites", "choices", "Sites", choices=SITE_CHOICES, **WANTED),
    Field("adrenaline", "tri", "With adrenaline", **WANTED),
    Field("adrenaline_ratio", "text", "Adrenaline, one part in", usual=("100 000", "200 000"), **KNOWN),
    Field("lot", "text", "LOT", **WANTED),
    Field("expiry", "date", "Expiry", **WANTED),
    Field("at", "datetime", "Given at", **WANTED),
    Field("by", "text", "Given by", **KNOWN),
    Field("aspirated", "tri", "Aspirated first", **KNOWN),
    Field("order", "int", "Order", unit="{count}", minimum=0, maximum=99, source="DES"),
), repeats="id", widget="la", since=2)  # fmt: skip

COMFORT = Section("comfort", "Other comfort measure", (
    Field("kind", "choice", "Measure", required=SIGN, exports=ALL, source="DES", choices=options({
        "nitrous_oxide": "Nitrous oxide", "oral": "Pain medicine by mouth", "sedative": "Sedative",
        "cooling": "Cooling", "vibration": "Vibration", "distraction": "Distraction"})),
    Field("drug", "text", "Medicine", exports=ALL, source="DES"),
    Field("dose", "text", "Dose", exports=ALL, source="DES"),
    Field("mg", "decimal", "Dose in mg", unit="mg", minimum=0, maximum=5000, step=100, exports=ALL, source="DES"),
    Field("max_pct", "decimal", "Highest concentration", unit="%", minimum=0, maximum=100, step=5, usual=(30, 50),
          exports=ALL, source="DES"),
    Field("minutes", "int", "Duration", unit="min", minimum=1, maximum=480, step=1, usual=(5, 10, 20), exports=ALL,
          source="DES"),
    Field("scavenging", "tri", "Gas scavenging on", exports=ALL, source="DES"),
    Field("cooling", "choice", "Cooled with", exports=ALL, source="DES",
          choices=options({"air": "Cold air", "gel": "Cold gel", "ice": "Ice"})),
    Field("escort", "tri", "Escort for the way home", exports=ALL, source="DES"),
    Field("at", "datetime", "Given at", exports=ALL, source="DES"),
    Field("spo2_before", "int", "SpO2 before", unit="%", minimum=50, maximum=100, step=1, exports=ALL, source="DES"),
    Field("spo2_after", "int", "SpO2 after", unit="%", minimum=50, maximum=100, step=1, exports=ALL, source="DES"),
    Field("effect_nrs", "nrs", "Pain with this measure", exports=ALL, source="DES"),
    Field("order", "int", "Order", unit="{count}", minimum=0, maximum=99, source="DES"),
), repeats="id", widget="comfort", since=2)  # fmt: skip

SECTIONS = (LA, COMFORT)
