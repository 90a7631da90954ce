// What the patient's history implies on the day of a visit: allergies that count, days since, questions unanswered.

import { day, daysBetween } from "./times.js";
import { unitsOf } from "./units.js";

/** @typedef {import("./units.js").Unit} Unit */
/** @typedef {import("./units.js").Content} Content */

const ALWAYS = [
  "isotretinoin",
  "keloid_hypertrophic",
  "anticoagulant",
  "bleeding_disorder",
  "platelet_disorder",
  "hsv",
  "skin_cancer_area",
  "radiotherapy_area",
  "autoimmune",
  "diabetes",
  "immunosuppression",
  "wound_healing",
  "chemotherapy",
  "atopic_dermatitis_area",
  "hiv_hepatitis",
];
const FOR_NUMBING = ["liver", "cardiac", "renal", "arrhythmia_drug", "pseudocholinesterase_deficiency"];
const FOR_METHB = ["g6pd_deficiency", "methaemoglobinaemia"];
const RAISES_METHB = ["emla", "blt", "other"];
const FOR_PRP = ["smoker", "cancer", "vasovagal"];
const DETAILS = new Map([
  ["isotretinoin", "on"],
  ["diabetes", "controlled"],
  ["platelet_disorder", "platelets"],
]);
const CHECKED = [
  "breastfeeding",
  "hsv_active",
  "active_acne",
  "infection",
  "open_wound",
  "sunburn",
  "filler_toxin_14d",
  "peel_laser",
  "surgery",
  "retinoid_acid_24h",
  "nsaid_48h",
  "steroid_local_1m",
  "steroid_systemic_2w",
  "recent_fever",
  "sepsis_unstable",
];
const USED = [
  ["numbing", "skin_intact"],
  ["numbing", "reapplied"],
  ["device", "sterile_intact"],
  ["device", "single_use_confirmed"],
];
const DATES = ["filler_toxin", "retinoid_acid", "nsaid", "steroid_local", "steroid_systemic"];

/** @param {Content} content @param {Content} patient @param {number | null} on @returns {Unit} */
export function historyFacts(content, patient, on) {
  const check = content.check ?? {};
  const open = unanswered(content, patient);
  return {
    allergies: allergies(patient),
    unanswered: open,
    unanswered_count: open.length,
    isotretinoin_days: daysBetween(day(patient["history:isotretinoin"]?.on), on),
    ...Object.fromEntries(DATES.map((name) => [`${name}_days`, daysBetween(day(check[`${name}_on`]), on)])),
  };
}

/** Substances of the allergies that are not said to be over. @param {Content} patient @returns {string[]} */
function allergies(patient) {
  const active = unitsOf(patient, "allergy").filter((key) => patient[key].status !== "inactive");
  return [...new Set(active.map((key) => patient[key].substance).filter((one) => typeof one === "string"))].sort();
}

/** Paths of the safety questions whose answer is not known. A check of the day that was left out is a gap of the note
 * already, so there only an explicit "unknown" counts. @param {Content} content @param {Content} patient */
function unanswered(content, patient) {
  const check = content.check ?? {};
  const found = asked(content)
    .map((key) => [key, openPart(key, patient)])
    .filter(([, name]) => name)
    .map(([key, name]) => `patient.history:${key}.${name}`);
  if (!allergies(patient).length && patient.allergy_status?.none_known !== "yes") {
    found.push("patient.allergy_status.none_known");
  }
  if (isOpen(patient.body?.sex_at_birth)) found.push("patient.body.sex_at_birth");
  found.push(...CHECKED.filter((name) => check[name] === "unknown").map((name) => `check.${name}`));
  if (content.prp?.used === true && check.sepsis_unstable == null) found.push("check.sepsis_unstable");
  return [...found, ...aboutProducts(content, allergies(patient).length > 0)];
}

/** What nobody knows of the cream, the cartridge and, where there are allergies, of a serum.
 * @param {Content} content @param {boolean} isAllergic @returns {string[]} */
function aboutProducts(content, isAllergic) {
  const open = USED.filter(([unit, name]) => content[unit]?.[name] === "unknown").map(([unit, name]) => `${unit}.${name}`);
  const serums = isAllergic ? unitsOf(content, "serum").filter((key) => isOpen(content[key].allergy_checked)) : [];
  return [...open, ...serums.map((key) => `${key}.allergy_checked`)];
}

/** The questions that matter for what is used at this visit. @param {Content} content */
function asked(content) {
  const numbing = content.numbing ?? {};
  const used = numbing.used === true;
  return [
    ...ALWAYS,
    ...(used ? FOR_NUMBING : []),
    ...(used && RAISES_METHB.includes(numbing.product) ? FOR_METHB : []),
    ...(content.prp?.used === true ? FOR_PRP : []),
  ];
}

/** The field that is still open: the answer, or the detail on which a yes turns.
 * @param {string} key @param {Content} patient @returns {string} */
function openPart(key, patient) {
  const unit = patient[`history:${key}`] ?? {};
  if (isOpen(unit.answer)) return "answer";
  const detail = DETAILS.get(key);
  const knownOtherwise = key === "isotretinoin" && unit.current === "yes";
  return detail && unit.answer === "yes" && isOpen(unit[detail]) && !knownOtherwise ? detail : "";
}

/** @param {any} answer */
const isOpen = (answer) => answer == null || answer === "" || answer === "unknown";
