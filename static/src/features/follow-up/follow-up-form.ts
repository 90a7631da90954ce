// The form of a follow-up: what was seen, judged with the note of its visit, and what follows from a red flag.
import { fieldOf, sectionFor } from "../../core/catalogue.js";
import { type Checked, check, standing } from "../../core/follow-up-check.js";
import { look } from "../../core/rules.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { insteadOf } from "../../live-query.js";
import type { Acknowledged, AppContext, Content, Section } from "../../types.js";
import type { Autosave, Patch } from "../../ui/forms/autosave.js";
import { findingTemplate } from "../../ui/forms/finding.js";
import { type FormModel, noteField } from "../../ui/forms/section-form.js";
import { banner, button, link, tick } from "../../ui/layout/page.js";
import { type FoundNote, peopleAround } from "../note/note-context.js";
import { contextOf } from "../note/rule-context.js";
import { problemLabel } from "../note-record/problem-labels.js";
import { patientName } from "../patient/patient-labels.js";
import { eventName } from "../patient/patient-plan.js";

/** What is asked at each time point, in the order of the telephone interview; other fields are folded. */
const ASKED: Record<string, string[]> = {
  T24: ["erythema", "oedema", "pain_now", "bruise", "exudate", "new_lesions"],
  T72: ["erythema", "oedema", "pain_now", "flaking", "exudate", "new_lesions"],
  T7d: ["erythema", "itch", "exudate", "new_lesions", "pigment_change", "downtime_days"],
  T28d: ["erythema", "new_lesions", "pigment_change", "photo"],
  other: ["erythema", "oedema", "pain_now", "exudate", "new_lesions"],
};
/** What "no complaints" says. */
export const CALM = { itch: 0, pain_now: 0, oedema: 0, exudate: "none" };
const ABOUT = ["how", "at", "informant", "informant_words"];

export const goneCall = (): Template =>
  insteadOf(t("This follow-up is not on this tablet"), "", link(t("Back to home"), "#/"));

/** The state of such a screen, kept between drawings. */
export interface CallUi {
  problem: string;
  busy: boolean;
  /** The fingerprints of the acknowledged warnings. */
  acknowledged: Set<string | undefined>;
}

/** A follow-up on the screen, with the records around it. */
export interface Call {
  content: Content;
  checked: Checked;
  /** The acknowledged warnings. */
  noted: Acknowledged[];
  /** Why it cannot be signed yet, as text. */
  why: string | null;
  model: FormModel;
}

export interface CallScreen extends Pick<FoundNote, "note" | "patient" | "notes" | "calls"> {
  app: AppContext;
  ui: CallUi;
  saver: Autosave;
  redraw: () => void;
}

export const callSections = ({ forms }: Pick<AppContext, "forms">): Section[] =>
  forms?.record_types.follow_up?.sections ?? [];

/** `set` stores a change of one unit. */
export function callOf(
  screen: CallScreen,
  content: Content,
  set: (unit: string, patch: Patch) => unknown,
  own: (string | false)[] = [],
): Call {
  const { note, patient, notes, calls, app, ui, saver, redraw } = screen;
  const [sections, context] = [callSections(app), contextOf(note.fields, { ...screen, forms: app.forms })];
  const checked = inWords(check(content, note.fields, context, { rules: app.forms.rules, sections }));
  const noted = checked.findings
    .filter((one) => ui.acknowledged.has(one.fp))
    .map(({ rule, at, fp }) => ({ rule, at, fp }));
  const findingOptions = { content, disabled: true, sealed: true, labelOf: labelOf(sections) };
  const gapsAt = (unit: string, name: string) => checked.gaps.filter((gap) => gap.unit === unit && gap.field === name);
  return {
    content,
    checked,
    noted,
    why: whyNot(checked, noted, [saver.error ? t("Not everything is saved on this tablet.") : false, ...own]),
    model: {
      note: { content, carriedAt: () => null, carriedFrom: "" },
      context: { forms: app.forms, about: patientName(patient), people: peopleAround(app, [...notes, ...calls]) },
      judged: {
        view: look(content, { ...context, type: "follow_up" }),
        fact: () => undefined,
        at: (unit, name) => checked.findings.filter(({ fields }) => fields[0] === `${unit}.${name}`),
        problems: (unit, name) =>
          gapsAt(unit, name)
            .filter(({ problem }) => problem !== "missing")
            .map(problemLabel),
        needed: (unit, { name }) => gapsAt(unit, name).length > 0,
      },
      form: { disabled: false, saved: (unit, name) => saver.state(unit, name), findingOptions },
      ui: {},
      actions: { set: bound(set, checked.judged), setAll: () => undefined, confirm: () => undefined, redraw },
    },
  };
}

/** The answer to the red flags stores what it is for. */
const bound =
  (set: (unit: string, patch: Patch) => unknown, judged: string) =>
  (unit: string, patch: Patch): unknown =>
    set(unit, unit === "flags" && typeof patch !== "function" ? { ...patch, judged } : patch);

/** The messages of T12 are not in the rules of the forms. */
function inWords(checked: Checked): Checked {
  const findings = checked.findings.map((finding) =>
    finding.rule === "T12" ? { ...finding, message: t(finding.message) } : finding,
  );
  return { ...checked, findings };
}

export const labelOf = (sections: Section[]) => (path: string) => {
  const [unit, name] = path.split(".");
  return fieldOf(sectionFor(sections, unit), name)?.label ?? "";
};

function whyNot(checked: Checked, noted: Acknowledged[], own: (string | false)[]): string | null {
  const open = standing(checked, noted);
  const reasons = [
    ...own,
    checked.gaps.some(({ unit }) => unit === "flags") && t("A red flag waits for your answer."),
    checked.gaps.some(({ unit }) => unit === "seen") && t("Nothing has been entered yet."),
    checked.gaps.length && t("Entries missing: {n}", { n: checked.gaps.length }),
    open.length && t("Findings still open: {n}", { n: open.length }),
  ];
  return reasons.find(Boolean) || null;
}

/** The fields of the interview, then the answer to a red flag, then the rest. */
export function callForm(call: Call, screen: CallScreen): Template {
  const { content, checked, model } = call;
  const sections = callSections(screen.app);
  const fields = (unit: string, names: string[]) => {
    const section = sectionFor(sections, unit);
    return names.map((name) => {
      const field = fieldOf(section, name);
      return field ? noteField(field, unit, model) : nothing;
    });
  };
  const all = (unit: string) => sectionFor(sections, unit)?.fields.map(({ name }) => name) ?? [];
  const asked = ASKED[content.about?.point] ?? ASKED.other;
  const rest = all("seen").filter((name) => !asked.includes(name));
  const more = (words: string, template: Template[], open: boolean) =>
    html`<details class="more form-wide" ?open=${open}><summary>${words}</summary><div class="form">${template}</div></details>`;
  const held = content.seen ?? {};
  return html`<div class="form" data-unit="seen">
      ${fields("seen", asked)}
      ${more(
        t("More findings"),
        fields("seen", rest),
        rest.some((name) => held[name] !== undefined && !(name in CALM)),
      )}
      ${more(t("Advice and next contact"), fields("advice", all("advice")), Boolean(content.advice))}
      ${more(t("How and when"), fields("about", ABOUT), false)}
    </div>
    ${otherFindings(call)}
    ${warnings(call, screen)}
    ${checked.flags.length ? flagAnswer(call, screen, fields) : nothing}`;
}

/** Findings without a field on the form, such as the time of the follow-up. */
const otherFindings = ({ checked, model }: Call): Template[] =>
  checked.findings
    .filter(({ fields }) => fields[0].startsWith("about."))
    .map((finding) => findingTemplate(finding, model.form.findingOptions));

const warnings = ({ checked }: Call, { ui, redraw }: CallScreen): Template[] =>
  checked.findings
    .filter(({ severity }) => severity === "warn")
    .map((finding) =>
      tick(t("Noted: {message}", { message: finding.message }), ui.acknowledged.has(finding.fp), (on) => {
        ui.acknowledged[on ? "add" : "delete"](finding.fp);
        redraw();
      }),
    );

/** Emergencies, each with the words that come before everything else. */
function emergency(flag: string): string | undefined {
  const words: Record<string, string> = {
    vascular: t("Emergency: possible vascular event. Act first: the emergency number, then a supervisor."),
    anaphylaxis: t("Emergency: possible severe allergic reaction. Act first: the emergency number, then a supervisor."),
    methaemoglobinaemia: t(
      "Emergency: think of methaemoglobinaemia. Act first: the emergency number, then a supervisor.",
    ),
  };
  return words[flag];
}

/** Of an answer given before the findings changed. */
const stillHolds = ({ checked, content, model }: Call): Template =>
  content.flags?.answer && content.flags.judged && content.flags.judged !== checked.judged
    ? banner(
        "warn",
        t("The findings have changed since this was answered."),
        button(t("Still holds"), () => model.actions.set("flags", {})),
        "status",
      )
    : nothing;

function flagAnswer(call: Call, { app }: CallScreen, fields: (unit: string, names: string[]) => Template[]) {
  const { checked, content } = call;
  const parts = app.forms.record_types.patient.sections;
  const urgent = emergency(checked.flags[0]);
  return html`<section class="stack" aria-labelledby="flag-title">
    <h3 id="flag-title">${t("Red flag")}</h3>
    ${urgent ? banner("block", html`<strong>${urgent}</strong>`, nothing, "alert") : nothing}
    ${banner("reason", html`<strong>${flagNames(checked.flags, parts)}.</strong> ${t("All supervisors are told when you sign.")}`, nothing, "status")}
    ${stillHolds(call)}
    <div class="form" data-unit="flags">${fields("flags", content.flags?.answer === "not_an_event" ? ["answer", "reason"] : ["answer"])}</div>
  </section>`;
}

export const flagNames = (flags: string[], parts: Section[]): string =>
  flags.map((term) => eventName({ term }, parts)).join(", ");
