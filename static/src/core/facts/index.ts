// Named facts: every value a record implies but nobody types (domain.md 2 to 11). Mirrors server/domain/facts.py;
// tests/vectors/facts.json holds both to the same figures. A fact is null when an input is missing. Facts that no rule
// and no screen uses are computed by the server only, for its documents.

import type { Content, Unit } from "../../types.js";
import { allergies, drugFacts, materialFacts, medicineClasses } from "../allergens.js";
import { begun, isBloodDrawn, isPrpUsed } from "../given.js";
import { photoFacts } from "../pictures.js";
import { day, isPast, todayWhere, yearsBetween } from "../times.js";
import type { Context } from "../units.js";
import { each, unitsOf, zoneLimits } from "../units.js";
import { laOf, sitesOf, unlabelledCreamsOf } from "../views.js";
import { creamsOf, dayFacts, earlierToday, injectionsOf, isOnNeedled, sitesCompleted, sitesTreated } from "./day.js";
import { deviceFacts, needlingFacts, operatorOnFile, zoneFacts } from "./device.js";
import { doseFacts } from "./dose.js";
import { eventFacts } from "./event.js";
import { comfortExposure, exposureFacts, serumExposure } from "./exposure.js";
import { historyFacts } from "./history.js";
import { offLabelFacts } from "./label.js";
import { ECZEMA, NO_INJECTION, numbingFacts } from "./numbing.js";
import { askedFacts, nrs, obsFacts } from "./observations.js";
import { prpFacts } from "./prp.js";
import { assessmentFacts, outcomeFacts } from "./score.js";
import { hasNeverSite, serumFacts } from "./serum.js";
import { injuries, placeFacts, scarPlace } from "./site.js";
import { clockFacts, farTimes, hasMixedOffsets } from "./time.js";
import { aftercareFacts, consentFacts, visitFacts, vitalsFacts } from "./visit.js";

export { unitsOf, zoneLimits };

const HANDPIECE = ["type", "product"];

/** Returns unit -> name -> value. */
export function facts(content: Content, context: Context): Content {
  if (context.type === "patient") {
    return { identity: { age_years: yearsBetween(day(content.identity?.birth_date), todayWhere(null, context.now)) } };
  }
  if ((context.type ?? "note") !== "note") return {};
  const { limits } = context;
  const patient = context.patient ?? {};
  const earlier = earlierToday(content, context.same_day);
  const today = dayFacts(earlier, content, limits);
  const visit = visitFacts(content, patient, context, today);
  const on = day(content.visit?.session_date);
  const devices = withFirst(content, "device", (device, key) => {
    const shared = handpiece(key, content);
    const derived = deviceFacts({ ...shared, ...device }, on, content, context);
    return { ...shared, ...derived, ...toldBefore(key, device) };
  });
  const treated = new Set(sitesTreated(earlier));
  const completed = new Set(sitesCompleted(context, on));
  const zones = Object.fromEntries(
    sitesOf(content).map((key) => [
      key,
      {
        ...zoneFacts(key, devices, content, context),
        again_today: treated.has(key),
        again_lately: completed.has(key),
      },
    ]),
  );
  const known = allergies(patient, limits);
  const history = historyFacts(content, patient, { on, now: context.now }, known, limits);
  const assessment = assessmentFacts(content.assessment ?? {}, limits);
  const person = { body: patient.body ?? {}, visit, eczema: patient[ECZEMA] };
  const before = { creams: creamsOf(earlier), shots: injectionsOf(earlier) };
  const given = { shots: laOf(content), creams: unlabelledCreamsOf(content) };
  const far = farTimes(content, on, limits);
  const exposure = exposureFacts(content);

  const creams = withFirst(content, "numbing", (cream, key) => {
    const shots = key === "numbing" ? given : NO_INJECTION;
    const derived = numbingFacts(cream, person, on, context.now, limits, before, shots);
    const again = { on_needled: isOnNeedled(cream, content, treated) };
    return { ...asUsed(key), ...derived, ...again, ...drugFacts(derived, known, limits), ...nrs(content, key) };
  });

  const found: Content = {
    visit: {
      ...visit,
      ...offLabelFacts(content, zones, exposure),
      operator_on_file: operatorOnFile(content, devices, context.trained),
      injuries: injuries(content, devices),
      mixed_offsets: hasMixedOffsets(content),
      numbing_drugs: [...new Set(Object.values(creams).flatMap(({ drugs }) => drugs))].sort(),
    },
    exposure,
    aftercare: aftercareFacts(content, exposure),
    day: today,
    clock: clockFacts(content, on, context.now, limits),
    consent: consentFacts(content, on, context.now, limits),
    photo: { before: context.photo_before ?? false, ...photoFacts(content) },
    vitals: vitalsFacts(content, limits),
    check: { ...history, ...placeFacts(content, patient, limits), ...scarPlace(zones) },
    assessment,
    outcome: outcomeFacts(content.assessment ?? {}, assessment, context),
    ...creams,
    dose: doseFacts(content, { given, before, person, now: context.now }, limits),
    ...devices,
    needling: { ...needlingFacts(content, zones, context), ...nrs(content, "needling") },
    ...withFirst(content, "prp", (draw, key) => ({
      ...asUsed(key),
      ...prpFacts(draw, on, limits, content.visit?.performed),
      drawn: isDrawn(key, content),
    })),
    events: eventFacts(patient, { first: begun(content)?.at ?? null, on }, context),
    ...zones,
    ...each(content, "la", (key) => ({ expired: isPast(day(content[key].expiry), on) })),
    ...each(content, "proc", (key) => ({ never_site: hasNeverSite(content[key].sites, limits) })),
    ...each(content, "serum", (key) => ({
      ...serumFacts(content[key], on, history.allergies, limits, context.approved),
      exposure: serumExposure(content[key], content),
    })),
    ...each(content, "comfort", (key) => ({
      ...nrs(content, key),
      classes: medicineClasses(content[key].drug, limits),
      exposure: comfortExposure(content[key], content),
    })),
    ...each(content, "obs", (key) => ({ ...obsFacts(key, content, limits, context.now), ...nrs(content, key) })),
  };
  for (const more of [far, materialFacts(content, known, limits), askedFacts(exposure)])
    for (const [unit, values] of Object.entries(more)) found[unit] = { ...found[unit], ...values };
  return found;
}

/** The bare unit answers whether there was any; a further one exists because it was used. */
const asUsed = (key: string): Unit => (key.includes(":") ? { used: true } : {});

/** There is blood that must not be taken for somebody else's. */
const isDrawn = (key: string, content: Content) =>
  Boolean(content[key]) && (isBloodDrawn(key, content) || isPrpUsed(content[key]));

/** A handpiece that is not on file is reported once, not for each of its cartridges. */
const toldBefore = (key: string, { product }: Unit): Unit =>
  key.includes(":") && !product ? { range_on_file: null, label_on_file: null } : {};

/** A further cartridge is on the handpiece of the first one, unless it names its own. */
function handpiece(key: string, { device = {} }: Content): Unit {
  return Object.fromEntries(
    HANDPIECE.filter((name) => key.includes(":") && device[name] != null).map((name) => [name, device[name]]),
  );
}

/** Facts of the units of a section; the first one has them even where nothing was entered. */
const withFirst = (content: Content, section: string, derive: (unit: Unit, key: string) => Unit): Content =>
  Object.fromEntries(
    unitsOf({ [section]: {}, ...content }, section).map((key) => [key, derive(content[key] ?? {}, key)]),
  );
