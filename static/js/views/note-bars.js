// What stands above and below the work in the note editor: what everybody must know, and the keys under the thumb.
import { openSheet } from "../components/dialog.js";
import { findingTemplate, leadsTo } from "../components/finding.js";
import { icon } from "../components/icons.js";
import { missingList } from "../components/missing-list.js";
import { lacks, stepOf, TODO } from "../components/note-steps.js";
import { flushTyping } from "../components/typing.js";
import { isOpen } from "../components/visit-words.js";
import { html, nothing } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { navigate } from "../router.js";

export function notices({ note, conflicts, saver }, desk) {
  const { review } = note;
  const elsewhere = desk.open.filter((finding) => !finding.fields.some((path) => stepOf(path.split(".")[0]) === desk.ui.step));
  return html`<div class="stack stack--tight notices">
    ${saver.trouble
      ? html`<div class="banner" data-severity="block" role="alert">${icon("block")}<div class="grow"><strong>${t("Not saved on this tablet")}</strong><p>${saver.trouble.message}</p></div>
          <button type="button" class="button" @click=${() => saver.retry()}>${t("Try again")}</button></div>`
      : nothing}
    ${note.state === "returned" && review?.outcome === "returned"
      ? html`<div class="banner" data-severity="reason">${icon("reason")}<div class="grow"><strong>${t("Returned by {name}", { name: review.name })}</strong><p>${review.comment}</p></div>
          ${review.unit ? html`<button type="button" class="button" @click=${() => desk.jump(review.unit, "")}>${t("Show")}</button>` : nothing}</div>`
      : nothing}
    ${conflicts.length
      ? html`<a class="banner" data-severity="reason" href="#/conflicts/${conflicts[0].id}">${icon("reason")}<span class="grow">${t("Two people wrote different values in this note: {n} to settle", { n: conflicts.length })}</span></a>`
      : nothing}
    ${desk.disabled
      ? html`<p class="banner" data-severity="info">${icon("info")}<span class="grow">${isOpen(note) ? t("Only people who treat can write in a note.") : t("This note is signed. It is changed by an amendment.")}</span><a class="button" href="#/notes/${note.id}">${t("Read the note")}</a></p>`
      : nothing}
    ${elsewhere.map((finding) => findingTemplate(finding, { short: true, where: whereOf(desk, finding), onJump: () => desk.jump(...leadsTo(finding)) }))}
  </div>`;
}

function whereOf(desk, finding) {
  const unit = finding.at ?? finding.fields[0].split(".")[0];
  return desk.section(unit)?.keys.find(({ key }) => unit.endsWith(`:${key}`))?.label ?? desk.section(unit)?.label;
}

/** The next step, from here round to here again, that still lacks something; findings alone are answered before signing. */
function nextStep(desk, all, current) {
  if (desk.gaps.length + desk.unconfirmed.length === current.copied.length) return undefined;
  const at = all.indexOf(current);
  return [...all.slice(at + 1), ...all.slice(0, at)].find((step) => step.key !== TODO && lacks(step));
}

async function showMissing(desk) {
  const target = await openSheet(t("To sign"), (close) => html`<div class="stack">${missingList(desk.gaps, desk.advice, (...place) => close(place), desk.unconfirmed.length)}</div>`);
  if (target?.[0] === TODO) desk.go(TODO);
  else if (target) desk.jump(...target);
}

/** What the primary key does: confirms what was copied and is shown here, and in the same tap goes on. */
function onward(desk, all, current, finish, finishWord) {
  const n = current.copied.length;
  const confirmed = (act) => async () => {
    if (!n || (await desk.confirm(current.copied))) act();
  };
  if (current.key === TODO) {
    const [gap] = desk.gaps;
    if (gap) return { word: t("Next: {step}", { step: gap.label }), press: () => desk.jump(gap.unit, gap.field) };
    return { word: n ? t("Confirm {n} and review", { n }) : finishWord, press: confirmed(finish) };
  }
  const next = nextStep(desk, all, current);
  if (!next) return { word: n ? t("Confirm {n} and review", { n }) : finishWord, press: confirmed(finish) };
  return { word: n ? t("Confirm and next: {step}", { step: next.label }) : t("Next: {step}", { step: next.label }), press: confirmed(() => desk.go(next.key)) };
}

export function bar({ note, app }, desk, all, current) {
  const left = desk.gaps.length + desk.unconfirmed.length;
  const maySign = note.author_id === app.user.id && !desk.disabled;
  const finish = () => {
    flushTyping();
    navigate(maySign ? `/notes/${note.id}/sign` : `/notes/${note.id}`);
  };
  const { word, press } = onward(desk, all, current, finish, maySign ? t("Review and sign") : t("Read the whole note"));
  return html`<div class="bar">
    <button type="button" class="button missing-button" data-left=${left ? "" : nothing} @click=${() => (left ? showMissing(desk) : finish())}>
      ${left ? html`<span class="figure">${left}</span>${t("missing to sign")}` : html`${icon("check", 20)}${t("Nothing missing")}`}</button>
    <button type="button" class="button button--primary" @click=${press}>${word}</button>
  </div>`;
}
