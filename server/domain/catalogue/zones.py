"""Where on the face and neck. Zones that must never be needled are listed so that a mistake can be recorded."""

from server.domain.catalogue.kinds import keys, options

ZONES = {
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
    "neck": "Neck",
}
NEVER_ZONES = {
    "eyelid_left": "Left eyelid",
    "eyelid_right": "Right eyelid",
    "orbital_rim_left": "Inside the left orbital rim",
    "orbital_rim_right": "Inside the right orbital rim",
    "vermilion_lip": "Red of the lips",
    "nostril_left": "Left nostril",
    "nostril_right": "Right nostril",
}
ZONE_KEYS = keys({**ZONES, **NEVER_ZONES})
ZONE_CHOICES = options({**ZONES, **NEVER_ZONES})
