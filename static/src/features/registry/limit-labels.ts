// Labels of the clinic's limits. `limits.names` names a figure by the end of its path, with its unit, in display order;
// `limits.tables` names the tables.
import { t } from "../../lib/i18n.js";
import { showNumber } from "../../lib/numbers.js";
import type { Limits, Unit, Value } from "../../types.js";

/** What may be found at a path. */
export interface EditableLimit {
  kind: "number" | "numbers" | "text";
  nullable: boolean;
}
/** The limits that may be changed, by path. */
export type EditableLimits = Record<string, EditableLimit>;
export type LimitValue = number | number[] | string | null;

export interface LimitField extends EditableLimit {
  path: string;
  name: string;
  unit: string;
  value: LimitValue;
}

export interface LimitRow {
  key: string;
  label: string;
  /** A zone that is never treated. */
  never?: boolean;
  fields: LimitField[];
}

/** The tables with a row for each item; all others are one row each. */
export const ROWED: string[] = ["devices", "zones", "anaesthetics", "injected"];

function called(table: Unit | undefined, key: string): string {
  const words: string = table?.[key]?.label ?? key.replaceAll("_", " ").replaceAll(".", ", ");
  return t(words);
}

export const tableName = (limits: Limits, key: string): string => called(limits.tables, key);

/** The rows of one table, with their editable paths. */
export function rowsOf(limits: Limits, editable: EditableLimits, table: string): LimitRow[] {
  const order = Object.keys(limits.names ?? {});
  const keys = ROWED.includes(table) ? Object.keys(limits[table]).map((key) => `${table}.${key}`) : [table];
  return keys.map((key) => {
    const ends = Object.keys(editable)
      .filter((path) => path.startsWith(`${key}.`))
      .map((path) => path.slice(key.length + 1));
    const { label, never } = valueAt(limits, key);
    return {
      key,
      label: label ? t(label) : tableName(limits, table),
      never,
      fields: ends
        .sort((a, b) => order.indexOf(a) - order.indexOf(b))
        .map((end) => {
          const path = `${key}.${end}`;
          const measure = limits.names?.[end]?.unit ?? "";
          return {
            path,
            name: called(limits.names, end),
            unit: t(measure),
            ...editable[path],
            value: valueAt(limits, path),
          };
        }),
    };
  });
}

/** The figure, text or table at a path; null where there is none. */
export const valueAt = (limits: Limits, path: string): Value =>
  path.split(".").reduce((value: Value, key) => value?.[key], limits) ?? null;

/** The tables with editable values, those with rows first. */
export function tablesOf(editable: EditableLimits): string[] {
  const keys = new Set(Object.keys(editable).map((path) => path.split(".")[0]));
  return [...new Set([...ROWED.filter((key) => keys.has(key)), ...keys])];
}

/** "Cheek, take note above" for a line of the history. */
export function pathWords(limits: Limits, path: string): { section: string; label: string } {
  const [table, ...rest] = path.split(".");
  const row = ROWED.includes(table) && rest.length > 1 ? rest.shift() : undefined;
  const label = row && limits[table]?.[row]?.label;
  return { section: label ? t(label) : tableName(limits, table), label: called(limits.names, rest.join(".")) };
}

export const formatLimit = (value: LimitValue): string =>
  Array.isArray(value)
    ? value.map((each) => (typeof each === "number" ? showNumber(each) : JSON.stringify(each))).join(" · ")
    : typeof value === "number"
      ? showNumber(value)
      : (value ?? "");

/** The typed text as the server accepts it; undefined when it cannot be parsed. */
export function typedValue({ kind, nullable }: EditableLimit, text: string): LimitValue | undefined {
  const trimmed = text.trim();
  if (!trimmed) return nullable ? null : undefined;
  if (kind === "text") return trimmed;
  const figures = (kind === "numbers" ? trimmed.split(/\s*[·;]\s*|,\s+|\s+/) : [trimmed]).map((each) =>
    Number(each.replace(",", ".")),
  );
  if (figures.some((each) => !Number.isFinite(each) || each < 0)) return undefined;
  return kind === "numbers" ? figures : figures[0];
}
