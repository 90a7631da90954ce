// The catalogue as GET /forms serves it: record types, sections, fields, rules, limits. Types only, re-exported by
// types.ts.
import type { CareDays, Words } from "./core/patient-page/types.js";
import type { Clinic, Severity, Unit, Value } from "./types.js";

export interface Choice {
  value: string | number;
  label: string;
}

/** [path, comparison, operand] */
export type Condition = [string, string, Value];

/** A field as server/domain/catalogue declares it. */
export interface Field {
  name: string;
  kind: string;
  label: string;
  help: string;
  unit: string;
  choices: Choice[];
  minimum: number | null;
  maximum: number | null;
  /** What a text takes, in characters; forms of 0.1.0 do not say. */
  longest?: number | null;
  step: number | null;
  usual: Value[];
  required: "" | "sign" | "advised";
  required_if: Condition[];
  /** While these hold, what is advised is required to sign; forms of 0.1.0 know none. */
  sign_if?: Condition[];
  required_at: string[];
  only_at: string[];
  exclusive: Value[];
  exports: string[];
  fields: Field[];
  /** Only older notes hold it; it is shown, and offered to nobody. */
  retired?: boolean;
}

/** A merge unit, or a family of them. */
export interface Section {
  unit: string;
  label: string;
  help: string;
  repeats: null | "key" | "id";
  keys: { key: string; label: string; group?: string }[];
  merge: "whole" | "text" | "set" | "safety_set";
  widget: string;
  gate: string;
  at_least: number;
  /** So many units fit into one record; older forms do not say. */
  most?: number | null;
  /** The words that ask for one more, where the unit may repeat as "unit:<id>"; forms of 0.1.0 do not say. */
  another?: string;
  fields: Field[];
}

export interface RecordType {
  type: RecordTypeName;
  label: string;
  sections: Section[];
}

/** The clinic's limits, as a tree of figures. */
export type Limits = Unit & { version: string };

export interface Rule {
  id: string;
  when: Condition[];
  severity: Severity;
  message: string;
  fields: string[];
  source: string;
  each?: string;
  [more: string]: Value;
}

export interface Rules {
  version: string;
  words: Record<string, string>;
  /** How a sentence writes its figures: the words for one and for others. Absent in older forms. */
  figures?: Record<string, [one: string, other: string]>;
  rows: Rule[];
}

/** What the print of the patient's page needs. */
export interface PageForms {
  version: string;
  phone: string;
  emergency: string;
  care: CareDays;
  languages: Record<string, Words>;
}

/** A version of the consent text in one language: its parts as lines, and who approved it when. */
export interface ConsentVersion {
  language: string;
  text: Record<string, string>;
  author_name: string | null;
  approved_name: string | null;
  approved_at: string | null;
}

/** `in_use`: language -> the version that is signed now; `versions`: every one that ever was, by name. */
export interface ConsentForms {
  languages: Record<string, { name: string; dir: string }>;
  in_use: Record<string, string>;
  versions: Record<string, ConsentVersion>;
}

/** What tablets need of the settings of their clinic; empty texts where it has not said. */
export interface SettingsForms {
  country: string;
  time_zone: string;
  lock_minutes: number;
  lease_days: number;
  second_factor: string;
  /** Absent in older forms: how long a link for a patient may last, 0 for none. */
  link_days?: number;
  /** Absent in older forms: how long a review may take. */
  review_days?: number;
  /** Absent in older forms. */
  deputies?: Deputy[];
  /** Ids of those who are trained on a device, by its product. Absent in older forms. */
  trained?: Record<string, string[]>;
}

/** Who stands in for a reviewer on these days, both included. */
export interface Deputy {
  of: string;
  by: string;
  first: string;
  last: string;
}

/** GET /forms: all that is needed to show, check and sign a note without the server. */
export interface Forms {
  version: string;
  record_types: Record<RecordTypeName, RecordType>;
  rules: Rules;
  limits: Limits;
  limits_approved: { name: string; at: string } | null;
  /** Action -> rows -> names of predicates. Absent in older forms. */
  permissions?: Record<string, string[][]>;
  /** Absent in older forms. `languages`: those whose text is approved. */
  patient_page?: PageForms;
  /** Absent in older forms. */
  consent_texts?: ConsentForms;
  /** Absent in older forms. */
  settings?: SettingsForms;
  /** For how many days a patient may have a link. Absent in older forms, empty where there are none. */
  links?: number[];
  clinic: Clinic;
  [more: string]: Value;
}

export type RecordTypeName = "patient" | "note" | "follow_up" | "lot" | "protocol" | "conflict";
export type RecordState =
  | "draft"
  | "imported"
  | "signed"
  | "approved"
  | "returned"
  | "acknowledged"
  | "active"
  | "archived"
  | "merged"
  | "open"
  | "resolved"
  | "void";
