import { cardsOf } from "../../core/cards.js";
import { formatDate, formatDateTime } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { LocalRecord } from "../../types.js";
import { chips } from "../../ui/controls/chips.js";
import { bySeverity, cardTemplate } from "../../ui/forms/finding.js";
import { icon } from "../../ui/layout/icons.js";
import { banner, dotted } from "../../ui/layout/page.js";
import { copiedMark, copiedSummary } from "../note/copied-values.js";
import type { LineGroup } from "../note-record/content-lines.js";
import { type ComparedLine, changedLines, type LineChange } from "../note-record/diff.js";
import { lineGroup } from "../note-record/note-lines.js";
import { pinLines } from "../note-record/review-rounds.js";
import { split } from "../note-record/unchecked.js";
import { sessionDate, visit, visitLabel } from "../note-record/visit-labels.js";
import { signedAs } from "../patient/identity.js";
import { patientAge, patientName } from "../patient/patient-labels.js";
import type { Mode, ReviewCard } from "./review-queue.js";
import type { Place } from "./review-return.js";

const shown = (value: string | undefined) => value || html`<span class="quiet">${t("none")}</span>`;

/** Only the differences from the previous visit; a section without a change is one line. */
function changes(now: LineGroup<ComparedLine>[], before: LineGroup<ComparedLine>[], pinned: Pinned): Template {
  const sections = changedLines(now, before);
  const quiet = sections.filter(({ lines, left }) => !lines.length && !left.length);
  const gone = sections.filter(({ lines, same }) => lines.length && !same && lines.every(({ is }) => !is));
  return html`
    ${sections
      .filter((each) => !quiet.includes(each) && !gone.includes(each))
      .map(({ section, lines, left, same }) =>
        lineGroup(
          section,
          lines,
          changed,
          html`
      ${left.length ? html`<p class="hint copies"><span>${t("Last time, not entered now:")}</span>${left.map(({ label, was }) => copy(label, was))}</p>` : nothing}
      ${same ? html`<p class="hint">${t("Unchanged lines: {n}", { n: same })}</p>` : nothing}`,
          pinned,
        ),
      )}
    ${sections.length && quiet.length === sections.length ? html`<p class="clean">${icon("check")}${t("No differences except day and time.")}</p>` : nothing}
    ${gone.length ? html`<p class="hint same-line">${t("Last time, not this time: {list}", { list: gone.map(({ section }) => section).join(", ") })}</p>` : nothing}
    ${quiet.length ? html`<p class="hint same-line">${t("Same as before: {list}", { list: quiet.map(({ section }) => section).join(", ") })}</p>` : nothing}`;
}

const changed = ({ was, is }: LineChange): Template =>
  html`<dd class="change"><span class="visually-hidden">${t("before")} </span><del>${shown(was)}</del><span class="arrow" aria-hidden="true">→</span><span class="visually-hidden">${t("now")} </span><ins>${shown(is)}</ins></dd>`;
const copy = (label: string, value: string | undefined): Template =>
  html`<span class="copy">${label} <b>${value}</b></span>`;

/**
 * Copied values that were only confirmed, listed with the changes, because a copied value that should have changed is
 * not a difference.
 */
const confirmed = (copies: LineGroup[]): Template =>
  copies.length
    ? html`<section class="lines-group copies"><h3>${icon("again")}${t("Copied, only confirmed")}</h3>
        <dl>${copies.map(({ section, lines }) => html`<div><dt>${section}</dt><dd>${lines.map(({ label, value }) => copy(label, value))}</dd></div>`)}</dl></section>`
    : nothing;

const wholeNote = (sections: LineGroup[], pinned: Pinned) =>
  sections.map(({ section, lines }) =>
    lineGroup(section, lines, ({ value, carried }) => html`<dd>${value}${copiedMark(carried)}</dd>`, nothing, pinned),
  );

/** What the author changed since the note was returned, and what was asked. */
function answer({ answered }: ReviewCard, pinned: Pinned): Template {
  if (!answered) return nothing;
  const { round, now, before } = answered;
  const sections = changedLines(now, before).filter(({ lines, left }) => lines.length || left.length);
  return html`
    ${banner("info", html`<strong>${t("Returned by {name}", { name: round.name })}</strong>${round.reason ? html`<p>${round.reason}</p>` : nothing}${pinLines(round.pins ?? [])}`)}
    ${sections.map(({ section, lines, left }) => lineGroup(section, [...lines, ...left], changed, nothing, pinned))}
    ${sections.length ? nothing : html`<p>${t("Signed again without a change.")}</p>`}`;
}

/** Draws the label of a line as a button that returns the note at this place. */
type Pinned = (line: { label: string; unit?: string; name?: string; whole?: boolean }) => unknown;

const pinning =
  (giveBack: (place: Place) => unknown): Pinned =>
  ({ label, unit, name, whole }) =>
    unit
      ? html`<button type="button" class="line-pin" title=${t("Return at this place")} @click=${() => giveBack({ unit, field: (!whole && name) || null })}>${label}</button>`
      : label;

/** The latest signature as a line: who, when, which version. */
const signedLine = ({ signatures = [], author_name: author, version, stated }: LocalRecord): Template => {
  const last = signatures.at(-1);
  if (!last) return html`${author} · ${t("signed on this tablet")}`;
  return html`${last.name} · ${t("signed {time}", { time: formatDateTime(last.at) })}${version > 1 ? html` · <strong>${t("version {n}", { n: version })}</strong>` : nothing}${stated?.signatures.includes(signatures.length - 1) ? html` · ${t("as stated by the source")}` : nothing}`;
};

/**
 * One note as the reviewer sees it. `show` switches between the whole note and its changes, `giveBack` returns it at a place, `place` says why the note
 * stands here in the queue.
 */
export function reviewCard(
  card: ReviewCard,
  { show, place, giveBack }: { show: (mode: Mode) => void; place: string; giveBack: (place: Place) => unknown },
): Template {
  const { note, patient, findings, lines, now, before, later, copies, labelOf, whereOf, answered } = card;
  const offered: Mode[] = [...(answered ? ["answer" as const] : []), ...(before ? ["changed" as const] : []), "whole"];
  const mode = offered.find((each) => each === card.mode) ?? offered[0];
  const pinned = pinning(giveBack);
  const { said, unchecked, isClean } = split(cardsOf(bySeverity(findings)));
  const label =
    before &&
    t("Changed since {visit}", {
      visit: visit(before.note).session_no
        ? t("visit {n}", { n: visit(before.note).session_no })
        : formatDate(sessionDate(before.note)),
    });
  const labels = { answer: t("Changed since the return"), changed: label, whole: t("Whole note") };
  return html`
    <header class="review-head">
      <h2 tabindex="-1" class="review-name">${patient ? patientName(patient) : t("Patient not on this tablet")}</h2>
      <p>${dotted(patient && patientAge(patient, sessionDate(note)), patient?.fields.body?.fitzpatrick && t("skin type {type}", { type: patient.fields.body.fitzpatrick }), visitLabel(note), formatDate(sessionDate(note)))}</p>
      ${signedAs(note, patient)}
      <p class="quiet">${signedLine(note)}</p>
      <p class="quiet review-place">${place}</p>
      ${copiedSummary(note.fields)}
    </header>
    <div class="stack stack--tight findings">
      ${later}
      ${
        isClean
          ? html`<p class="clean">${icon("check")}${t("No safety findings")}</p>`
          : said.map((card) =>
              cardTemplate(card, {
                content: note.fields,
                disabled: true,
                sealed: true,
                onText: () => {},
                labelOf,
                whereOf,
              }),
            )
      }
      ${unchecked}
    </div>
    ${
      offered.length > 1
        ? chips({
            choices: offered.map((value) => ({ value, label: labels[value] })),
            value: mode,
            className: "review-mode",
            onChange: (chosen) => chosen && show(chosen as Mode),
          })
        : nothing
    }
    ${before ? nothing : html`<p class="hint">${t("First note of this patient: nothing to compare with.")}</p>`}
    <div class="review-body">${card.photos}${mode === "answer" ? nothing : card.maps}${mode === "answer" ? answer(card, pinned) : mode === "changed" && before ? html`${changes(now, before.lines, pinned)}${confirmed(copies)}` : wholeNote(lines, pinned)}</div>`;
}
