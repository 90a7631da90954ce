// What surrounds the content of a note: the steps beside it, the patient's dangers above it, the buttons below it.

import { sectionFor } from "../../core/catalogue.js";
import { can } from "../../core/permissions.js";
import { openPins } from "../../core/trace.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { navigate } from "../../router.js";
import type { Finding, Section } from "../../types.js";
import { openSheet } from "../../ui/controls/dialog.js";
import { findingTemplate, leadsTo } from "../../ui/forms/finding.js";
import { flushTyping } from "../../ui/forms/typed-text.js";
import { icon } from "../../ui/layout/icons.js";
import { autosaveError, banner, bar, button, link, primary, quiet } from "../../ui/layout/page.js";
import { pinLines } from "../note-record/review-rounds.js";
import { isOpen } from "../note-record/visit-labels.js";
import { aftercareGiven, consentToday, restIsNo } from "../note-sections/one-tap.js";
import { missingList } from "./missing-list.js";
import { conflictLink, type NoteScreen } from "./note-controller.js";
import { noteHead } from "./note-head.js";
import type { NoteModel } from "./note-model.js";
import { lacks, type Step, showStep, stepOf, stepStrip, TO_DO } from "./note-steps.js";

/** What a screen shows around the steps of a note. */
export interface EditorParts {
  /** The target of the button at the left of the head. */
  back: string;
  over: Template | Template[];
  heading: string;
  body: Template | Template[];
  keys: Template;
}

/** The note in steps, with the open one. */
export function editor(
  { note, patient, app, ui }: NoteScreen,
  all: Step[],
  current: Step,
  go: (key: string) => void,
  { back, over, heading, body, keys }: EditorParts,
): Template {
  if (!ui.shown) requestAnimationFrame(showStep);
  ui.shown = true;
  return html`<div class="page page--wide note-edit">
    ${noteHead(note, patient, app.forms, back)}
    ${over}
    <div class="note-columns">
      ${stepStrip(all, current.key, go)}
      <section class="note-work" aria-labelledby="step-title">
        <h2 id="step-title" tabindex="-1">${heading}</h2>
        ${body}
      </section>
    </div>
    ${keys}
  </div>`;
}

export function goStep({ ui, redraw }: Pick<NoteScreen, "ui" | "redraw">, key: string | null) {
  flushTyping();
  ui.step = key;
  redraw();
  scrollTo(0, 0);
  requestAnimationFrame(() => {
    showStep();
    document.getElementById("step-title")?.focus({ preventScroll: true });
  });
}

export function notices({ note, conflicts, saver }: NoteScreen, model: NoteModel): Template {
  const { review } = note;
  const pointed = review?.unit;
  const pins = openPins(note);
  return html`<div class="stack stack--tight notices">
    ${autosaveError(saver)}
    ${
      note.state === "returned" && review?.outcome === "returned"
        ? banner(
            "reason",
            html`<strong>${t("Returned by {name}", { name: review.name })}</strong>${review.comment ? html`<p>${review.comment}</p>` : nothing}${pinLines(pins, model.actions.jump)}`,
            pointed && !pins.length ? button(t("Show"), () => model.actions.jump(pointed, "")) : nothing,
          )
        : nothing
    }
    ${conflictLink(conflicts, t("{n} conflicting edits in this note, to resolve", { n: conflicts.length }))}
    ${
      model.form.disabled
        ? banner(
            "info",
            isOpen(note)
              ? t("Only people who treat can write in a note.")
              : t("This note is signed. It is changed by an amendment."),
            link(t("Read the note"), `#/notes/${note.id}`),
          )
        : nothing
    }
    ${otherFinding(model)}
  </div>`;
}

/** The most severe due finding of the other steps, in one line; a tap on the number of the others lists all. */
function otherFinding(model: NoteModel): Template {
  const { judged, ui, actions } = model;
  const [first, ...rest] = judged.open
    .filter(judged.isDue)
    .filter(({ fields }) => !fields.some((path) => stepOf(path.split(".")[0]) === ui.step));
  if (!first) return nothing;
  const shown = { short: true, where: whereOf(model, first), onJump: () => actions.jump(...leadsTo(first)) };
  return html`<div class="other-finding">${findingTemplate(first, shown)}${rest.length ? quiet(t("{n} more", { n: rest.length }), () => showMissing(model)) : nothing}</div>`;
}

function whereOf({ context: { sections } }: NoteModel, finding: Finding) {
  const unit = finding.at ?? finding.fields[0].split(".")[0];
  const section: Section | undefined = sectionFor(sections, unit);
  return section?.keys.find(({ key }) => unit.endsWith(`:${key}`))?.label ?? section?.label;
}

/**
 * The next incomplete step, searched from here to the end and on from the beginning; findings alone are answered before
 * signing.
 */
function nextStep(model: NoteModel, all: Step[], current: Step) {
  if (model.judged.gaps.length + model.note.unconfirmed.length === current.copied.length) return undefined;
  const at = all.indexOf(current);
  return [...all.slice(at + 1), ...all.slice(0, at)].find((step) => step.key !== TO_DO && lacks(step));
}

/** What one tap answers of a section, on any screen that lists what is missing. */
export function oneTap(step: string, model: NoteModel): Template {
  const check = sectionFor(model.context.sections, "check");
  if (step === "check" && check) return restIsNo(check, model);
  return step === "consent" ? consentToday(model) : step === "aftercare" ? aftercareGiven(model) : nothing;
}

async function showMissing(model: NoteModel) {
  const target = await openSheet<[unit: string, name: string]>(
    t("To sign"),
    (close, update) => {
      const now = model.ui.model ?? model;
      const set: NoteModel["actions"]["set"] = async (unit, patch) => {
        const kept = await now.actions.set(unit, patch);
        requestAnimationFrame(update);
        return kept;
      };
      const inSheet = { ...now, actions: { ...now.actions, set } };
      const options = { advice: now.judged.advice, oneTap: (step: string) => oneTap(step, inSheet) };
      return html`<div class="stack">${missingList(now, (...place) => close(place), options)}</div>`;
    },
    { about: model.context.about },
  );
  if (target?.[0] === TO_DO) model.actions.go(TO_DO);
  else if (target) model.actions.jump(...target);
}

/**
 * The action of the primary button. In a step it confirms the copied values shown there and opens the next step in the
 * same tap; in the list of what is left it leads to the next section, which has a button of its own.
 */
function onward(model: NoteModel, all: Step[], current: Step, finishWord: string): { word: string; press: () => void } {
  const n = current.copied.length;
  const confirmed = (act: () => void) => async () => {
    if (!n || (await model.actions.confirm(current.copied))) act();
  };
  const [gap] = current.key === TO_DO ? model.judged.gaps : [];
  if (gap)
    return { word: t("Next: {step}", { step: gap.label }), press: () => model.actions.jump(gap.unit, gap.field) };
  const part = current.key === TO_DO && all.find((step) => step.key !== TO_DO && step.copied.length);
  if (part) return { word: t("To confirm: {step}", { step: part.label }), press: () => showPart(part) };
  const next = current.key === TO_DO ? null : nextStep(model, all, current);
  if (!next)
    return { word: n ? t("Confirm {n} and review", { n }) : finishWord, press: confirmed(model.actions.finish) };
  return {
    word: n ? t("Confirm and next: {step}", { step: next.label }) : t("Next: {step}", { step: next.label }),
    press: confirmed(() => model.actions.go(next.key)),
  };
}

/** Shows a section of the list of what is left, with its button under the thumb. */
function showPart({ key }: Step) {
  const part = document.querySelector<HTMLElement>(`.todo-part[data-step="${key}"]`);
  part?.scrollIntoView({ block: "nearest" });
  part?.querySelector<HTMLElement>(".carried-key")?.focus({ preventScroll: true });
}

const maySign = ({ note, app }: NoteScreen, { form }: NoteModel) =>
  can("note.sign", app.user, note, app.forms) && !form.disabled;

/** Leaves the steps for the review of the note. */
export function finish(found: NoteScreen, model: NoteModel) {
  flushTyping();
  navigate(maySign(found, model) ? `/notes/${found.note.id}/sign` : `/notes/${found.note.id}`);
}

export function keys(found: NoteScreen, model: NoteModel, all: Step[], current: Step): Template {
  const left = model.judged.gaps.length + model.note.unconfirmed.length + model.judged.open.length;
  const { finish } = model.actions;
  const { word, press } = onward(
    model,
    all,
    current,
    maySign(found, model) ? t("Review and sign") : t("Read the whole note"),
  );
  return bar(
    html`<button type="button" class="button missing-button" data-left=${left ? "" : nothing} @click=${() => (left ? showMissing(model) : finish())}>
      ${left ? html`<span class="figure">${left}</span>${t("missing to sign")}` : html`${icon("check", 20)}${t("Nothing missing")}`}</button>`,
    primary(word, press),
  );
}
