"""Radiofrequency needling (domain.md 6.1): what a burn is analysed by."""

from typing import Any

from server.domain.catalogue.kinds import ADVISED, ALL, Field, Section, exposed

RF_USED = (exposed("rf"),)
WANTED: dict[str, Any] = {"required": ADVISED, "required_if": RF_USED, "exports": ALL, "source": "[RF-FDA]; range GK"}

RF = Section("rf", "Radiofrequency", (
    Field("energy_mj", "decimal", "Energy", unit="mJ", minimum=0, maximum=200, step=5, **WANTED),
    Field("power_w", "decimal", "Power", unit="W", minimum=0, maximum=100, step=1, **WANTED),
    Field("pulse_ms", "decimal", "Pulse", unit="ms", minimum=1, maximum=2000, step=10, **WANTED),
    Field("depth_levels", "numbers", "Depth levels", unit="mm", minimum=0.1, maximum=8, step=0.5, **WANTED),
    Field("insulated", "tri", "Insulated needles", **WANTED),
    Field("passes", "int", "Passes", unit="{pass}", minimum=1, maximum=12, step=1, usual=(1, 2, 3), **WANTED),
    Field("impedance_ohm", "decimal", "Impedance", unit="Ohm", minimum=0, maximum=5000, step=10, exports=ALL,
          source="[RF-FDA]; range GK"),
))  # fmt: skip

SECTIONS = (RF,)
