// Buttons that answer several questions at once. The label of each says in full what it answers; none answers a
// question that was not asked.
import { NOT_TREATED } from "../../core/facts/exposure.js";
import { STOPPED } from "../../core/given.js";
import { formatDate, today } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { isTabletWide } from "../../lib/wide.js";
import type { Section, Unit } from "../../types.js";
import { isEmpty } from "../../ui/forms/field.js";
import { icon } from "../../ui/layout/icons.js";
import { tick } from "../../ui/layout/page.js";
import type { NoteModel } from "../note/note-model.js";

const OVER = [STOPPED, ...NOT_TREATED];

/** In the list of what is left, a placeholder keeps the place of a pressed button. */
const done = (model: NoteModel, words: string) =>
  model.ui?.step === "todo" && !model.form.disabled
    ? html`<p class="one-tap-done">${icon("check", 20)}${words}</p>`
    : nothing;

const key = (words: string, press: () => void) =>
  html`<button type="button" class="button form-wide one-tap" @click=${press}>${words}</button>`;

/** Answers all unanswered questions with No by one deliberate tap. */
export function restIsNo(section: Section, model: NoteModel): Template {
  const open = section.fields.filter((field) => field.kind === "tri" && model.judged.needed("check", field));
  if (model.form.disabled || open.length === 0) return done(model, t("All asked"));
  const answer = () => model.actions.set("check", Object.fromEntries(open.map((field) => [field.name, "no"])));
  return key(t("All asked. Record the other {n} as No", { n: open.length }), answer);
}

/** The copied values of a unit that the list of what is left shows with a button, which confirms them too. */
const copiedBeside = (unit: string, { ui, note }: NoteModel): string[] =>
  ui?.step === "todo" ? note.unconfirmed.filter((path) => path.startsWith(`${unit}.`)) : [];

/** Enters the answers of a unit and confirms the copied values that are shown with its button. */
async function answerUnit({ actions }: NoteModel, unit: string, answers: Unit, copied: string[]) {
  if ((await actions.set(unit, answers)) && copied.length) await actions.confirm(copied);
}

/** Gives today's date to the consents that today's treatment needs. */
export function consentToday(model: NoteModel): Template {
  const { consent = {}, prp } = model.note.content;
  if (model.form.disabled || !isEmpty(consent.procedure) || !isEmpty(consent.signed_on))
    return done(model, t("Consent entered"));
  const withPrp = prp?.used === true && isEmpty(consent.prp);
  const { pickOn } = model.form;
  const copied = isTabletWide() ? copiedBeside("visit", model) : []; // a narrower screen does not show both
  const answer = () => {
    const consented = { procedure: true, ...(withPrp ? { prp: true } : {}), signed_on: pickOn ?? today() };
    return answerUnit(model, "consent", consented, copied);
  };
  const words = pickOn ? consentedOn(formatDate(pickOn), withPrp) : consentedToday(withPrp);
  return key(copied.length ? t("Visit confirmed as shown. {consented}", { consented: words }) : words, answer);
}

const consentedToday = (withPrp: boolean) =>
  withPrp ? t("Consented today to the procedure and to PRP") : t("Consented today to the procedure");

const consentedOn = (date: string, withPrp: boolean) =>
  withPrp
    ? t("Consented on {date} to the procedure and to PRP", { date })
    : t("Consented on {date} to the procedure", { date });

/** Times of a visit of another day are picked; of one of today, when the person says that it is entered afterwards. */
export function enteredAfterwards({ note, form, actions }: NoteModel): Template {
  const { clock, visit } = note.content;
  if (form.disabled) return nothing;
  if (form.pickOn && clock?.afterwards !== true)
    return html`<p class="hint">${t("This visit was on {date}: choose its times. The present time is not used.", { date: formatDate(form.pickOn) })}</p>`;
  const said = (on: boolean) => actions.set("clock", { afterwards: on || null });
  return isEmpty(visit?.session_date)
    ? nothing
    : tick(t("Entered afterwards: I choose the times"), clock?.afterwards === true, said);
}

/** Records that advice and sheet were handed over, by the author of this note. */
export function aftercareGiven(model: NoteModel): Template {
  if (model.form.disabled || !isEmpty(model.note.content.aftercare?.given)) return done(model, t("Aftercare entered"));
  const me = model.context.people?.find(({ id }) => id === model.note.content.visit?.operator)?.name;
  const copied = copiedBeside("aftercare", model);
  const answer = () => answerUnit(model, "aftercare", { given: true, ...(me ? { given_by: me } : {}) }, copied);
  return key(aftercareWords(me, copied.length), answer);
}

/** `n`: how many copied values are shown below the button, which confirms them. */
function aftercareWords(name: string | undefined, n: number): string {
  if (n)
    return name
      ? t("Confirm {n}, aftercare explained by {name}", { n, name })
      : t("Confirm {n}, aftercare explained", { n });
  return name ? t("Aftercare explained by {name}", { name }) : t("Aftercare explained");
}

/** At a visit without a treatment, or one that was stopped, what was copied and not confirmed was not done. */
export function dropCopied(model: NoteModel): Template {
  const { performed } = model.note.content.visit ?? {};
  const n = model.note.unconfirmed.length;
  if (model.form.disabled || !n || !OVER.includes(performed)) return nothing;
  return key(t("Remove what was copied and not confirmed: {n}", { n }), () => model.actions.takeBack());
}
