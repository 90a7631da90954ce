"""Where on the body (domain-2.md 1). The key of a paired site ends in its side. Those that must never be needled are
listed so that a mistake can be recorded; ``other_site`` units hold what the list does not have."""

from server.domain.catalogue.kinds import Key, options

FACE, NEVER, SCALP, NECK = "face", "never", "scalp", "neck"
TRUNK, LIMBS, HANDS, OTHER = "trunk", "limbs", "hands", "other"
GROUPS = {
    FACE: "Face", SCALP: "Scalp", NECK: "Neck and décolletage", TRUNK: "Trunk", LIMBS: "Arms and legs",
    HANDS: "Hands", NEVER: "Never needled", OTHER: "Other site",
}  # fmt: skip

FIRST = {
    FACE: {
        "forehead": "Forehead",
        "glabella": "Glabella",
        "temple_left": "Left temple",
        "temple_right": "Right temple",
        "periorbital_left": "Around the left eye",
        "periorbital_right": "Around the right eye",
        "nose": "Nose",
        "malar_left": "Left cheekbone",
        "malar_right": "Right cheekbone",
        "cheek_left": "Left cheek",
        "cheek_right": "Right cheek",
        "upper_lip": "Upper lip (skin)",
        "chin": "Chin",
        "jawline_left": "Left jawline",
        "jawline_right": "Right jawline",
    },
    NECK: {"neck": "Neck"},
    NEVER: {
        "eyelid_left": "Left eyelid",
        "eyelid_right": "Right eyelid",
        "orbital_rim_left": "Inside the left orbital rim",
        "orbital_rim_right": "Inside the right orbital rim",
        "vermilion_lip": "Red of the lips",
        "nostril_left": "Left nostril",
        "nostril_right": "Right nostril",
    },
}
# Since schema 2. A label with {side} is a pair.
MORE = {
    FACE: {"lower_lip": "Lower lip (skin)", "ear": "{side} ear"},
    NEVER: {"ear_canal": "{side} ear canal"},
    SCALP: {
        "scalp_frontal": "Scalp, front", "scalp_temporal": "Scalp, {side} side", "scalp_mid": "Scalp, middle",
        "scalp_vertex": "Scalp, crown", "scalp_occipital": "Scalp, back"},
    NECK: {"nape": "Back of the neck", "decolletage": "Décolletage"},
    TRUNK: {
        "chest": "Chest", "breast": "{side} breast", "abdomen_upper": "Upper abdomen", "abdomen_lower": "Lower abdomen",
        "flank": "{side} flank", "back_upper": "Upper back", "back_lower": "Lower back", "buttock": "{side} buttock",
        "shoulder": "{side} shoulder", "axilla": "{side} armpit"},
    LIMBS: {
        "upper_arm": "{side} upper arm", "elbow": "{side} elbow", "forearm": "{side} forearm", "thigh": "{side} thigh",
        "knee": "{side} knee", "lower_leg": "{side} lower leg", "foot": "{side} foot"},
    HANDS: {"hand": "Back of the {side} hand", "palm": "{side} palm"},
}  # fmt: skip


def both_sides(stem: str, label: str) -> dict[str, str]:
    if "{side}" not in label:
        return {stem: label}
    words = {side: side if label.index("{side}") else side.capitalize() for side in ("left", "right")}
    return {f"{stem}_{side}": label.format(side=word) for side, word in words.items()}


def site_keys() -> tuple[Key, ...]:
    """In the order of the first schema, then the newer ones: columns of exports do not move."""
    first = [Key(key, label, group) for group, labels in FIRST.items() for key, label in labels.items()]
    more = [
        Key(key, words, group, since=2)
        for group, labels in MORE.items()
        for stem, label in labels.items()
        for key, words in both_sides(stem, label).items()
    ]
    return (*first, *more)


SITE_KEYS = site_keys()
SITE_CHOICES = options({site.key: site.label for site in SITE_KEYS})
