import { isBesideField } from "../../core/card-rules.js";
import type { Card } from "../../core/cards.js";
import { asShown } from "../../core/merge.js";
import { can } from "../../core/permissions.js";
import { canTransition } from "../../core/workflow.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { navigate } from "../../router.js";
import { sign } from "../../store/edits.js";
import { watchStatus } from "../../store/status.js";
import type { AppContext, Finding, Status } from "../../types.js";
import { leadsTo, severityClass } from "../../ui/forms/finding.js";
import { flushTyping } from "../../ui/forms/typed-text.js";
import { autosaveError, banner, bar, errorMessage, link, page, primaryLink } from "../../ui/layout/page.js";
import { contentLines } from "../note-record/content-lines.js";
import { noteLines, zonePicture } from "../note-record/note-lines.js";
import { signedConsentText } from "../note-sections/consent-text.js";
import { photoStrip } from "../photos/photo-strip.js";
import { copiedSummary } from "./copied-values.js";
import { adviceList, type Jump, missingLines } from "./missing-list.js";
import {
  acknowledged,
  cardList,
  conflictLink,
  firstWords,
  type InTheWay,
  inTheWay,
  modelOf,
  type NoteScreen,
  noteView,
  readNote,
  signBar,
} from "./note-controller.js";
import { noteHead } from "./note-head.js";
import type { NoteModel } from "./note-model.js";
import { stepOf } from "./note-steps.js";
import { oneTap } from "./note-toolbars.js";
import { noteWritten, oneEditor } from "./one-editor.js";

export const title = () => t("Review and sign");

type SignScreen = NoteScreen & { status: Status };

export const view = (host: HTMLElement, { id }: { id: string }, app: AppContext) =>
  oneEditor(host, noteWritten(id), () =>
    noteView(host, id, app, (found) => (canTransition(found.note.state, "sign") ? screen(found) : already(id)), {
      sources: { status: watchStatus },
    }),
  );

const already = (id: string) => page(t("This note is signed"), bar(primaryLink(t("Read the note"), `#/notes/${id}`)));

function screen(found: SignScreen): Template {
  const { note, patient, app, ui, saver, people } = found;
  const content = saver.overlay(note.fields);
  const model = modelOf(found, content, {
    actions: { set: (unit, patch) => saver.set(unit, patch, asShown(note, [unit])) },
  });
  const jump: Jump = (unit, name) =>
    navigate(
      unit === "patient"
        ? `/patients/${note.patient_id}/edit`
        : `/notes/${note.id}/edit/${stepOf(unit) ?? "visit"}?field=${unit}.${name}`,
    );
  const canOverride = can("note.override", app.user, note, app.forms);
  const maySign = can("note.sign", app.user, note, app.forms);
  const way = inTheWay(found, model, [
    !maySign &&
      (note.author_id === app.user.id
        ? t("Only people who treat can sign a note.")
        : t("Only {name} can sign this note.", { name: note.author_name })),
  ]);
  const cards = (shown: Card[]) =>
    cardList(found, model, shown, (finding) => ({ canOverride, onJump: () => jump(...leadsTo(finding)) }));
  return html`<div class="page page--wide note-sign">
    ${noteHead(note, patient, app.forms, `#/notes/${note.id}/edit`)}
    <div class="sign-columns">
      <div class="stack stack--loose">
        ${errorMessage(ui.problem)}
        ${before(found, model, way, cards, jump)}
      </div>
      <div class="stack">
        <h2>${t("What you sign")}</h2>
        ${copiedSummary(content)}
        ${photoStrip({ ...found.note, fields: content }, found.notes, app.forms)}
        <div class="read-columns">${zonePicture(content, app.forms)}${noteLines(contentLines("note", content, app.forms, people))}</div>${signedConsentText(content, app.forms)}
      </div>
    </div>
    ${keys(found, model, way)}
  </div>`;
}

const stops = ({ head }: Card) => severityClass(head.severity) === "block";
const LINES = 3;

/**
 * What blocks signing, in order, each with the control that resolves it; then the other findings. A finding that was
 * answered here keeps its place, so that nothing moves under the finger.
 */
function before(
  { saver, note, ui }: SignScreen,
  model: NoteModel,
  way: InTheWay,
  cards: (shown: Card[]) => Template[],
  jump: Jump,
): Template {
  ui.met ??= new Set();
  ui.seen ??= new Map();
  const seen = ui.met;
  for (const { findings } of way.open) for (const finding of findings) seen.add(placeKey(finding));
  const isMet = ({ findings }: Card) => findings.some((finding) => seen.has(placeKey(finding)));
  const met = model.judged.cards.filter(isMet);
  const rest = model.judged.cards.filter((card) => !isMet(card) && !isSaidElsewhere(card));
  return html`<section class="stack" aria-labelledby="way-title">
      <h2 id="way-title">${way.count ? t("Before you sign: {n}", { n: way.count }) : t("Before you sign")}</h2>
      ${way.own.map((words) => banner("block", words, link(t("Read the note"), `#/notes/${note.id}`)))}
      ${autosaveError(saver)}
      ${conflictLink(way.conflicts, t("Resolve {n} conflicting edits first", { n: way.conflicts.length }))}
      ${cards(met.filter(stops))}
      ${missingLines(model, jump, { oneTap: (step) => oneTap(step, model), seen: ui.seen })}
      ${cards(met.filter((finding) => !stops(finding)))}
      ${way.count ? nothing : banner("good", t("Everything that is needed to sign has been entered."))}
    </section>
    ${rest.length ? html`<section class="stack stack--tight" aria-labelledby="rest-title"><h2 id="rest-title">${t("Findings|rules")}</h2>${informing(rest, cards)}</section>` : nothing}
    ${adviceList(model.judged.advice, jump)}`;
}

const placeKey = ({ rule, at, thing }: Finding) => `${rule} ${at} ${thing}`;

/** Information for the time before the act, or for the supervisor. */
const isSaidElsewhere = ({ head }: Card) =>
  head.severity === "info" && head.since !== "decided" && isBesideField(head.rule);

/**
 * What was answered, and at most three lines of information: what was decided earlier in the course is one of them, the
 * rest is folded.
 */
function informing(rest: Card[], cards: (shown: Card[]) => Template[]): Template {
  const informs = rest.filter(({ head }) => head.severity === "info");
  const decided = informs.filter(({ head }) => head.since === "decided");
  const others = informs.filter((card) => !decided.includes(card));
  const shown = others.length + Math.min(decided.length, 1) > LINES ? LINES - 1 : LINES;
  const folded = (words: string, some: Card[]) =>
    some.length
      ? html`<details class="more"><summary>${words}</summary><div class="stack stack--tight">${cards(some)}</div></details>`
      : nothing;
  return html`${cards(rest.filter((card) => !informs.includes(card)))}${cards(others.slice(0, shown))}
    ${folded(t("Decided earlier in this course: {n}", { n: decided.length }), decided)}
    ${folded(t("For information: {n}", { n: others.length - shown }), others.slice(shown))}`;
}

function keys(found: SignScreen, model: NoteModel, way: InTheWay): Template {
  const { note, status, attempt } = found;
  const offline = status.connection !== "online";
  const put = async () => {
    if (!(await flushTyping())) return;
    attempt(async () => {
      await sign(note.id, acknowledged(found, model));
      return readNote(note);
    });
  };
  return signBar(
    found,
    link(t("Back to note"), `#/notes/${note.id}/edit`),
    way.count > way.own.length ? t("Still to settle: {n}", { n: way.count }) : firstWords(way),
    offline ? t("Sign on this tablet") : t("Sign"),
    put,
    offline ? t("No connection: signed on this tablet, awaiting confirmation.") : nothing,
  );
}
