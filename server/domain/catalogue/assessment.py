"""What the scars are and how many (domain.md 2). Rows hold the band; points and totals are facts by ``limits.json``."""

from server.domain.catalogue.kinds import ALL, RECORDS, Field, Section, options, same_choices
from server.domain.catalogue.sites import SITE_CHOICES

FEW_TO_MANY = {1: "1 to 10", 2: "11 to 20", 3: "More than 20"}
COUNT_BAND = options(FEW_TO_MANY)
GB_BAND = options({0: "None", **FEW_TO_MANY})
GB_AREA = options({0: "None", 1: "Less than 5 cm²", 2: "5 to 20 cm²", 3: "More than 20 cm²"})
ECCA_BAND = options({0: "None", 1: "Few (fewer than 5)", 2: "Limited (5 to 20)", 3: "Many (more than 20)"})

SCAR_TYPES = (
    Field("type", "choice", "Type of scar", exports=ALL, source="[JACOB] [KELOID] [GB-QUAL]", choices=options({
        "icepick": "Icepick", "boxcar_shallow": "Boxcar, shallow", "boxcar_deep": "Boxcar, deep", "rolling": "Rolling",
        "hypertrophic": "Hypertrophic", "keloid": "Keloid", "macular": "Flat, colour only"})),
    Field("zone", "choice", "Site", choices=SITE_CHOICES, exports=ALL, source="DES"),
    Field("count_band", "scale", "How many", choices=COUNT_BAND, exports=ALL, source="[GB-QUANT]"),
    Field("id", "text", "Mark", exports=RECORDS, source="DES", since=2),
)  # fmt: skip

GOODMAN_BARON = (
    Field("gb_qual", "scale", "Goodman-Baron grade", exports=ALL, source="[GB-QUAL]", choices=options({
        1: "Flat, colour only", 2: "Mild: not obvious at 50 cm",
        3: "Moderate: obvious at 50 cm, flattens on stretching",
        4: "Severe: obvious, does not flatten"})),
    *same_choices((
        ("gb_macular", "Flat, red or pigmented"), ("gb_mild_dish", "Mildly atrophic, dish-like"),
        ("gb_moderate_dish", "Moderately atrophic, dish-like"),
        ("gb_punched_shallow", "Punched out, shallow base, under 5 mm"), ("gb_shallow_broad",
        "Shallow, broad, atrophic"),
        ("gb_punched_deep_normal", "Punched out, deep, normal base, under 5 mm"),
        ("gb_punched_deep_abnormal", "Punched out, deep, abnormal base, under 5 mm"),
        ("gb_linear", "Linear or troughed"), ("gb_deep_broad", "Deep, broad, atrophic"), ("gb_papular", "Papular")),
        "scale", choices=GB_BAND, exports=ALL, source="[GB-QUANT]; table GK"),
    Field("gb_keloidal", "scale", "Keloidal or hypertrophic, by area", choices=GB_AREA, exports=ALL,
          source="[GB-QUANT]; table GK"),
)  # fmt: skip

ECCA = same_choices((
    ("ecca_v", "V-shaped, under 2 mm"), ("ecca_u", "U-shaped, 2 to 4 mm"), ("ecca_m", "M-shaped, over 4 mm"),
    ("ecca_elastolysis", "Superficial elastolysis"), ("ecca_inflammatory", "Hypertrophic, inflamed, under 2 years"),
    ("ecca_keloid", "Keloid or hypertrophic, over 2 years")),
    "scale", choices=ECCA_BAND, exports=ALL, source="[ECCA]; weights GK")  # fmt: skip

SCAR_S = same_choices(
    (("scar_s_face", "SCAR-S, face"), ("scar_s_chest", "SCAR-S, chest"), ("scar_s_back", "SCAR-S, back")),
    "scale", exports=ALL, source="[SCARS]; wording GK", choices=options({
        0: "Clear", 1: "Almost clear", 2: "Mild: less than half of the area", 3: "Moderate: more than half",
        4: "Severe: all of it", 5: "Very severe: all of it, prominent"}))  # fmt: skip

ASSESSMENT = Section("assessment", "Assessment of the scars", (
    Field("on", "date", "Assessed on", exports=ALL, source="DES"),
    Field("assessor", "person", "Assessed by", exports=ALL, source="[GB-QUANT]"),
    Field("scar_types", "rows", "Scars", fields=SCAR_TYPES, exports=ALL, source="[JACOB] [KELOID] [GB-QUAL]"),
    *GOODMAN_BARON,
    *ECCA,
    *SCAR_S,
    Field("pih_present", "tri", "Dark marks after inflammation", exports=ALL, source="[AE-ORG]"),
    Field("active_acne_count", "int", "Active acne lesions", unit="{count}", minimum=0, maximum=200, step=1,
          usual=(0, 1, 5, 10), exports=ALL, source="GK"),
    Field("photo_set", "text", "Photo set", exports=ALL, source="[PHOTO]"),
    Field("concern", "text", "What troubles the patient", exports=ALL, source="DES"),
    Field("goal", "text", "What the patient hopes for", exports=ALL, source="DES"),
))  # fmt: skip

SECTIONS = (ASSESSMENT,)
