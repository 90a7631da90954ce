// Yes, no, unknown: three large segments of equal weight, none of them preselected.
import type { Template } from "../../lib/dom.js";
import { answerWord } from "../../lib/formats.js";
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
    { answer: "yes", word: answerWord("yes"), value: bool || "yes" },
    { answer: "no", word: answerWord("no"), value: bool ? false : "no" },
  ];
  if (!bool) answers.push({ answer: "unknown", word: answerWord("unknown"), value: "unknown" });
  return toggles(["segments", "segment"], answers, ({ word }) => word, { ...options, value });
}
