// The forms come in English, which is what they are known by. What people read of them is translated when they are taken
// into use. The table of limits stays as it is: rules compare its names.

import { languageNow, t } from "../lib/i18n.js";
import type { Forms, Rules, Value } from "../types.js";

const READ = ["label", "help"];

export function inLanguage(forms: Forms): Forms {
  if (languageNow() === "en") return forms;
  return { ...forms, record_types: labelled(forms.record_types), rules: spoken(forms.rules) };
}

function labelled(value: Value): Value {
  if (Array.isArray(value)) return value.map(labelled);
  if (typeof value !== "object" || value === null) return value;
  const each = ([name, inner]: [string, Value]) =>
    [name, READ.includes(name) && typeof inner === "string" ? t(inner) : labelled(inner)] as const;
  return Object.fromEntries(Object.entries(value).map(each));
}

const spoken = ({ figures = {}, ...rules }: Rules): Rules => ({
  ...rules,
  figures: Object.fromEntries(Object.entries(figures).map(([way, [one, other]]) => [way, [t(one), t(other)]])),
  rows: rules.rows.map((row) => ({
    ...row,
    message: t(row.message),
    ...(row.sentence ? { sentence: t(row.sentence) } : {}),
  })),
});
