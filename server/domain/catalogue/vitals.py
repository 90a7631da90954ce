"""Vital signs before the procedure (domain.md 4): the baseline for toxicity and for methaemoglobin."""

from server.domain.catalogue.kinds import ADVISED, ALL, TREATMENT, Field, Section

WANTED = (TREATMENT, ("vitals.wanted", "is", True))

VITALS = Section("vitals", "Vital signs", (
    Field("bp_systolic", "int", "Systolic blood pressure", unit="mm[Hg]", minimum=60, maximum=260, step=1,
          usual=(110, 120, 130, 140), required=ADVISED, required_if=WANTED, exports=ALL, source="DES"),
    Field("bp_diastolic", "int", "Diastolic blood pressure", unit="mm[Hg]", minimum=30, maximum=160, step=1,
          usual=(60, 70, 80, 90), required=ADVISED, required_if=WANTED, exports=ALL, source="DES"),
    Field("hr", "int", "Pulse", unit="/min", minimum=30, maximum=220, step=1, usual=(60, 70, 80, 90),
          required=ADVISED, required_if=WANTED, exports=ALL, source="DES"),
    Field("spo2", "int", "SpO2", unit="%", minimum=50, maximum=100, step=1, usual=(97, 98, 99, 100), required=ADVISED,
          required_if=WANTED, exports=ALL, source="[METHB]; DES"),
    Field("at", "datetime", "Measured at", exports=ALL, source="DES"),
), help="Asked for PRP, radiofrequency and numbing of a large area.")  # fmt: skip

SECTIONS = (VITALS,)
