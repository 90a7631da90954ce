"""Subcision, peel and laser in a visit (domain-2.md 2.2): one unit for each."""

from server.domain.catalogue.kinds import ADVISED, ALL, SIGN, Field, Section, options
from server.domain.catalogue.sites import SITE_CHOICES

SUBCISION = (("proc.kind", "is", "subcision"),)
PEEL = (("proc.kind", "is", "peel"),)
LASER = (("proc.kind", "is", "laser"),)

PROC = Section("proc", "Procedure", (
    Field("kind", "choice", "Procedure", required=SIGN, exports=ALL, source="DES",
          choices=options({"subcision": "Subcision", "peel": "Peel", "laser": "Laser"})),
    Field("sites", "choices", "Sites", choices=SITE_CHOICES, required=SIGN, exports=ALL, source="DES"),
    Field("at", "datetime", "Done at", required=ADVISED, exports=ALL, source="DES"),
    Field("gauge", "int", "Needle or cannula", unit="G", minimum=14, maximum=36, step=1, usual=(18, 21, 23),
          required=ADVISED, required_if=SUBCISION, exports=ALL, source="DES"),
    Field("bleeding_control", "text", "Bleeding stopped with", required=ADVISED, required_if=SUBCISION, exports=ALL,
          source="DES"),
    Field("anaesthesia", "choice", "Anaesthesia", required=SIGN, required_if=SUBCISION, exports=ALL, source="DES",
          choices=options({"none": "None", "cream": "Cream", "injected": "Injected"})),
    Field("agent", "text", "Agent", required=SIGN, required_if=PEEL, exports=ALL, source="DES"),
    Field("strength", "text", "Strength", required=SIGN, required_if=PEEL, exports=ALL, source="DES"),
    Field("layers", "int", "Layers", unit="{count}", minimum=1, maximum=20, step=1, usual=(1, 2, 3), exports=ALL,
          source="DES"),
    Field("minutes", "decimal", "Time on the skin", unit="min", minimum=0.5, maximum=120, step=1, usual=(3, 5, 10),
          required=SIGN, required_if=PEEL, exports=ALL, source="DES"),
    Field("neutralised", "tri", "Neutralised", required=ADVISED, required_if=PEEL, exports=ALL, source="DES"),
    Field("frosting", "scale", "Frosting", required=ADVISED, required_if=PEEL, exports=ALL, source="DES",
          choices=options({0: "None", 1: "Speckled", 2: "White with redness showing", 3: "Solid white"})),
    Field("device", "text", "Device", required=SIGN, required_if=LASER, exports=ALL, source="DES"),
    Field("wavelength_nm", "int", "Wavelength", unit="nm", minimum=200, maximum=20000, step=1, exports=ALL,
          source="DES"),
    Field("energy_mj", "decimal", "Energy", unit="mJ", minimum=0, maximum=5000, step=5, required=SIGN,
          required_if=LASER, exports=ALL, source="DES"),
    Field("density", "text", "Density", exports=ALL, source="DES"),
    Field("passes", "int", "Passes", unit="{pass}", minimum=1, maximum=12, step=1, usual=(1, 2, 3), exports=ALL,
          source="DES"),
    Field("eye_protection", "tri", "Eyes protected", required=SIGN, required_if=LASER, exports=ALL, source="DES"),
    Field("note", "text", "Note", exports=ALL, source="DES"),
    Field("order", "int", "Order", unit="{count}", minimum=0, maximum=99, source="DES"),
), repeats="id", widget="proc", since=2)  # fmt: skip

SECTIONS = (PROC,)
