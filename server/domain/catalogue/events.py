"""Adverse events (domain.md 9), kept with the patient: they outlive the visit that may have caused them."""

from server.domain.catalogue.kinds import ADVISED, ALL, Field, Section, options
from server.domain.catalogue.patient import GRADES
from server.domain.catalogue.sites import SITE_CHOICES

TERMS = options({
    "pih": "Dark marks after inflammation (PIH)", "hsv": "Cold sores (herpes)", "infection": "Infection",
    "granuloma": "Granuloma or hypersensitivity", "contact_dermatitis": "Contact dermatitis",
    "tram_track": "Tram-track scarring", "prolonged_erythema": "Long-lasting redness", "acne_flare": "Acne flare",
    "milia": "Milia", "haematoma": "Haematoma", "nerve_pain": "Nerve pain", "burn": "Burn", "fat_loss": "Fat loss",
    "vascular": "Vascular event, or visual disturbance", "anaphylaxis": "Severe allergic reaction",
    "last": "Local anaesthetic toxicity", "methaemoglobinaemia": "Methaemoglobinaemia",
    "bloodborne_exposure": "Exposure to blood", "wrong_blood": "Wrong blood", "other": "Other",
})  # fmt: skip

EVENT = Section("ae", "Adverse events", (
    Field("note_id", "text", "Visit", source="DES"),
    Field("term", "choice", "What happened", choices=TERMS, required=ADVISED, exports=ALL,
          source="[AE-ORG] [DP4] [FDA-MN] [GRAN] [AE-SR] [RF-FDA] [LIDO-INF] [METHB] [CDC-HIV]"),
    Field("detail", "longtext", "Detail", exports=ALL, source="GK"),
    Field("onset_at", "datetime", "Began at", required=ADVISED, exports=ALL, source="GK"),
    Field("zone", "choice", "Site", choices=SITE_CHOICES, exports=ALL, source="DES"),
    Field("ctcae_grade", "scale", "Severity (CTCAE)", required=ADVISED, exports=ALL, source="[CTCAE] [CTCAE-PAIN]",
          choices=options({
              1: "Mild: no treatment, or one without prescription",
              2: "Moderate: local treatment, limits daily tasks",
              3: "Severe: limits self-care, or needs hospital", 4: "Life-threatening", 5: "Death"})),
    Field("scale_version", "text", "Version of the scale", exports=ALL, source="[CTCAE]"),
    Field("pih_cosmetic", "choice", "How much the dark marks show", choices=GRADES, exports=ALL, source="DES"),
    Field("expected", "bool", "Expected after this treatment", exports=ALL, source="GK"),
    Field("relation", "choice", "Caused by the treatment", required=ADVISED, exports=ALL, source="GK", choices=options({
        "unrelated": "Unrelated", "possible": "Possible", "probable": "Probable", "definite": "Definite"})),
    Field("suspected", "choices", "Suspected cause", exports=ALL, source="GK", choices=options({
        "device": "Device", "anaesthetic": "Numbing product", "prp": "PRP", "serum": "Serum",
        "aftercare": "Aftercare"})),
    Field("lot", "text", "LOT of the suspected product", exports=ALL, source="[CDC-HIV]"),
    Field("cartridge_lot", "text", "Cartridge LOT", exports=ALL, source="[CDC-HIV]"),
    Field("depth_mm", "numbers", "Depth", unit="mm", minimum=0, maximum=3.5, step=0.25, exports=ALL,
          source="[SP-STUDY]"),
    Field("operator", "person", "Operator", exports=ALL, source="[FDA-MN] [CDC-HIV]"),
    Field("action", "longtext", "What was done", required=ADVISED, exports=ALL, source="[DP4] [GRAN] [RF-FDA]; GK"),
    Field("treated_by", "text", "Treated by", exports=ALL, source="GK"),
    Field("reported", "tri", "Reported to the regulator", exports=ALL, source="[RF-FDA] [CDC-HIV]"),
    Field("outcome", "choice", "Outcome", required=ADVISED, exports=ALL, source="GK", choices=options({
        "recovered": "Recovered", "recovering": "Recovering", "sequelae": "Recovered, with lasting marks",
        "unresolved": "Not resolved", "unknown": "Not known"})),
    Field("resolved_at", "date", "Resolved on", exports=ALL, source="GK"),
    Field("follow_up", "longtext", "Follow-up", exports=ALL, source="GK"),
), repeats="id", widget="adverse-event")  # fmt: skip

SECTIONS = (EVENT,)
