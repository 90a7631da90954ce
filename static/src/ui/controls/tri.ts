// @ts-nocheck
// Yes, no, unknown: three large segments of equal weight, none of them chosen beforehand.
import { t } from "../../lib/i18n.js";
import { toggles } from "./chips.js";

/** options as for toggles; `bool`: the answers are yes and no, and the value is true or false. */
export function segments(value, { bool = false, ...options }) {
  const answers = [
    { answer: "yes", word: t("Yes"), value: bool || "yes" },
    { answer: "no", word: t("No"), value: bool ? false : "no" },
  ];
  if (!bool) answers.push({ answer: "unknown", word: t("Unknown"), value: "unknown" });
  return toggles(["segments", "segment"], answers, ({ word }) => word, { ...options, value });
}
