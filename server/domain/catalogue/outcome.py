"""How it turned out (domain.md 11): judged from the second session on and at the final review."""

from server.domain.catalogue.kinds import ALL, Field, Section, options, same_choices

GAIS = options({
    1: "Very much improved", 2: "Much improved", 3: "Improved", 4: "No change", 5: "Worse"})  # fmt: skip

OUTCOME = Section("outcome", "Outcome", (
    *same_choices((
        ("gais_clinician", "Improvement, seen by the clinician (GAIS)"),
        ("gais_patient", "Improvement, seen by the patient (GAIS)")), "scale", choices=GAIS, exports=ALL,
        source="[GAIS]"),
    Field("satisfaction", "scale", "Satisfaction of the patient", exports=ALL, source="GK", choices=options({
        1: "Very dissatisfied", 2: "Dissatisfied", 3: "Neither", 4: "Satisfied", 5: "Very satisfied"})),
    Field("would_recommend", "tri", "Would recommend it", exports=ALL, source="GK"),
    Field("dlqi", "int", "Quality of life (DLQI)", unit="{score}", minimum=0, maximum=30, step=1, exports=ALL,
          source="GK",
          help="Only the total: the questionnaire itself is licensed."),
    Field("quartile", "choice", "Improvement in quarters", exports=ALL, source="[LUCP]", choices=options({
        "q1": "0 to 25 %", "q2": "26 to 50 %", "q3": "51 to 75 %", "q4": "76 to 100 %"})),
    Field("photo_before", "text", "Photo set before", exports=ALL, source="[PHOTO]"),
    Field("photo_after", "text", "Photo set after", exports=ALL, source="[PHOTO]"),
    Field("photo_comparable", "tri", "Same views and light in both", exports=ALL, source="[PHOTO]"),
))  # fmt: skip

SECTIONS = (OUTCOME,)
