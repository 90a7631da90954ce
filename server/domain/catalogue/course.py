"""A course of treatment (domain.md 3): what was planned, towards which goal, and how it ended."""

from server.domain.catalogue.kinds import ALL, RECORDS, Field, Section, options
from server.domain.catalogue.visit import INDICATIONS, MODALITIES

COURSE = Section("course", "Course of treatment", (
    Field("started_on", "date", "Started on", exports=ALL, source="DES"),
    Field("indication", "choices", "Indication", choices=INDICATIONS, exports=ALL, source="[SP-CONS]"),
    Field("modality", "choices", "Treatment", choices=MODALITIES, exports=ALL, source="[NCT] [PORWAL]; GK"),
    Field("sessions_planned", "int", "Sessions planned", minimum=1, maximum=12, step=1, usual=(3, 4, 6), exports=ALL,
          source="[NCT] [PORWAL] [CHAWLA] [SP-CARE]"),
    Field("interval_weeks", "int", "Interval planned", unit="wk", minimum=2, maximum=12, step=1, usual=(4, 5, 6, 8),
          exports=ALL, source="[NCT] [SP-CARE]"),
    Field("interval_reason", "text", "Why this interval", exports=RECORDS, source="domain-2 12", since=2,
          help="Not the usual interval: say why, in at least 10 characters. The reason then counts for every visit."),
    Field("target_scale", "choice", "Scale used", exports=ALL, source="DES", choices=options({
        "gb_quant": "Goodman-Baron, counted", "gb_qual": "Goodman-Baron, grade", "ecca": "ECCA",
        "gais": "Improvement (GAIS)", "other": "Other"})),
    Field("target_percent", "int", "Aim: reduction by", unit="%", minimum=1, maximum=100, step=5, usual=(30, 50),
          exports=ALL,
          source="DES"),
    Field("target", "text", "Aim in words", exports=ALL, source="DES"),
    Field("goal", "text", "What the patient hopes for", exports=ALL, source="DES"),
    Field("final_review_on", "date", "Final review on", exports=ALL, source="[SP-FAQ] [NCT]",
          help="3 to 6 months after the last session."),
    Field("stop_reason", "choice", "Why it ended", exports=ALL, source="DES", choices=options({
        "completed": "Completed", "adverse_event": "Adverse event", "no_response": "No response",
        "patient_choice": "The patient's choice", "contraindication": "Contraindication"})),
    Field("closed_on", "date", "Ended on", exports=ALL, source="DES"),
), repeats="id", widget="course")  # fmt: skip

SECTIONS = (COURSE,)
