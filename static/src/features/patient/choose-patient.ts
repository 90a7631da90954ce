import { copyForward } from "../../core/copied.js";
import { nextVisit } from "../../core/courses.js";
import { isFound, readQuery } from "../../core/search.js";
import { formatDate, inTime, today } from "../../lib/dates.js";
import { html } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { uuid } from "../../lib/ids.js";
import { navigate } from "../../router.js";
import { createNote } from "../../store/edits.js";
import { all, get } from "../../store/records.js";
import { elsewhere } from "../../store/scope.js";
import { allSummaries } from "../../store/summaries.js";
import type { AppContext, LocalRecord, Unit } from "../../types.js";
import { openSheet, sameScreen } from "../../ui/controls/dialog.js";
import { textInput } from "../../ui/controls/text-input.js";
import { listRow } from "../../ui/layout/list-row.js";
import { button, primary } from "../../ui/layout/page.js";
import { mayWriteHere } from "../account/install.js";
import { statesOf } from "../course/course-labels.js";
import { lastTreated } from "../note/rule-context.js";
import { isOpen, newestFirst, noteHref, sessionDate, visit, visitLabel } from "../note-record/visit-labels.js";
import { type Elsewhere, searchElsewhere } from "./elsewhere.js";
import { patientFacts, patientName } from "./patient-labels.js";

const SHOWN = 8;

/** "+ New note": find the patient by a few letters, or create a new one. The patients seen last are offered first. */
export async function choosePatient(app: AppContext): Promise<void> {
  if (!(await mayWriteHere())) return;
  const stays = sameScreen();
  const [patients, notes, missing] = await Promise.all([allSummaries("patient"), allSummaries("note"), elsewhere()]);
  if (!stays()) return;
  /** The day each patient was last seen, by id. */
  const seen = new Map<string, string>();
  for (const note of notes.all) {
    const patientId = note.patient_id ?? "";
    if (sessionDate(note) > (seen.get(patientId) ?? "")) seen.set(patientId, sessionDate(note));
  }
  const known = patients.all
    .filter(({ state }) => state === "active")
    .map((patient) => ({ patient, last: seen.get(patient.id) ?? "" }))
    .sort((a, b) => inTime(b.last, a.last));
  let query = "";
  let others: Elsewhere | undefined;
  const chosen = await openSheet(t("Who is it for?"), (close, update) => {
    others ??= searchElsewhere(update, close);
    const asked = readQuery(query);
    const found = known.filter(({ patient: { search = "" } }) => isFound(search, asked));
    return html`<div class="stack chooser">
      ${textInput("who", t("Name, number or birth date"), {
        type: "search",
        value: query,
        required: false,
        onInput: (text) => {
          query = text;
          others?.ask(text);
          update();
        },
      })}
      <p class="hint" role="status">${query ? t("{n} found", { n: found.length }) : t("Seen last")}</p>
      <ul class="list">${found.slice(0, SHOWN).map(({ patient, last }) =>
        listRow({
          press: () => close(patient.id),
          title: patientName(patient),
          detail: patientFacts(patient),
          end: last && formatDate(last),
        }),
      )}</ul>
      ${others.list(missing, (id) => patients.byId.has(id))}
      ${primary(t("New patient"), () => close("new"), false, "plus")}
    </div>`;
  });
  if (chosen === "new") navigate("/patients/new/note");
  else if (chosen) await startNote(chosen, app);
}

/**
 * Opens today's draft if there is one, else starts the next visit of the course; with `repeat` the values of the last
 * visit are copied into it, each to be confirmed.
 */
export async function startNote(
  patientId: string,
  app: AppContext,
  { repeat = false }: { repeat?: boolean } = {},
): Promise<void> {
  if (!(await mayWriteHere())) return;
  const notes = (await all("note", { patientId })).filter((note) => note.state !== "void").sort(newestFirst);
  const open = notes.find((note) => isOpen(note) && sessionDate(note) === today());
  const patient = await get("patient", patientId);
  if (open) {
    const answer = await askOpen(open, patient);
    if (!answer) return;
    if (answer === "open") return navigate(noteHref(open).slice(1));
  }
  const plan = app.forms ? nextVisit(patient?.fields ?? {}, statesOf(notes), today(), app.forms.limits) : {};
  const fields: Unit = { performed: "treated", session_date: today(), operator: app.user.id, ...plan };
  for (const name of Object.keys(fields)) if (fields[name] == null) delete fields[name];
  const begun = { visit: fields };
  const earlier = repeat && lastTreated(notes, { id: "", patient_id: patientId, fields: begun });
  const copied = earlier
    ? copyForward(
        begun,
        earlier.fields,
        { source: earlier.id, source_date: visit(earlier).session_date },
        uuid,
        app.forms?.copied,
      )
    : null;
  const id = await createNote(patientId, { ...begun, ...copied, visit: { ...copied?.visit, ...fields } });
  return navigate(`/notes/${id}/edit`);
}

/** "open" to continue it, "new" for another; undefined when the sheet was dismissed. */
function askOpen(note: LocalRecord, patient: LocalRecord | null) {
  return openSheet<"open" | "new">(
    t("There is already a note for today"),
    (close) => html`<div class="stack">
    <p>${t("{visit}, begun by {name}.", { visit: visitLabel(note), name: note.author_name ?? t("a colleague") })}</p>
    <div class="sheet-actions">${button(t("Begin another"), () => close("new"))}${primary(t("Continue it"), () => close("open"))}</div></div>`,
    { about: patientName(patient) },
  );
}
