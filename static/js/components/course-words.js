// The courses of a patient as screens tell them.
import { standings } from "../core/courses.js";
import { today } from "../lib/dates.js";
import { t } from "../lib/i18n.js";
import { dueWords, visit } from "./visit-words.js";

export const visitsOf = (notes) => notes.filter((note) => note.state !== "void").map(visit);

/** Those that run first; `forms` may not have arrived. */
export const coursesOf = (patient, notes, forms) => standings(patient?.fields ?? {}, visitsOf(notes), today(), forms?.limits ?? {});

export function courseWords({ n, m, due, state }) {
  if (state === "closed") return t("ended");
  if (due) return m && n >= m ? t("final review: {due}", { due: dueWords(due, today()) }) : dueWords(due, today());
  return m && n >= m ? t("all visits done") : t("no interval planned");
}
