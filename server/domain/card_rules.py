"""Which rules speak of one cause (domain-2.md 12, F1)."""

CARDS: dict[str, tuple[str, ...]] = {
    "depth": ("N01", "N02", "N03", "N15", "P13"),
    "interval": ("N07", "N18", "V04", "P13"),
    "dose": ("A01", "A02", "A03", "A12", "A13", "A17", "A23", "A28", "A29"),
    "eczema": ("P22", "A05"),
    "thinner": ("P08", "R10"),
    "weight": ("A19", "A30", "X06"),
    "label": ("L01", "L03", "P12"),
    "serum": ("S01", "S02", "S05", "S07"),
    "allergy": ("G01", "G02"),
    "unchecked": ("P18", "X03"),
    "rf": ("N10", "N16"),
    "pregnancy": ("P01", "P02", "A20"),
    "toxicity": ("A18", "O05"),
}


def mates(rule: str) -> tuple[str, ...]:
    """The rules whose answers may be for this one as well, itself first."""
    others = [other for rules in CARDS.values() if rule in rules for other in rules if other != rule]
    return (rule, *dict.fromkeys(others))
