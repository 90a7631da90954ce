import { GRAVE } from "../../core/learned.js";
import { can } from "../../core/permissions.js";
import { isLongEnough, REASON_MIN } from "../../core/reasons.js";
import { canTransition } from "../../core/workflow.js";
import { live } from "../../lib/directives.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { once } from "../../live-query.js";
import { draftOf, getDraft, saveDraft } from "../../store/drafts.js";
import type { AppContext, Content, Finding } from "../../types.js";
import { askText } from "../../ui/controls/dialog.js";
import { LONGEST_COMMENT, textLimit } from "../../ui/controls/text-limit.js";
import { overlaid, type Write } from "../../ui/forms/autosave.js";
import type { FindingOptions } from "../../ui/forms/finding.js";
import { flushTyping, shownText, typed } from "../../ui/forms/typed-text.js";
import { autosaveError, banner, bar, button, errorMessage, page, primary, primaryLink } from "../../ui/layout/page.js";
import { type Difference, differences, isRead, wasIs } from "../note-record/was-is.js";
import { stepBody } from "../note-sections/step-bodies.js";
import { touchUpOf } from "../note-sections/touch-up.js";
import { patientName } from "../patient/patient-labels.js";
import { missingList } from "./missing-list.js";
import {
  acknowledged,
  cardList,
  discardChanges,
  joined,
  modelOf,
  type NoteScreen,
  noteView,
  readNote,
  signBar,
  signChanges,
  waitsFor,
} from "./note-controller.js";
import type { NoteModel, NoteUi } from "./note-model.js";
import { type Step, stepOf, steps } from "./note-steps.js";
import { editor, goStep } from "./note-toolbars.js";
import { noteWritten, oneEditor } from "./one-editor.js";

const SUM = "sum";

export const title = () => t("Amend");

/** The changes so far, and their reason. */
interface Draft {
  changes: Content;
  reason: string;
}

interface AmendScreen extends NoteScreen<{ step: string | null }> {
  draft: Draft;
  /** The key of the draft. */
  key: string;
  keep: () => Promise<void>;
}

/** The amendment is a draft of its own, durable on this tablet, until it is signed as one change. */
export function view(host: HTMLElement, { id }: { id: string }, app: AppContext) {
  const key = `amend:${id}`;
  const draft: Draft = { changes: {}, reason: "" };
  const keep = () => saveDraft(key, draft);
  const write: Write = async (change) => {
    draft.changes = joined(draft.changes, change(draft.changes));
    await keep();
    return undefined;
  };
  const load = async () => {
    const stored = await getDraft(key);
    Object.assign(draft, stored, { reason: stored?.reason || draft.reason });
    if (Object.keys(draft.changes).length) ui.step = SUM; // existing changes are shown first
  };
  const ui: Partial<NoteUi> & { step: string | null } = { step: "visit", obs: null, begun: [] };
  return oneEditor(host, noteWritten(id), () =>
    noteView(
      host,
      id,
      app,
      (found) => {
        const may = can("note.amend", app.user, found.note, app.forms) && canTransition(found.note.state, "amend");
        return may ? screen({ ...found, draft, keep, key }) : notNow(id);
      },
      { ui, sources: { loaded: once(load) }, write },
    ),
  );
}

const notNow = (id: string) =>
  page(
    t("This note cannot be amended now"),
    html`
  <p>${t("A signed note is amended by the person who signed it.")}</p>${bar(primaryLink(t("Read the note"), `#/notes/${id}`))}`,
  );

function screen(found: AmendScreen): Template {
  const { note, ui, draft, saver, people } = found;
  const content = saver.overlay(overlaid(note.fields, draft.changes));
  const model = modelOf(found, content, {
    actions: {
      set: (unit, patch) => saver.set(unit, patch),
      setAll: (changes) => saver.change(() => changes),
      jump: (unit) => goStep(found, stepOf(unit) ?? ui.step),
    },
  });
  model.form.draws = touchUpOf(found, model);
  const rows = differences(note.fields, content, model.context.sections, people);
  const all: Step[] = [
    ...steps(model),
    { key: SUM, label: t("Changes"), state: rows.length ? "done" : "empty", gaps: 0, copied: [], severity: null },
  ];
  const current = all.find((step) => step.key === ui.step) ?? all[0];
  return editor(found, all, current, (step) => goStep(found, step), {
    back: `#/notes/${note.id}`,
    over: [
      autosaveError(saver),
      banner(
        "info",
        t("You are amending a signed note. Nothing changes for others until you sign; the old values stay legible."),
      ),
    ],
    heading: current.label,
    body: current.key === SUM ? summary(found, model, rows) : stepBody(current.key, model),
    keys: keys(found, model, rows, current.key === SUM ? all[0].key : SUM),
  });
}

function summary(found: AmendScreen, model: NoteModel, rows: Difference[]): Template {
  const { ui, draft, keep, redraw } = found;
  const writeReason = (text: string) => {
    draft.reason = text;
    redraw();
    return keep().catch((error) => {
      ui.problem = error.message;
      redraw();
      return false;
    });
  };
  return html`${errorMessage(ui.problem)}
    ${rows.length ? wasIs(rows) : html`<p class="quiet">${t("Nothing has been changed yet. Choose a part of the note and change it.")}</p>`}
    <label class="field"><span class="label">${t("Why is the note amended?")}</span>
      <textarea id="amend-reason" maxlength=${LONGEST_COMMENT} .value=${live(shownText("amend-reason", draft.reason))} @input=${(event: Event) => typed(event, writeReason)}></textarea>
      <span class="hint">${t("At least {n} characters.", { n: REASON_MIN })}</span></label>
    ${textLimit(shownText("amend-reason", draft.reason), LONGEST_COMMENT)}
    ${model.judged.gaps.length ? missingList(model, model.actions.jump, { open: [] }) : nothing}
    ${cardList(found, model, model.judged.cards, (finding) => wasKnown(found, model, finding))}`;
}

/**
 * What became known after the signature may have been known and not been written: with the author's reason, it counts as
 * it would have.
 */
function wasKnown({ note, patient }: AmendScreen, model: NoteModel, { fp }: Finding): FindingOptions {
  const { onText } = model.form.findingOptions;
  return {
    fix: (shown) => {
      const { since, was } = shown;
      if (since !== "learned" || shown.fp !== fp || !was || !GRAVE.includes(was) || !onText) return null;
      return {
        words: t("It was known, but not written"),
        act: async () => {
          const kept = draftOf<string>(`omitted:${note.id}:${fp}`);
          const text = await askText({
            heading: t("It was known, but not written"),
            about: patientName(patient),
            label: t("What was done, and why? At least {n} characters.", { n: REASON_MIN }),
            confirm: t("Keep the reason"),
            minimum: REASON_MIN,
            kept,
          });
          if (!text) return;
          await onText({ ...shown, severity: was === "block*" ? "reason*" : was }, [shown], text);
          await kept.clear();
        },
      };
    },
  };
}

/** In the steps: discard the amendment, or show the changes. On the changes: return to the step `next`, or sign. */
function keys(found: AmendScreen, model: NoteModel, rows: Difference[], next: string): Template {
  const { note, draft, key, attempt } = found;
  if (next === SUM) {
    const discard = () =>
      discardChanges(
        found,
        key,
        t("Discard this amendment"),
        t("The signed note stays as it is. What you changed here is lost."),
      );
    return bar(
      button(t("Discard"), discard),
      primary(t("Review changes ({n})", { n: rows.filter(isRead).length }), () => goStep(found, SUM)),
    );
  }
  const why = waitsFor(found, model, [
    !rows.length && t("Nothing has been changed yet."),
    !isLongEnough(draft.reason) && t("The reason is missing."),
  ]);
  const put = async () => {
    if (!(await flushTyping())) return;
    attempt(async () => {
      const changes: Content = {};
      for (const { unit, name } of rows)
        changes[unit] = { ...changes[unit], [name]: draft.changes[unit][name] ?? null };
      await signChanges(note, key, draft.reason.trim(), changes, acknowledged(found, model));
      return readNote(note);
    });
  };
  return signBar(
    found,
    button(t("Change more"), () => goStep(found, next)),
    why,
    t("Sign the amendment"),
    put,
  );
}
