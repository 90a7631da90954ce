"""What the patient was told and given to take home (domain.md 10)."""

from server.domain.catalogue.kinds import ADVISED, ALL, TREATMENT, Field, Section, options

DONE = (TREATMENT,)

AFTERCARE = Section("aftercare", "Aftercare", (
    Field("given", "bool", "Aftercare explained", required=ADVISED, required_if=DONE, exports=ALL, source="[SP-CARE]"),
    Field("items", "choices", "Advice given", required=ADVISED, required_if=DONE, exports=ALL,
          source="[SP-CARE] [SP-CARE2] [SP-CARE3] [PRP-CI]", choices=options({
              "no_makeup_24h": "No make-up or sunscreen for 24 hours",
              "sun": "No sun for 24 hours, little for 72; SPF 30+ from 24 hours for 2 weeks",
              "no_actives_7d": "No retinoids, acids, vitamin C or exfoliants for 7 days",
              "no_heat_72h": "No exercise, sauna, heat or swimming for 72 hours",
              "washing": "Lukewarm water for 24 hours, gentle cleanser for 72; no picking, no brushes",
              "nsaid": "Anti-inflammatories as the clinic advises",
              "red_flags": "When to call: spreading redness, pus, blisters, fever, hard lumps, grey or blue lips, "
                           "change of vision",
              "allowed": "Sterile hydrogel or bland emollient supplied"})),
    Field("sheet_version", "text", "Version of the advice sheet", required=ADVISED, required_if=DONE, exports=ALL,
          source="DES"),
    Field("given_by", "text", "Given by", required=ADVISED, required_if=DONE, exports=ALL, source="DES"),
    Field("language", "text", "Language", exports=ALL, source="DES"),
    Field("phone", "text", "24-hour phone number", required=ADVISED, required_if=DONE, exports=ALL, source="GK"),
    Field("products", "text", "Products given, with LOT", exports=ALL, source="[SP-FDA]"),
), widget="aftercare")  # fmt: skip

SECTIONS = (AFTERCARE,)
