"""The patient (domain.md 1): who they are, and the history that decides what is safe."""

from server.domain.catalogue.kinds import ADVISED, ALL, RECORDS, SIGN, Field, Section, keys, options
from server.domain.catalogue.sites import SITE_CHOICES

IDENTITY = Section("identity", "Identity", (
    Field("mrn", "text", "Record number", required=SIGN, exports=ALL, source="GK",
          help="The clinic's own number, used once."),
    Field("given", "text", "Given names", required=SIGN, exports=ALL, source="GK"),
    Field("family", "text", "Family name", required=SIGN, exports=ALL, source="GK"),
    Field("birth_date", "date", "Date of birth", required=SIGN, exports=ALL, source="[FDA-MN] [SP-FDA]"),
    Field("phone", "text", "Telephone", exports=RECORDS, source="DES", help="For follow-up calls and recalls."),
    Field("language", "choice", "Language of the patient's page", exports=RECORDS, source="DES", since=2,
          choices=options({"en": "English", "es": "Español", "de": "Deutsch", "ar": "العربية"})),
))  # fmt: skip

BODY = Section("body", "Body and skin", (
    Field("sex_at_birth", "choice", "Sex at birth", required=ADVISED, exports=ALL, source="[SKIN-US]", choices=options(
        {"female": "Female", "male": "Male", "intersex": "Intersex", "unknown": "Not known"})),
    Field("gender", "choice", "Gender", exports=ALL, source="GK", choices=options(
        {"female": "Female", "male": "Male", "other": "Other", "unknown": "Not known"})),
    Field("weight_kg", "decimal", "Weight", unit="kg", minimum=2, maximum=300, step=0.5, required=ADVISED, exports=ALL,
          help="Needed to check doses.", source="DES"),
    Field("fitzpatrick", "choice", "Skin type (Fitzpatrick)", required=ADVISED, exports=ALL, source="[FITZ] [EVAL]",
          choices=options({
              "I": "I: pale, never tans", "II": "II: fair, tans poorly", "III": "III: darker white, tans well",
              "IV": "IV: olive", "V": "V: brown", "VI": "VI: dark brown or black"})),
))  # fmt: skip

ALLERGY_STATUS = Section("allergy_status", "Allergies asked", (
    Field("none_known", "tri", "No known allergies", required=ADVISED, exports=ALL, source="DES",
          help="Say it outright: an empty list is not an answer."),
))  # fmt: skip

SUBSTANCES = options({
    "lidocaine": "Lidocaine or another amide", "ester": "Ester or PABA (tetracaine, benzocaine)",
    "prilocaine": "Prilocaine", "latex": "Latex", "stainless_steel": "Stainless steel", "nickel": "Nickel",
    "chlorhexidine": "Chlorhexidine", "iodine": "Iodine", "adhesive": "Adhesive", "parabens": "Parabens",
    "cosmetic_ingredient": "Cosmetic ingredient", "drug": "Medicine", "other": "Other",
})  # fmt: skip
GRADES = options({"mild": "Mild", "moderate": "Moderate", "severe": "Severe"})

ALLERGY = Section("allergy", "Allergies", (
    Field("substance", "choice", "Substance", required=ADVISED, exports=ALL, source="[SP-CONS] [PLIAGLIS]",
          choices=SUBSTANCES),
    Field("name", "text", "Name", exports=ALL, source="GK",
          help="The medicine or ingredient, when it has a name of its own."),
    Field("reaction", "text", "Reaction", required=ADVISED, exports=ALL, source="GK"),
    Field("severity", "choice", "Severity", required=ADVISED, exports=ALL, source="GK", choices=GRADES),
    Field("status", "choice", "Status", exports=ALL, source="GK", choices=options(
        {"active": "Active", "inactive": "Inactive"})),
    Field("known_since", "date", "Known since", exports=ALL, source="DES", since=2),
    Field("ruled_out_on", "date", "Ruled out on", exports=ALL, source="DES", since=2),
    Field("noted_for", "texts", "Reviewed for the visits on", exports=RECORDS, source="domain-2 4.3", since=2,
          help="Earlier visits that a supervisor has looked at with this in mind."),
), repeats="id", widget="list")  # fmt: skip

HISTORY_KEYS = keys({
    "isotretinoin": "Isotretinoin, now or earlier",
    "keloid_hypertrophic": "Keloids or raised scars",
    "anticoagulant": "Blood thinner or antiplatelet",
    "bleeding_disorder": "Bleeding disorder",
    "platelet_disorder": "Platelet disorder",
    "hsv": "Cold sores (herpes)",
    "skin_cancer_area": "Skin cancer in the area",
    "radiotherapy_area": "Radiotherapy to the area",
    "autoimmune": "Autoimmune or collagen disease, scleroderma",
    "diabetes": "Diabetes",
    "immunosuppression": "Immunosuppression",
    "wound_healing": "Poor wound healing",
    "g6pd_deficiency": "G6PD deficiency",
    "methaemoglobinaemia": "Methaemoglobinaemia",
    "liver": "Liver disease",
    "cardiac": "Heart disease",
    "renal": "Kidney disease",
    "arrhythmia_drug": "Antiarrhythmic medicine",
    "pseudocholinesterase_deficiency": "Pseudocholinesterase deficiency",
    "smoker": "Smoker",
    "cancer": "Cancer",
    "chemotherapy": "Chemotherapy, current or recent",
    "vasovagal": "Faints at needles or blood",
    "atopic_dermatitis_area": "Eczema in the area",
    "hiv_hepatitis": "HIV or hepatitis",
    "pacemaker_icd": "Pacemaker or defibrillator",
    "implant_area": "Metal or silicone implant in the area",
})  # fmt: skip

PLATELET_KINDS = options({
    "low": "Low count", "critical": "Critically low count", "dysfunction": "Platelet dysfunction"})  # fmt: skip

IN_AN_AREA = (
    "keloid_hypertrophic", "skin_cancer_area", "radiotherapy_area", "atopic_dermatitis_area", "implant_area",
)  # fmt: skip
HISTORY = Section("history", "History", (
    Field("answer", "tri", "Answer", required=ADVISED, exports=ALL,
          source="[SP-CONS] [SP-MAN] [SP-CARE] [PRP-CI] [EMLA-US] [PLIAGLIS]"),
    Field("detail", "text", "Detail", exports=ALL, source="[SP-MAN] [PRP-CI]", help="Type, medicine, site."),
    Field("on", "date", "Date", exports=ALL, source="[SP-CARE] [ISO-ASDS]",
          help="Last dose, last outbreak or diagnosis."),
    Field("current", "tri", "Taking it now", exports=ALL, source="[SP-CONS]",
          only_at=("isotretinoin", "anticoagulant", "arrhythmia_drug", "chemotherapy")),
    Field("controlled", "tri", "Well controlled", exports=ALL, source="[SP-MAN]", only_at=("diabetes",)),
    Field("platelets", "choice", "Type of platelet disorder", exports=ALL, source="[SP-CONS] [PRP-CI]",
          only_at=("platelet_disorder",), choices=PLATELET_KINDS),
    Field("sites", "choices", "Where", choices=SITE_CHOICES, exports=RECORDS, source="DES", only_at=IN_AN_AREA),
), repeats="key", keys=HISTORY_KEYS, widget="history")  # fmt: skip

LABS = Section("labs", "Blood tests", (
    Field("platelets", "decimal", "Platelets", unit="10*3/uL", minimum=1, maximum=2000, exports=ALL, source="[PRP-CI]",
          help="Thousands per microlitre: 240, not 240000."),
    Field("platelets_on", "date", "Platelets taken on", exports=ALL, source="[PRP-CI]"),
    Field("hb", "decimal", "Haemoglobin", unit="g/dL", minimum=3, maximum=25, exports=ALL, source="[PRP-CI]"),
    Field("hb_on", "date", "Haemoglobin taken on", exports=ALL, source="[PRP-CI]"),
))  # fmt: skip

MEDS = Section("meds", "Medicines", (
    Field("methb_inducing", "choices", "Medicines that raise methaemoglobin", exports=ALL, source="[EMLA-US]",
          choices=options({
              "sulphonamides": "Sulphonamides", "dapsone": "Dapsone", "nitrates": "Nitrates",
              "nitrofurantoin": "Nitrofurantoin", "phenytoin": "Phenytoin", "phenobarbital": "Phenobarbital",
              "primaquine": "Primaquine", "paracetamol": "Paracetamol"})),
), merge="safety_set")  # fmt: skip

REMARKS = Section("text:remarks", "Remarks", (
    Field("text", "longtext", "Remarks", exports=RECORDS, source="DES"),
), merge="text", widget="text")  # fmt: skip

SECTIONS = (IDENTITY, BODY, ALLERGY_STATUS, ALLERGY, HISTORY, LABS, MEDS, REMARKS)
