// Texts for problems of entries; the same as in server/domain/completeness.py.
import type { Gap } from "../../core/completeness.js";
import { t } from "../../lib/i18n.js";

/** The text of a problem of core/completeness.ts. */
export function problemLabel({ problem, params }: Pick<Gap, "problem" | "params">): string {
  const words: Record<string, string> = {
    missing: t("Not entered."),
    at_least: t("At least {count} needed.", params),
    number: t("{value} is not a number.", params),
    whole: t("{value} is not a whole number.", params),
    below: t("{value} is below {minimum} {unit}.", params),
    above: t("{value} is above {maximum} {unit}.", params),
    choice: t("{value} is not one of the choices.", params),
    together: t("“{value}” rules out the other choices: keep one or the other.", params),
    time: t("{value} is not a date or time.", params),
    person: t("This person does not treat patients at this clinic."),
    carried: t("Copied and not yet confirmed: {count}", params),
  };
  return words[problem];
}
