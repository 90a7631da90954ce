// Fields of a section that are one statement. When two texts meet, they are chosen from one of them: a signature stays
// with what was ticked above it, a lot with its product, a reason with what it was written for.

/** By section; a section in WHOLE is one statement with all its fields. */
const TOGETHER: Record<string, string[][]> = {
  labs: [
    ["platelets", "platelets_on"],
    ["hb", "hb_on"],
  ],
  visit: [
    ["performed", "stopped_at", "stopped_reason", "stopped_detail", "deferral_reason"],
    ["kind", "touch_up_of"],
    ["operator", "operator_trained"],
  ],
  check: [
    ["asked_at", "asked_by"],
    ["hsv_prophylaxis", "hsv_drug", "hsv_dose", "hsv_start"],
    ["hsv_active", "hsv_active_sites"],
    ["active_acne", "active_acne_sites"],
    ["infection", "infection_sites"],
    ["open_wound", "open_wound_sites"],
    ["sunburn", "sunburn_sites"],
    ["filler_toxin_14d", "filler_toxin_on", "filler_toxin_14d_sites"],
    ["peel_laser", "peel_laser_on", "peel_laser_ablative", "peel_laser_sites"],
    ["surgery", "surgery_on", "surgery_sites"],
    ["retinoid_acid_24h", "retinoid_acid_on"],
    ["nsaid_48h", "nsaid_on"],
    ["steroid_local_1m", "steroid_local_on"],
    ["steroid_systemic_2w", "steroid_systemic_on"],
  ],
  numbing: [
    [
      ...[
        "used",
        "product",
        "product_name",
        "actives",
        "manufacturer",
        "lot",
        "expiry",
        "amount_g",
        "area_cm2",
        "zones",
      ],
      ...["applied_at", "removed_at"],
    ],
    ["toxicity", "toxicity_at", "toxicity_action"],
  ],
  device: [
    ["type", "product", "brand", "model", "serial", "length_mm", "needle_count", "gauge"],
    ["cartridge_lot", "cartridge_expiry", "unit_code", "sterile_intact", "opened_at", "discarded_at"],
  ],
  needling: [
    ["started_at", "ended_at"],
    ["glide_product", "glide_lot", "glide_sterile"],
  ],
  zone: [["depth_mm", "passes", "runs"]],
  other_site: [
    ["site_text", "site_side", "group"],
    ["depth_mm", "passes", "runs"],
  ],
  rf: [["energy_mj", "power_w", "pulse_ms"]],
  prp: [
    ["kit_brand", "kit_lot", "kit_expiry", "kit_yield_pct"],
    ["anticoagulant", "anticoagulant_ml"],
    [
      ...["used", "drawn_at", "drawn_ml", "volume_ml", "platelets_baseline", "platelets_prp", "sites", "topical_ml"],
      ...["discarded_ml", "used_at"],
    ],
  ],
  photo: [["taken", "taken_at", "set_id"]],
  course: [
    ["interval_weeks", "interval_reason"],
    ["target_scale", "target_percent", "target"],
    ["stop_reason", "closed_on"],
  ],
  ae: [
    ["term", "detail"],
    ["ctcae_grade", "scale_version"],
    ["suspected", "lot", "cartridge_lot"],
    ["outcome", "resolved_at"],
  ],
  seen: [["pigment_change", "pigment_zones"]],
  obs: [["pigment_change", "pigment_zones"]],
  item: [["kind", "product", "manufacturer", "lot", "expiry", "unit_codes", "sterile", "yield_pct"]],
};

const WHOLE = [
  "allergy",
  "history",
  "consent",
  "la",
  "comfort",
  "serum",
  "proc",
  "reason",
  "override",
  "about",
  "flags",
];

/** The fields chosen together with this one, itself among them. `names`: the fields that differ. */
export function chosenWith(unit: string, name: string, names: string[]): string[] {
  const section = unit.split(":")[0];
  if (WHOLE.includes(section)) return names;
  const group = TOGETHER[section]?.find((fields) => fields.includes(name)) ?? [name];
  return names.filter((other) => other === name || group.includes(other));
}

/** For the test that these are fields of the forms. */
export const GROUPS: Readonly<typeof TOGETHER> = TOGETHER;
export const WHOLE_SECTIONS: readonly string[] = WHOLE;
