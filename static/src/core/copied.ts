// Which values were copied into a note from an earlier visit or a protocol, and which of them a person has confirmed. A
// path is "unit.field". A copied value is only a proposal: a note with an unconfirmed one cannot be signed
// (server/domain/completeness.py).
import type { Content } from "../types.js";

import { unitName } from "./catalogue.js";
import { isEmpty } from "./figures.js";
import type { Copying } from "./protocols.js";
import { copyOf } from "./protocols.js";

export type Source = { source: string; source_date?: string };

export const placeOf = (path: string): [string, string] => {
  const dot = path.lastIndexOf(".");
  return [path.slice(0, dot), path.slice(dot + 1)];
};

/** Families whose units have ids of their own note. */
const WITH_IDS = ["serum", "numbing", "la", "comfort"];

const hasAny = (content: Content, family: string) => Object.keys(content).some((unit) => unit.startsWith(`${family}:`));

/**
 * The changes that copy the values of an earlier note into this one: existing entries stay, and a section that was
 * answered with no receives no values. Serums and what else has an id get new ones. Null when there is nothing to copy. `copying` are the lists
 * of GET /forms.
 */
export function copyForward(
  content: Content,
  earlier: Content,
  source: Source,
  newId: () => string,
  copying: Copying | undefined,
): Content | null {
  const changes: Content = {};
  for (const [unit, values] of Object.entries(copyOf(earlier, copying))) {
    const family = unitName(unit);
    const isAnother = WITH_IDS.includes(family) && unit !== family;
    if (content[family]?.used === false || (isAnother && hasAny(content, family))) continue;
    const free = Object.entries(values).filter(([name]) => isEmpty(content[unit]?.[name]));
    if (free.length) changes[isAnother ? `${family}:${newId()}` : unit] = Object.fromEntries(free);
  }
  const open = Object.entries(changes).flatMap(([unit, values]) =>
    Object.keys(values).map((name) => `${unit}.${name}`),
  );
  return open.length ? { carried: { ...source, open, confirmed: [] }, ...changes } : null;
}

/**
 * The changes, plus, when they touch unconfirmed copied values, the removal of those paths from the open list, because
 * the values are then entries of today. `copiedAgain`: paths whose copied value an undo restores.
 */
export function touching(content: Content, changes: Content, copiedAgain: string[] = []): Content {
  const open = openPaths(content);
  const left = open.filter((path) => !isAmong(changes, path)).concat(copiedAgain);
  const same = left.length === open.length && !copiedAgain.length;
  return same ? changes : { carried: { open: listed(left) }, ...changes };
}

const isAmong = (changes: Content, path: string) => {
  const [unit, name] = placeOf(path);
  return Boolean(changes[unit] && name in changes[unit]);
};

/** The open paths that these changes touch. */
export const touched = (content: Content, changes: Content) =>
  openPaths(content).filter((path) => isAmong(changes, path));

/** Marks these copied values as confirmed by a person. */
export function confirming(content: Content, paths: string[]): Content {
  const open = openPaths(content);
  const now = open.filter((path) => paths.includes(path));
  if (!now.length) return {};
  const confirmed = [...(content.carried?.confirmed ?? []), ...now];
  return { carried: { open: listed(open.filter((path) => !now.includes(path))), confirmed } };
}

/** Removes every copied value that nobody has confirmed or changed. */
export function undoCopy(content: Content): Content {
  const changes: Content = {};
  for (const path of openPaths(content)) {
    const [unit, name] = placeOf(path);
    changes[unit] = { ...changes[unit], [name]: null };
  }
  const keeps = content.carried?.confirmed?.length;
  const carried = keeps ? { open: null } : { source: null, source_date: null, open: null, confirmed: null };
  return { ...changes, carried };
}

export const openPaths = (content: Content): string[] => content.carried?.open ?? [];

/** "open" while the value is only copied, "confirmed" once a person has confirmed it, else null. */
export const copiedState = ({ carried }: Content, path: string) =>
  carried?.open?.includes(path) ? "open" : carried?.confirmed?.includes(path) ? "confirmed" : null;

/** Copied values that were only confirmed, not entered again. */
export function confirmedCopies(content: Content): Content {
  const copies: Content = {};
  for (const path of content.carried?.confirmed ?? []) {
    const [unit, name] = placeOf(path);
    if (content[unit] && name in content[unit]) copies[unit] = { ...copies[unit], [name]: content[unit][name] };
  }
  return copies;
}

const listed = (paths: string[]) => (paths.length ? paths : null);
