// A touch-up names the visit that it completes: the earlier visits of the patient to choose from.
import { TOUCH_UP } from "../../core/given.js";
import { nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Field, LocalRecord } from "../../types.js";
import { type FormModel, noteField } from "../../ui/forms/section-form.js";
import { dayAndVisit, newestFirst, sessionDate, visit } from "../note-record/visit-labels.js";

const DONE = ["treated", "stopped"];
/** More are a list to pull open. */
const OFFERED = 6;

/** The visits that this one may complete, newest first. */
const offered = (note: LocalRecord, notes: LocalRecord[]): LocalRecord[] =>
  notes
    .filter(({ id, state }) => id !== note.id && state !== "void")
    .filter((each) => DONE.includes(visit(each).performed) && visit(each).kind !== TOUCH_UP)
    .filter((each) => sessionDate(each) <= sessionDate(note))
    .sort(newestFirst)
    .slice(0, OFFERED);

/** For the forms of a note: how the visit that a touch-up completes is chosen. */
export const touchUpOf = (
  { note, notes }: { note: LocalRecord; notes: LocalRecord[] },
  model: FormModel,
): FormModel["form"]["draws"] => ({ "visit.touch_up_of": (field) => touchUpField(field, model, note, notes) });

/** The visit that is completed also says which session this is. */
function touchUpField(field: Field, model: FormModel, note: LocalRecord, notes: LocalRecord[]): Template {
  if (visit({ fields: model.note.content }).kind !== TOUCH_UP) return nothing;
  const visits = offered({ ...note, fields: model.note.content }, notes);
  const choices = visits.map((each) => ({ value: each.id, label: dayAndVisit(each) }));
  const set: FormModel["actions"]["set"] = (unit, patch) => {
    const chosen = visits.find(({ id }) => typeof patch === "object" && id === patch.touch_up_of);
    const session = chosen && visit(chosen).session_no;
    return model.actions.set(unit, session ? { ...(patch as object), session_no: session } : patch);
  };
  return noteField(
    { ...field, kind: "choice", choices, help: visits.length ? "" : t("There is no earlier visit of this patient.") },
    "visit",
    { ...model, actions: { ...model.actions, set } },
  );
}
