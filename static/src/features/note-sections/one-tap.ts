// Buttons that answer several questions at once. Each says in full what it answers; none answers a question that was not asked.
import { today } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Section } from "../../types.js";
import { isEmpty } from "../../ui/forms/field.js";
import { icon } from "../../ui/layout/icons.js";
import type { NoteModel } from "../note/note-model.js";

/** On the step of what is left, a line keeps the place of a button that was pressed. */
const done = (desk: NoteModel, words: string) =>
  desk.ui?.step === "todo" && !desk.disabled ? html`<p class="one-tap-done">${icon("check", 20)}${words}</p>` : nothing;

const key = (words: string, press: () => void) =>
  html`<button type="button" class="button form-wide one-tap" @click=${press}>${words}</button>`;

/** The questions that nobody has answered yet, answered No by one deliberate tap. */
export function restIsNo(section: Section, desk: NoteModel): Template {
  const open = section.fields.filter((field) => field.kind === "tri" && desk.needed("check", field));
  if (desk.disabled || open.length === 0) return done(desk, t("All of it asked"));
  const answer = () => desk.set("check", Object.fromEntries(open.map((field) => [field.name, "no"])));
  return key(t("Asked all of it: the other {n} are No", { n: open.length }), answer);
}

/** The consents that today's treatment needs, given today. */
export function consentToday(desk: NoteModel): Template {
  const { consent = {}, prp } = desk.content;
  if (desk.disabled || !isEmpty(consent.procedure) || !isEmpty(consent.signed_on))
    return done(desk, t("Consent entered"));
  const withPrp = prp?.used === true && isEmpty(consent.prp);
  const answer = () => desk.set("consent", { procedure: true, ...(withPrp ? { prp: true } : {}), signed_on: today() });
  return key(
    withPrp ? t("Consented today to the procedure and to PRP") : t("Consented today to the procedure"),
    answer,
  );
}

/** Advice and sheet handed over, by whoever writes this note. */
export function aftercareGiven(desk: NoteModel): Template {
  if (desk.disabled || !isEmpty(desk.content.aftercare?.given)) return done(desk, t("Aftercare entered"));
  const me = desk.people?.find(({ id }) => id === desk.content.visit?.operator)?.name;
  const answer = () => desk.set("aftercare", { given: true, ...(me ? { given_by: me } : {}) });
  return key(me ? t("Aftercare explained by {name}", { name: me }) : t("Aftercare explained"), answer);
}
