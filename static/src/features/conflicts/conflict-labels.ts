// @ts-nocheck
import { t } from "../../lib/i18n.js";

const KINDS = {
  late_edit: {
    name: () => t("Written after it was signed"),
    why: () =>
      t(
        "This was typed on a tablet before it knew that the note had been signed. A signed note does not change by itself: take the text into an amendment, or leave the note as it is.",
      ),
  },
  edit_of_void: {
    name: () => t("Written into a void record"),
    why: () =>
      t(
        "This was typed while someone else made the record void. The text is kept here so that you can copy it to where it belongs.",
      ),
  },
  void_vs_edit: {
    name: () => t("Made void while it changed"),
    why: () =>
      t(
        "Someone made the record void without having seen its latest content. Look at it, then decide whether it becomes void after all.",
      ),
  },
};

const EDIT = {
  name: () => t("Two people wrote at the same time"),
  why: () => t("Both texts are kept. Nothing was mixed, nothing was thrown away. Choose for each line what stands."),
};

export const conflictKind = (kind) => KINDS[kind] ?? EDIT;
/** Where the record of a conflict is looked at, and what it is called when it is no patient's. */
export const CLINIC_RECORDS = {
  lot: { href: "#/shelf", name: () => t("Shelf") },
  protocol: { href: "#/protocols", name: () => t("Protocols") },
};
export const aboutOf = (conflict) => conflict.fields.about ?? {};

/** The fields of a unit in which the three texts differ, in the order of the form, then those no form names. */
export function differing(section, { base = {}, mine = {}, theirs = {} }) {
  const present = new Set([...Object.keys(base), ...Object.keys(mine), ...Object.keys(theirs)]);
  const known = (section?.fields ?? []).filter(({ name }) => present.has(name));
  const names = new Set(known.map(({ name }) => name));
  const all = [
    ...known,
    ...[...present]
      .filter((name) => !names.has(name))
      .map((name) => ({ name, label: name, kind: "text", choices: [], fields: [] })),
  ];
  const plain = (value) => JSON.stringify(value ?? null);
  return all.map((field) => ({
    field,
    base: base[field.name],
    mine: mine[field.name],
    theirs: theirs[field.name],
    same: plain(mine[field.name]) === plain(theirs[field.name]),
  }));
}

/** The whole value that was chosen: picks is {field: "mine"|"theirs"|{text}}; fields that agree need no pick. Null while one is open. */
export function chosenValue(rows, picks) {
  const value = {};
  for (const { field, mine, theirs, same } of rows) {
    const pick = same ? "mine" : picks[field.name];
    if (!pick) return null;
    const chosen = typeof pick === "object" ? pick.text : pick === "mine" ? mine : theirs;
    if (chosen !== undefined && chosen !== null && chosen !== "") value[field.name] = chosen;
  }
  return value;
}
