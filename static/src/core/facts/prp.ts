// Facts of the PRP entries: spin force, platelet factor, recovery, dose, balance (domain.md 7). Only the server
// computes the classes of a preparation, for its documents.

import type { Unit, Value } from "../../types.js";
import { knownTotal, number, product, ratio, rounded, rows, total } from "../figures.js";
import { isPrpUsed } from "../given.js";
import { day, inOrder, isPast, minutesBetween } from "../times.js";
import { isNever, withoutSide } from "../units.js";

const SPINS = [0, 1, 2];
/** domain-2.md 12, R14. */
const NEAR_EYE_VESSELS = ["glabella", "nose", "temple", "periorbital"];

/** Platelets in 10 3/uL, volumes in mL, dose in billions, force in multiples of g. */
export function prpFacts(prp: Unit, on: number | null, limits: Unit, performed?: Value): Unit {
  const [baseline, platelets] = [number(prp.platelets_baseline), number(prp.platelets_prp)];
  const [volume, drawn] = [number(prp.volume_ml), number(prp.drawn_ml)];
  const given = total(rows(prp, "sites").map((row) => number(row.ml)));
  const places = rows(prp, "sites").map(({ zone }) => withoutSide(String(zone ?? "")));
  const spent = knownTotal([given, number(prp.topical_ml), number(prp.discarded_ml)]);
  return {
    ...spinForces(prp, limits.prp),
    factor: ratio(platelets, baseline),
    recovery_pct: ratio(product(100, platelets, volume), product(baseline, drawn)),
    yield_pct: ratio(product(100, volume), drawn),
    kit_on_file: prp.kit_brand || prp.kit_lot ? number(prp.kit_yield_pct) != null : null,
    spent_ml: spent,
    excess_ml: spent == null || volume == null ? null : rounded(spent - volume),
    dose_billion: ratio(product(platelets, given), 1000),
    times_in_order: inOrder(prp.drawn_at, prp.used_at),
    given: prp.used_at != null,
    unused: isUnused(prp, performed) || null,
    minutes_to_use: minutesBetween(prp.drawn_at, prp.used_at),
    left_ml: volume == null ? null : rounded(volume - (spent ?? 0)),
    ml_per_point: mostPerPoint(rows(prp, "sites")),
    places,
    never_site: places.some((place) => isNever(limits, place)),
    near_eye_vessels: places.some((place) => NEAR_EYE_VESSELS.includes(place)),
    kit_expired: isPast(day(prp.kit_expiry), on),
  };
}

/** Whether blood was drawn and neither used nor discarded, once the visit says what became of it. */
function isUnused(draw: Unit, performed: Value) {
  const [drawn, discarded] = [draw.drawn_ml, draw.discarded_ml].map((volume) => number(volume) ?? 0);
  return performed != null && drawn > 0 && discarded <= 0 && !isPrpUsed(draw);
}

function mostPerPoint(sites: Unit[]) {
  const shares = sites.flatMap(({ ml, points }) => ratio(number(ml), number(points)) ?? []);
  return shares.length ? Math.max(...shares) : null;
}

/** rcf_1 to rcf_3. */
function spinForces(prp: Unit, table: Unit) {
  const spins = rows(prp, "spins");
  return Object.fromEntries(SPINS.map((at) => [`rcf_${at + 1}`, rcf(spins[at] ?? {}, table.rcf_constant)]));
}

/** 1.118e-5 x radius in cm x rpm squared; an entered force is used unchanged. */
function rcf(spin: Unit, constant: number) {
  const rpm = number(spin.rpm);
  return product(constant, number(spin.radius_cm), rpm, rpm) ?? number(spin.g);
}
