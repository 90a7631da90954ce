import { t } from "../../lib/i18n.js";
import type { Field, LocalRecord, RecordTypeName, Section, Unit, Value } from "../../types.js";

/** What a conflict is about, as the server writes it. `unit` is null where the whole record is meant. */
export interface ConflictAbout {
  record_type: RecordTypeName;
  record_id: string;
  patient_id: string | null;
  unit: string | null;
  kind: string;
}

/** The values of one unit as each person wrote it, and the common base. */
export interface Sides {
  base?: Unit;
  mine?: Unit;
  theirs?: Unit;
}

/** One field of the unit; a field that is no longer in the forms uses its name as its label. */
export interface ConflictRow {
  field: Pick<Field, "name" | "label" | "kind" | "longest">;
  base: Value;
  mine: Value;
  theirs: Value;
  same: boolean;
}

/** The answer for one field: one of the two texts, or a text of the person's own. */
export type SideChoice = "mine" | "theirs" | { text: string };
export type Picks = Partial<Record<string, SideChoice>>;

interface KindLabels {
  name: () => string;
  why: () => string;
}

const KINDS: Partial<Record<string, KindLabels>> = {
  late_edit: {
    name: () => t("Changed after it was signed"),
    why: () =>
      t(
        "This was typed on a tablet before it knew that the note had been signed. A signed note does not change by itself: take the text into an amendment, or leave the note as it is.",
      ),
  },
  edit_of_void: {
    name: () => t("Entered in a void record"),
    why: () =>
      t(
        "This was typed while someone else declared the record void. The text is kept here so that you can copy it to where it belongs.",
      ),
  },
  void_vs_edit: {
    name: () => t("Declared void while it was changed"),
    why: () =>
      t(
        "Someone declared the record void without having seen its latest content. Read it, then decide whether it is void.",
      ),
  },
};

const EDIT = {
  name: () => t("Two people changed it at the same time"),
  why: () => t("Both versions are kept and nothing was merged. Choose which one to use on each line."),
};

export const conflictKind = (kind: string): KindLabels => KINDS[kind] ?? EDIT;
/** The screen for records without a patient, and its name. */
export const CLINIC_RECORDS: Partial<Record<string, { href: string; name: () => string }>> = {
  lot: { href: "#/shelf", name: () => t("Shelf") },
  protocol: { href: "#/protocols", name: () => t("Protocols") },
};

export const aboutOf = (conflict: LocalRecord): ConflictAbout => (conflict.fields.about ?? {}) as ConflictAbout;

/** The fields that occur in any of the three texts, in the order of the form, then those not in the forms. */
export function differing(section: Section | undefined, { base = {}, mine = {}, theirs = {} }: Sides): ConflictRow[] {
  const present = new Set([...Object.keys(base), ...Object.keys(mine), ...Object.keys(theirs)]);
  const known = (section?.fields ?? []).filter(({ name }) => present.has(name));
  const names = new Set(known.map(({ name }) => name));
  const all = [
    ...known,
    ...[...present].filter((name) => !names.has(name)).map((name) => ({ name, label: name, kind: "text" })),
  ];
  const plain = (value: Value) => JSON.stringify(value ?? null);
  return all.map((field) => ({
    field,
    base: base[field.name],
    mine: mine[field.name],
    theirs: theirs[field.name],
    same: plain(mine[field.name]) === plain(theirs[field.name]),
  }));
}

/** The whole chosen value; fields that agree need no choice. Null while one is undecided. */
export function chosenValue(rows: ConflictRow[], picks: Picks): Unit | null {
  const value: Unit = {};
  for (const { field, mine, theirs, same } of rows) {
    const pick = same ? "mine" : picks[field.name];
    if (!pick) return null;
    const chosen = typeof pick === "object" ? pick.text : pick === "mine" ? mine : theirs;
    if (chosen !== undefined && chosen !== null && chosen !== "") value[field.name] = chosen;
  }
  return value;
}
