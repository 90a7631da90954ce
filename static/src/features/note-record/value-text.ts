// Formats one recorded value by its kind in the catalogue. Printed documents say the same (server/exports/values.py);
// tests/vectors/values.json holds both.
import { choiceLabel } from "../../core/catalogue.js";
import { isEmpty } from "../../core/figures.js";
import { formatDate, formatDateTime } from "../../lib/dates.js";
import { answerWord } from "../../lib/formats.js";
import { t } from "../../lib/i18n.js";
import { withUnit } from "../../lib/numbers.js";
import type { Field, Person, Unit, Value } from "../../types.js";

type People = Person[] | undefined;
type Read = (field: Field, value: Value, people: People) => string;

const choiceWords = (field: Field, value: Value) => choiceLabel(field, value) ?? String(value);

/** In a row of several values a yes needs the name of its question. */
const rowText = (columns: Field[], row: Unit, people: People) =>
  columns
    .map((column): [Field, string] => [column, valueText(column, row[column.name], people)])
    .filter(([, value]) => value)
    .map(([{ kind, label }, value]) => (kind === "tri" ? `${label}: ${value}` : value))
    .join(", ");

const READ: Record<string, Read> = {
  choice: choiceWords,
  choices: (field, value: Value[]) => value.map((each) => choiceWords(field, each)).join(", "),
  scale: (field, value) => `${value} · ${choiceWords(field, value)}`,
  nrs: (_field, value) => t("{n} of 10", { n: value }),
  int: (field, value) => withUnit(value, field.unit),
  decimal: (field, value) => withUnit(value, field.unit),
  numbers: (field, value: number[]) => withUnit(value, field.unit),
  bool: (_field, value) => answerWord(value ? "yes" : "no"),
  tri: (_field, value) => answerWord(value),
  date: (_field, value) => formatDate(value),
  datetime: (_field, value) => formatDateTime(value),
  person: (_field, value, people) => people?.find((each) => each.id === value)?.name ?? t("A colleague"),
  paths: () => "",
  texts: (_field, value) => value.join(", "),
  strokes: () => t("signed by hand"),
  content: () => "",
  rows: (field, value: Unit[], people) => value.map((row) => rowText(field.fields, row, people)).join("; "),
};

/** One value as text, with its unit; "" when there is none. */
export function valueText(field: Field, value: Value, people?: Person[]): string {
  if (isEmpty(value)) return "";
  return READ[field.kind]?.(field, value, people) ?? String(value);
}
