// What a supervisor points at when they return a note, in words.
import { t } from "../../lib/i18n.js";
import { fieldLabel, unitLabel } from "../../store/forms.js";
import type { Pin } from "../../types.js";

export const returnReasons = () => [
  { value: "missing", label: t("Missing") },
  { value: "check", label: t("Please check") },
  { value: "unclear", label: t("Unclear") },
  { value: "contradicts", label: t("Contradicts another entry") },
];

/** "Right after: Redness", or the section as a whole. */
export function placeWords({ unit, field }: Pick<Pin, "unit" | "field">): string {
  const place = unitLabel("note", unit);
  return field ? t("{place}: {field}", { place, field: fieldLabel("note", unit, field) }) : place;
}

/** Why: the reason, the words, or both. */
export const whyWords = ({ reason, comment }: Pick<Pin, "reason" | "comment">): string =>
  [returnReasons().find(({ value }) => value === reason)?.label, comment.trim()].filter(Boolean).join(". ");

export const pinWords = (pin: Pin): string => `${placeWords(pin)} – ${whyWords(pin)}`;
