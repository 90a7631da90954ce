"""What of a note may serve another visit. A section's name stands for all of it, "unit.field" for one field.

The tablet goes by these lists when it lays the last visit or a protocol under a note, and when it keeps a protocol.
"""

# What belongs to one visit only, and is therefore never copied into another: traceability, times, what was answered,
# consented to, observed or measured that day, and why.
NEVER = (
    "ae", "assessment", "carried", "check", "consent", "obs", "outcome", "override", "photo", "reason", "text",
    "vitals",
    "visit.course", "visit.deferral_reason", "visit.session_date", "visit.session_no",
    "numbing.lot", "numbing.expiry", "numbing.applied_at", "numbing.removed_at", "numbing.effect_nrs",
    "numbing.toxicity", "numbing.toxicity_at", "numbing.toxicity_action", "numbing.skin_intact",
    "numbing.residual_removed", "numbing.re_prepped", "numbing.reapplied", "numbing.other_la",
    "device.cartridge_lot", "device.cartridge_expiry", "device.unit_code", "device.sterile_intact",
    "device.single_use_confirmed",
    "needling.started_at", "needling.ended_at", "needling.cartridge_changed", "needling.makeup_removed",
    "needling.jewellery_removed", "needling.dry_time_ok", "needling.glide_lot", "needling.interrupted",
    "needling.interruption_reason", "needling.pain_nrs", "needling.sharps_disposed",
    "rf.impedance_ohm",
    "zone.bleeding", "zone.endpoint", "zone.note",
    "prp.attempts", "prp.discarded_ml", "prp.drawn_at", "prp.kit_expiry", "prp.kit_lot", "prp.platelets_baseline",
    "prp.platelets_prp", "prp.rbc", "prp.reaction", "prp.time_out_done", "prp.time_out_identifiers", "prp.volume_ml",
    "prp.tube_labelled", "prp.used_at", "prp.wbc",
    "serum.expiry", "serum.lot", "serum.allergy_checked", "serum.sterile",
    "aftercare.given", "aftercare.given_by",
)  # fmt: skip

# What a protocol leaves out besides: who did it, with which very machine, and what only this patient's skin decided.
NOT_IN_PROTOCOLS = (
    "visit.performed", "visit.operator", "visit.operator_trained", "visit.assistant", "visit.room",
    "numbing.applied_by", "numbing.prescriber",
    "device.serial", "device.firmware", "device.last_service",
    "prp.drawn_by",
)  # fmt: skip


def forms() -> dict[str, list[str]]:
    return {"never": list(NEVER), "not_in_protocols": list(NOT_IN_PROTOCOLS)}
