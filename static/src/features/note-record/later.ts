// What is said of a visit when the same patient had another one later on that day (domain-2.md 8).
import { beganBefore } from "../../core/context.js";
import { begun } from "../../core/given.js";
import { formatTime } from "../../lib/dates.js";
import type { Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { LocalRecord } from "../../types.js";
import { banner, link } from "../../ui/layout/page.js";
import { noteHref, sessionDate, visitLabel } from "./visit-labels.js";

/** Later visits of the same patient on the same day: a dose, or a site, may count for both (domain-2.md 8). */
const laterTheSameDay = (note: LocalRecord, notes: LocalRecord[]): LocalRecord[] =>
  notes.filter(
    (other) =>
      other.id !== note.id &&
      other.patient_id === note.patient_id &&
      other.state !== "void" &&
      sessionDate(other) === sessionDate(note) &&
      beganBefore(note.fields, other.fields),
  );

/** One line for each of them, with the way there. */
export const laterLines = (note: LocalRecord, notes: LocalRecord[]): Template[] =>
  laterTheSameDay(note, notes).map((later) =>
    banner(
      "info",
      t("Later the same day, at {time}: {visit}", {
        time: formatTime(begun(later.fields)?.text),
        visit: visitLabel(later),
      }),
      link(t("Read the note"), noteHref(later)),
    ),
  );
