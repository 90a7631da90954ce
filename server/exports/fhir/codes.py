"""The codes that are sure (domain.md 13, domain-2.md 1): seen in published value sets. Everything else leaves as text
and with a code of our own, ``urn:needlepoint:microneedling``."""

from typing import Any

SNOMED, LOINC, ICD10 = "http://snomed.info/sct", "http://loinc.org", "http://hl7.org/fhir/sid/icd-10"
ATC, UCUM = "http://www.whocc.no/atc", "http://unitsofmeasure.org"
OWN = "urn:needlepoint:microneedling"
UNKNOWN = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips"

BODY_SITES = {
    "forehead": "52795006", "cheek": "60819002", "nose": "45206002", "chin": "30291003", "jawline": "661005",
    "neck": "45048000", "temple": "450721000", "periorbital": "371398005", "eyelid": "80243003",
    "scalp_frontal": "43067004", "scalp_temporal": "43067004", "scalp_mid": "43067004", "scalp_vertex": "43067004",
    "scalp_occipital": "43067004", "decolletage": "74160004", "buttock": "22180002", "shoulder": "76552005",
    "abdomen_upper": "75093004", "abdomen_lower": "75093004", "upper_arm": "371309009", "forearm": "5742000",
    "thigh": "371305003",
}  # fmt: skip
OBSERVATIONS = {
    "body.weight_kg": "29463-7", "body.fitzpatrick": "66555-4", "labs.hb": "718-7", "needling.pain_nrs": "72514-3",
    "obs.pain_now": "72514-3", "check.breastfeeding": "63895-7",
}  # fmt: skip
ALLERGENS = {"latex": "111088007", "lidocaine": "387480006"}
SUBSTANCES = {"lidocaine": (SNOMED, "387480006")}
CREAMS = {"pliaglis": (ATC, "N01BB52"), "lmx4": (SNOMED, "387480006")}
INDICATIONS = {"acne_scar": "L90.5"}
EVENTS = {"pih": "L81.0"}
MEASURES = frozenset({
    "mm", "cm", "cm2", "g", "mg", "mg/kg", "kg", "mL", "min", "h", "d", "wk", "mo", "%", "10*3/uL", "10*9", "Hz",
    "/min", "[g]", "W", "mJ", "ms", "Cel", "{score}", "{pass}", "mm[Hg]", "g/dL", "nm", "Ohm", "{count}",
})  # fmt: skip


def concept(text: str, *codings: tuple[str, str] | None) -> dict[str, Any]:
    found: dict[str, Any] = {"text": text} if text else {}
    coded = [{"system": one[0], "code": one[1]} for one in codings if one]
    return {"coding": coded, **found} if coded else found


def site_concept(key: str, label: str) -> dict[str, Any]:
    """R4 has no place for the side: the text says it."""
    code = BODY_SITES.get(key.removesuffix("_left").removesuffix("_right"))
    return concept(label, (SNOMED, code) if code else None)
