// Yes, no, unknown: three large segments of equal weight, none of them chosen beforehand.
import type { Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Value } from "../../types.js";
import { type ToggleChoice, type ToggleOptions, toggles } from "./chips.js";

interface Segment extends ToggleChoice {
  answer: string;
  word: string;
}

/** `bool`: the answers are yes and no, and the value is true or false. */
export function segments(
  value: Value,
  { bool = false, ...options }: Omit<ToggleOptions, "value"> & { bool?: boolean },
): Template {
  const answers: Segment[] = [
    { answer: "yes", word: t("Yes"), value: bool || "yes" },
    { answer: "no", word: t("No"), value: bool ? false : "no" },
  ];
  if (!bool) answers.push({ answer: "unknown", word: t("Unknown"), value: "unknown" });
  return toggles(["segments", "segment"], answers, ({ word }) => word, { ...options, value });
}
