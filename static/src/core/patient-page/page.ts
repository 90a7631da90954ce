// The patient's page as finished words. Mirrors server/exports/patient_page/__init__.py; one document for the PDF and
// the print of the tablet.
import { aftercareText } from "./aftercare.js";
import { apart, fill, type Language, longDate, moment, whyOf } from "./language.js";
import {
  callBox,
  courseText,
  deferredText,
  depthRows,
  faceMapOf,
  leftText,
  lotsText,
  nextText,
  putText,
} from "./sections.js";
import type { CareDays, Facts, Words } from "./types.js";

/** Who and where, as they stand on the page; `named` names on paper what is asked about first. */
export interface Names {
  patient: string;
  birth_date: string;
  mrn: string;
  operator: string;
  clinic: string;
  demo: boolean;
  phone: string;
  emergency: string;
  named: boolean;
}

const TITLES: Record<string, string> = { deferred: "title_deferred", review: "title_review" };

export function pageOf(facts: Facts, names: Names, words: Words, code: string, days: CareDays) {
  const tongue: Language = { code, words };
  return {
    lang: code,
    dir: String(words.dir),
    sep: String(words.sep),
    clinic: names.clinic,
    demo: names.demo ? words.demo : "",
    kind: facts.kind,
    pages: facts.care ? 2 : 1,
    page: String(words.page),
    title: fill(words[TITLES[facts.kind] ?? "title"], { date: longDate(tongue, facts.on) }),
    name: names.patient,
    ids: identifiers(names, tongue),
    minor: facts.minor ? fill(words.minor, { name: names.patient }) : "",
    lead: lead(facts, names, tongue),
    date: facts.on.split("-").map(Number),
    map: faceMapOf(facts.depths, tongue),
    depths_title: String(words.depths),
    depths: depthRows(facts.depths, tongue),
    scale: String(words.scale),
    put_title: String(words.put),
    put: putText(facts.put, tongue),
    left_title: String(words.left),
    left: leftText(facts.left, tongue),
    lots: lotsText(facts.lots, tongue),
    progress: courseText(facts.progress, facts.score, tongue),
    next: nextText(facts.next, tongue),
    deferred: deferredText(facts.deferred, names.named, tongue),
    care: aftercareText(facts.care, facts.on, days, tongue),
    call: callBox(facts, names.phone || facts.phone, names.emergency, tongue),
    foot: foot(facts, names, tongue),
  };
}

export type PatientPage = ReturnType<typeof pageOf>;

function identifiers({ birth_date: born, mrn }: Names, tongue: Language): string[] {
  const parts: [string, string][] = [
    ["born", born ? longDate(tongue, born) : ""],
    ["number", apart(tongue, mrn)],
  ];
  return parts.filter(([, value]) => value).map(([label, value]) => `${tongue.words[label]} ${value}`);
}

const who = ({ operator }: Names, tongue: Language): string =>
  operator ? apart(tongue, operator) : tongue.words.clinic_did;

function lead(facts: Facts, names: Names, tongue: Language): string {
  const { words } = tongue;
  const said = { who: who(names, tongue), why: whyOf(tongue, facts.why) };
  if (facts.kind === "review") {
    const map =
      facts.depths.length && facts.map_on ? fill(words.lead_map, { date: longDate(tongue, facts.map_on) }) : "";
    return [fill(words.lead_review, said), map].filter(Boolean).join(" ");
  }
  if (facts.kind !== "treated") return words[`lead_${facts.kind}`];
  const took = facts.minutes ? fill(words.took, { min: facts.minutes }) : "";
  return [fill(words[leadKey(facts)], said), took].filter(Boolean).join(" ");
}

function leadKey({ needled, prp, rf }: Facts): string {
  if (!needled) return prp ? "lead_prp_alone" : "lead_other";
  return prp ? "lead_prp" : rf ? "lead_rf" : "lead";
}

/** Who treated, who signed when, as of when the page is, and where its times count. */
function foot(facts: Facts, names: Names, tongue: Language): string[] {
  const { words } = tongue;
  const by = facts.kind === "treated" || facts.kind === "stopped" ? "by" : "by_seen";
  const found = [fill(words[by], { who: who(names, tongue), clinic: apart(tongue, names.clinic) })];
  if (facts.signed) {
    const when = moment(tongue, facts.signed.at);
    found.push(fill(words.signed, { when, who: apart(tongue, facts.signed.by) }), fill(words.updated, { when }));
  }
  return [...found, fill(words.zone, { z: facts.zone })];
}
