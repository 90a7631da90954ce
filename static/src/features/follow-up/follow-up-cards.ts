// The follow-ups of a visit below its note: cards in the order of time. They are not part of the signed note.
import { fieldOf, sectionFor } from "../../core/catalogue.js";
import { isFlagged, isReached } from "../../core/follow-up.js";
import { can } from "../../core/permissions.js";
import { formatDateTime } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { AppContext, Content, Forms, LocalRecord } from "../../types.js";
import { icon } from "../../ui/layout/icons.js";
import { dotted, link } from "../../ui/layout/page.js";
import { contentLines } from "../note-record/content-lines.js";
import { identity, telHref } from "../patient/patient-labels.js";
import { byTime, callStateLabel, callsOf, pointLabel, reachedLabel } from "./follow-up-labels.js";

const POINTS = ["T24", "T72", "T7d", "T28d", "other"];

/** What was seen in one line; empty without a form. */
export function callWords({ fields }: LocalRecord, forms: Forms): string {
  if (!forms.record_types.follow_up) return "";
  if (!isReached(fields)) return reachedLabel(fields.about?.reached);
  return inWords({ seen: fields.seen ?? {}, advice: fields.advice ?? {} }, forms);
}

const inWords = (content: Content, forms: Forms): string =>
  contentLines("follow_up", content, forms)
    .flatMap(({ lines }) => lines.map(({ label, value }) => `${label}: ${value}`))
    .join(" · ");

export const callRow = (
  call: LocalRecord,
  { forms }: Pick<AppContext, "forms">,
  more: Template = nothing,
): Template => {
  const { about } = call.fields;
  const flagged = isFlagged(call.fields);
  return html`<li><a class="row" href="#/calls/${call.id}" data-tone=${flagged ? "reason" : nothing}>
    <span class="row-main"><span class="row-title">${flagged ? icon("reason") : nothing}<b class="row-date">${pointLabel(about.point)}</b> ${more} ${howLabel(call, forms)}</span>
      <span class="row-detail">${formatDateTime(about.at)} · ${call.author_name} · ${callStateLabel(call.state)}<br />${callWords(call, forms)}</span></span></a></li>`;
};

const howLabel = ({ fields }: LocalRecord, forms: Forms): string => {
  const section = sectionFor(forms.record_types.follow_up?.sections ?? [], "about");
  return fieldOf(section, "how")?.choices.find(({ value }) => value === fields.about?.how)?.label ?? "";
};

/** An observation of an older note: it stands in the note as it was signed, and is a card here. */
function noteRow(note: LocalRecord, point: string, { forms }: AppContext): Template {
  const unit = `obs:${point}`;
  const { at, ...seen } = note.fields[unit];
  const amended = note.signatures.some(({ meaning }) => meaning === "amendment");
  const words = contentLines("note", { [unit]: seen }, forms).flatMap(({ lines }) =>
    lines.map(({ label, value }) => `${label}: ${value}`),
  );
  return html`<li><div class="row"><span class="row-main">
    <span class="row-title"><b class="row-date">${pointLabel(point)}</b> ${amended ? t("recorded in the note by amendment") : t("recorded in the note")}</span>
    <span class="row-detail">${dotted(at && formatDateTime(at), note.author_name)}<br />${words.join(" · ")}</span></span></div></li>`;
}

/** `calls`: the follow-ups of the patient. */
export function followUpCards(
  {
    note,
    patient,
    calls,
    app,
  }: { note: LocalRecord; patient: LocalRecord | null; calls: LocalRecord[]; app: AppContext },
  more: Template,
): Template {
  const mine = callsOf(note, calls).sort(byTime).reverse();
  const may = note.state !== "void" && can("follow_up.create", app.user, null, app.forms);
  const inNote = POINTS.filter((point) => note.fields[`obs:${point}`]);
  const { phone } = identity(patient);
  if (!mine.length && !inNote.length && !may) return nothing;
  return html`<section class="stack stack--tight" aria-labelledby="follow-title">
    <h2 id="follow-title">${t("After the visit")}</h2>
    ${mine.length ? html`<p class="hint">${t("Added after signing, not part of the signed note.")}</p><ul class="list">${mine.map((call) => callRow(call, app))}</ul>` : nothing}
    ${inNote.length ? html`<ul class="list">${inNote.map((point) => noteRow(note, point, app))}</ul>` : nothing}
    ${
      may
        ? html`<div class="cluster no-print">${phone ? link(t("Call {phone}", { phone }), telHref(phone)) : nothing}
            ${POINTS.map((point) => html`<a class="chip" href="#/follow-up/${note.id}/${point}">${icon(mine.some(({ fields }) => fields.about.point === point) ? "check" : "plus", 18)}${pointLabel(point)}</a>`)}
            ${more}</div>`
        : nothing
    }
  </section>`;
}
