"""What belongs to one visit is never copied into another: every field of the note judged by what it means, by hand.

A new field stands in none of these tables, and the first test says so until somebody has decided.
"""

from server.domain.catalogue import RECORD_TYPES, copying

PLANNED = """
    visit.sessions_planned visit.interval_weeks_planned visit.indication visit.modality
    la.drug la.drug_name la.strength_pct la.technique la.nerve la.sites la.adrenaline la.adrenaline_ratio
    comfort.kind comfort.cooling
    numbing.used numbing.product numbing.product_name numbing.actives numbing.manufacturer numbing.amount_g
    numbing.area_cm2 numbing.zones numbing.planned_min numbing.occlusion
    device.type device.product device.brand device.model device.serial device.speed_rpm device.needle_count
    device.gauge device.length_mm needling.glide_product zone.depth_mm zone.passes zone.pattern
    rf.energy_mj rf.power_w rf.pulse_ms rf.depth_levels rf.insulated rf.passes
    prp.used prp.indication prp.anticoagulant prp.kit_brand prp.tube_count prp.spins prp.activation prp.additive
    prp.route prp.timing
    serum.category serum.product serum.manufacturer serum.origin serum.labelled_for serum.amount_ml serum.timing
    serum.zones serum.contains aftercare.items aftercare.language aftercare.phone
""".split()  # noqa: SIM905
OF_THE_DAY = {
    "who did it": """
        visit.operator visit.assistant la.by numbing.applied_by numbing.prescriber prp.drawn_by aftercare.given_by""",
    "what was done": """
        visit.performed visit.deferral_reason visit.stopped_reason visit.stopped_detail visit.room
        numbing.removal_method numbing.re_prepped numbing.reapplied
        numbing.other_la numbing.toxicity_action needling.skin_prep needling.sheath_used needling.gloves
        needling.makeup_removed needling.jewellery_removed needling.dry_time_ok needling.cartridge_changed
        needling.interrupted needling.interruption_reason needling.sharps_disposed prp.draw_site prp.attempts
        la.ml la.mg la.aspirated comfort.drug comfort.dose comfort.mg comfort.max_pct comfort.minutes
        comfort.scavenging comfort.escort
        prp.tube_labelled prp.sites visit.kind numbing.batch_of_day device.why_changed device.sites zone.runs
        zone.area_cm2 zone.aspect zone.scar_ids""",
    "what was checked": """
        visit.operator_trained numbing.skin_intact numbing.residual_removed device.sterile_intact
        device.single_use_confirmed device.firmware device.last_service needling.glide_sterile prp.time_out_done
        prp.time_out_identifiers serum.sterile serum.allergy_checked""",
    "what was seen or measured": """
        comfort.spo2_before comfort.spo2_after comfort.effect_nrs
        numbing.effect_nrs numbing.toxicity needling.pain_nrs zone.bleeding zone.endpoint zone.note rf.impedance_ohm
        prp.drawn_ml prp.anticoagulant_ml prp.volume_ml prp.topical_ml prp.discarded_ml prp.platelets_baseline
        prp.platelets_prp prp.wbc prp.rbc prp.isth_class prp.reaction""",
    "what was told and agreed": """
        prp.off_label_ack aftercare.given aftercare.sheet_version aftercare.products""",
    "when it was": """
        la.at la.order comfort.at comfort.order visit.touch_up_of visit.stopped_at
        device.opened_at device.discarded_at device.order numbing.order prp.order
        visit.session_date visit.session_no visit.course numbing.applied_at numbing.removed_at numbing.toxicity_at
        needling.started_at needling.ended_at prp.drawn_at prp.used_at""",
    "what a recall goes by": """
        numbing.lot numbing.expiry device.cartridge_lot device.cartridge_expiry device.unit_code needling.glide_lot
        prp.kit_lot prp.kit_expiry prp.kit_yield_pct prp.more_kits la.lot la.expiry serum.lot serum.expiry""",
}  # fmt: skip
WHOLE = """
    assessment carried check clock other_site proc consent obs outcome override photo picture reason text vitals
""".split()  # noqa: SIM905
FIELDS = [f"{s.unit.partition(':')[0]}.{f.name}" for s in RECORD_TYPES["note"].sections for f in s.fields]
MEANING = {path: meaning for meaning, paths in OF_THE_DAY.items() for path in paths.split()}


def test_every_field_of_the_note_was_judged() -> None:
    judged = [*PLANNED, *MEANING]
    assert len(judged) == len(set(judged))
    assert [path for path in FIELDS if path.partition(".")[0] not in WHOLE and path not in judged] == []
    assert set(judged) <= set(FIELDS)


def test_only_what_is_planned_may_be_copied() -> None:
    assert sorted(f"{path}: {MEANING.get(path, 'not judged')}" for path in {*copying.COPIED} - {*PLANNED}) == []
    assert {*copying.COPIED} == {*PLANNED}


def test_a_protocol_leaves_out_this_machine_and_this_patient() -> None:
    assert {*PLANNED} - {*copying.forms()["protocol"]} == {"device.serial", "aftercare.language"}


def test_of_a_run_only_what_was_set_is_copied() -> None:
    runs = next(f for s in RECORD_TYPES["note"].sections if s.unit == "zone" for f in s.fields if f.name == "runs")
    of_the_day = {"device", "shots", "impedance_ohm", "at"}
    assert {column.name for column in runs.fields} - of_the_day == {*copying.COLUMNS["zone.runs"]}
