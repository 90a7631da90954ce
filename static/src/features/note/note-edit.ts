import { sectionFor, unitName } from "../../core/catalogue.js";
import { confirming, copyForward, type Source, touching, undoCopy } from "../../core/copied.js";
import { type Entering, marking } from "../../core/late.js";
import { asShown } from "../../core/merge.js";
import { can } from "../../core/permissions.js";
import { openPins } from "../../core/trace.js";
import { isEditable } from "../../core/workflow.js";
import { minutesAhead, today } from "../../lib/dates.js";
import { nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { uuid } from "../../lib/ids.js";
import { active } from "../../live-query.js";
import { currentRoute, navigate } from "../../router.js";
import type { Refused } from "../../store/outbox.js";
import type { AppContext, Content, LocalRecord, Value } from "../../types.js";
import { patchOf } from "../../ui/forms/autosave.js";
import { fieldId } from "../../ui/forms/field.js";
import { isOpen } from "../note-record/visit-labels.js";
import { stepBody } from "../note-sections/step-bodies.js";
import { touchUpOf } from "../note-sections/touch-up.js";
import { refusedOf } from "../waiting/of-record.js";
import { copyOffer } from "./copy-offer.js";
import { discardButton } from "./discard-draft.js";
import { dueFindings } from "./due-findings.js";
import { modelOf, type NoteScreen, noteView } from "./note-controller.js";
import type { NoteActions, NoteModel } from "./note-model.js";
import { lacks, type Step, stepOf, steps, TO_DO, todoStep } from "./note-steps.js";
import { editor, finish, goStep, keys, notices } from "./note-toolbars.js";
import { noteWritten, oneEditor } from "./one-editor.js";
import { refusedContent } from "./refused-content.js";
import { lastTreated } from "./rule-context.js";
import { spokenFindings } from "./spoken-findings.js";

/** The steps that offer to repeat the last visit, to use a protocol and to discard the draft. */
const OFFERED = new Set([TO_DO, "visit"]);

export const title = () => t("Note");

/** What the editor watches in addition to the note. */
interface EditScreen extends NoteScreen {
  protocols: LocalRecord[];
  lots: LocalRecord[];
  refused: Refused[];
}

/** `section`: the step to open; without it, the step where work continues. */
export const view = (host: HTMLElement, { id, section }: { id: string; section?: string }, app: AppContext) =>
  oneEditor(host, noteWritten(id), () =>
    noteView(host, id, app, screen, {
      ui: { step: section ?? null, obs: null, begun: [], goTo: currentRoute().query.field ?? null },
      sources: { protocols: active("protocol"), lots: active("lot"), refused: refusedOf("note", id) },
    }),
  );

function screen(found: EditScreen): Template {
  const { note, patient, notes, protocols, ui } = found;
  const model = editModel(found);
  const parts = steps(model);
  const all = model.form.disabled ? parts : [todoStep(parts), ...parts];
  if (!all.some((step) => step.key === ui.step)) {
    ui.step = firstStep(all, note).key;
    if (pointedAt(note)) ui.goTo ??= `${pointedUnit(note)}.${openPins(note)[0]?.field ?? ""}`;
  }
  const current = all.find((step) => step.key === ui.step) ?? firstStep(all, note);
  if (ui.goTo) {
    const [unit, name] = ui.goTo.split(".");
    ui.goTo = null;
    queueMicrotask(() => model.actions.jump(unit, name));
  }
  return editor(found, all, current, model.actions.go, {
    back: patient ? `#/patients/${patient.id}` : "#/",
    over: [notices(found, model), refusedContent(found), spokenFindings(model)],
    heading: heading(model, current),
    body: [
      OFFERED.has(current.key) ? copyOffer(model, lastTreated(notes, note), protocols) : nothing,
      stepBody(current.key, model),
      OFFERED.has(current.key) ? discardButton(found) : nothing,
    ],
    keys: keys(found, model, all, current),
  });
}

/**
 * The step where work continues: the one a supervisor's comment names, the visit while nothing else is entered (it
 * offers the last visit), what is left of a repeated visit, else the first step with something missing.
 */
function firstStep(all: Step[], note: LocalRecord): Step {
  const { fields } = note;
  const at = (key: string | null) => all.find((step) => step.key === key);
  const last = all[all.length - 1];
  if (Object.keys(fields).every((unit) => unit === "visit")) return at("visit") ?? last;
  const first = (each: Step) => (each.key !== TO_DO || fields.carried) && lacks(each);
  return at(pointedAt(note)) ?? all.find(first) ?? last;
}

/** The step of the supervisor's comment, while it waits to be corrected. */
function pointedAt(note: LocalRecord) {
  const unit = pointedUnit(note);
  return unit ? stepOf(unit) : null;
}

const pointedUnit = (note: LocalRecord) =>
  note.state === "returned" ? (openPins(note)[0]?.unit ?? note.review?.unit ?? null) : null;

function editModel(found: EditScreen): NoteModel {
  const { note, lots, app, saver, ui } = found;
  const editable = isEditable("note", note.state) && can("note.patch", app.user, note, app.forms);
  const canOverride = can("note.override", app.user, note, app.forms) && isOpen(note);
  const actions: NoteActions = {
    set: (unit, patch) => {
      const by = entering(app);
      return saver.change(
        (fields) => marking(fields, touching(fields, { [unit]: patchOf(patch, fields[unit]) }), by),
        [unit, patchOf(patch)],
        asShown(note, [unit]),
      );
    },
    setAll: (changes, copiedAgain, left = note.fields) => {
      const by = entering(app);
      return saver.change(
        (fields) => marking(fields, touching(fields, changes, copiedAgain), by),
        null,
        asShown({ ...note, fields: left }, Object.keys(changes)),
      );
    },
    confirm: (paths) => saver.change((fields) => confirming(fields, paths)),
    lay: (values, from) => saver.change(laying(values, from, app.forms.copied)),
    takeBack: () => saver.change(undoCopy),
    go: (key) => go(found, key),
    finish: () => finish(found, model),
    jump: (unit, name) => jump(found, unit, name),
  };
  const model = modelOf(found, saver.overlay(note.fields), {
    actions,
    lots,
    disabled: !editable,
    findingOptions: { canOverride, disabled: !editable && !canOverride },
  });
  model.form.draws = touchUpOf(found, model);
  ui.visited ??= new Set();
  const { at } = model.judged;
  const isDue = dueFindings(model.note.content, ui.visited);
  Object.assign(model.judged, { isDue, at: (unit: string, name: string) => at(unit, name).filter(isDue) });
  ui.model = model;
  return model;
}

const entering = ({ user, forms }: AppContext): Entering => ({
  now: Date.now(),
  today: today(),
  ahead: minutesAhead(),
  by: user.id,
  limits: forms.limits,
});

/** Returns the same ids for each call: the screen asks first, the store afterwards. */
function laying(values: Content, from: Source, copying: Value) {
  const ids: string[] = [];
  return (fields: Content): Content => {
    let n = 0;
    return copyForward(fields, values, from, () => (ids[n++] ??= uuid()), copying) ?? {};
  };
}

const heading = (model: NoteModel, step: Step) =>
  step.key === "words"
    ? t("Remarks")
    : step.key === TO_DO
      ? t("Still to do")
      : (sectionFor(model.context.sections, step.key)?.label ?? step.label);

function go(found: EditScreen, key: string) {
  found.ui.left = null;
  if (found.ui.step && found.ui.step !== key) found.ui.visited?.add(found.ui.step);
  history.replaceState(history.state, "", `#/notes/${found.note.id}/edit/${key}`);
  goStep(found, key);
}

/** Opens a field: its step, its time point or zone, then the control itself; without a name the section as a whole. */
function jump(found: EditScreen, unit: string, name: string) {
  if (unit === "patient") return navigate(`/patients/${found.note.patient_id}/edit`);
  const key = stepOf(unit);
  const here = found.ui.step === TO_DO && document.getElementById(`${fieldId(unit, name)}-field`);
  if (key && !here) go(found, key);
  if (unitName(unit) === "obs") found.ui.obs = unit.slice(4);
  found.redraw();
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const line = document.getElementById(`line-${unit}`);
      if (line instanceof HTMLDetailsElement) line.open = true;
      const field: Element | null =
        document.getElementById(`${fieldId(unit, name)}-field`) ??
        line ??
        document.querySelector(`[data-unit="${CSS.escape(unit)}"], [id^="${CSS.escape(fieldId(unit, ""))}"]`) ??
        document.querySelector(".note-work");
      if (!field) return;
      const folded = field.closest("details");
      if (folded) folded.open = true;
      field.scrollIntoView({ block: name ? "center" : "nearest" }); // a whole section may be longer than the screen
      field
        .querySelector<HTMLElement>("button:not(:disabled), input, textarea, select, summary")
        ?.focus({ preventScroll: true });
    }),
  );
}
