import { carriedSummary } from "../components/carried.js";
import { contentLines } from "../components/content-lines.js";
import { leadsTo } from "../components/finding.js";
import { missingList } from "../components/missing-list.js";
import { noteHead } from "../components/note-head.js";
import { noteLines, zonePicture } from "../components/note-lines.js";
import { stepOf } from "../components/note-steps.js";
import { bar, link, page, primaryLink, trouble } from "../components/parts.js";
import { flushTyping } from "../components/typing.js";
import { asShown } from "../core/merge.js";
import { canTransition } from "../core/workflow.js";
import { hasWritten } from "../core/writers.js";
import { html, nothing } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { navigate } from "../router.js";
import { sign } from "../store/edits.js";
import { watchStatus } from "../store/status.js";
import { mayTreat } from "./note-parts.js";
import { conflictLink, deskOf, findingList, noteView, readNote, signBar, waitsFor } from "./note-view.js";

export const title = () => t("Review and sign");

export const view = (host, { id }, app) =>
  noteView(host, id, app, (found) => (canTransition(found.note.state, "sign") ? screen(found) : already(id)), {
    sources: { status: watchStatus },
  });

const already = (id) => page(t("This note is signed"), bar(primaryLink(t("Read the note"), `#/notes/${id}`)));

function screen(found) {
  const { note, patient, app, ui, saver, conflicts, people } = found;
  const content = saver.over(note.fields);
  const desk = deskOf(found, content, { set: (unit, patch) => saver.set(unit, patch, asShown(note, [unit])) });
  const jump = (unit, name) =>
    navigate(
      unit === "patient"
        ? `/patients/${note.patient_id}/edit`
        : `/notes/${note.id}/edit/${stepOf(unit) ?? "visit"}?field=${unit}.${name}`,
    );
  const canOverride = app.user.role === "supervisor" && !hasWritten(app.user.id, note);
  return html`<div class="page page--wide note-sign">
    ${noteHead(note, patient, app.forms, `#/notes/${note.id}/edit`)}
    <div class="sign-columns">
      <div class="stack stack--loose">
        <h2>${t("Before you sign")}</h2>
        ${trouble(ui.problem)}
        ${conflictLink(conflicts, t("Settle what was written twice first: {n}", { n: conflicts.length }))}
        ${missingList(desk.gaps, desk.advice, jump, desk.unconfirmed.length)}
        ${
          desk.findings.length
            ? html`<section class="stack stack--tight"><h2>${t("Findings")}</h2>${findingList(found, desk, desk.findings, (finding) => ({ canOverride, onJump: () => jump(...leadsTo(finding)) }))}</section>`
            : nothing
        }
      </div>
      <div class="stack">
        <h2>${t("What you sign")}</h2>
        ${carriedSummary(content)}
        <div class="read-columns">${zonePicture(content, app.forms)}${noteLines(contentLines("note", content, app.forms, people))}</div>
      </div>
    </div>
    ${keys(found, desk)}
  </div>`;
}

function keys(found, desk) {
  const { note, app, ui, status, attempt } = found;
  const offline = status.connection !== "online";
  const why = waitsFor(found, desk, ui.acknowledged, [
    note.author_id !== app.user.id && t("Only {name} can sign this note.", { name: note.author_name }),
    !mayTreat(app) && t("Only people who treat can sign a note."),
  ]);
  const put = async () => {
    if (!(await flushTyping())) return;
    attempt(async () => {
      await sign(note.id, [...ui.acknowledged]);
      return readNote(note);
    });
  };
  return signBar(
    found,
    link(t("Go on writing"), `#/notes/${note.id}/edit`),
    why,
    offline ? t("Sign on this tablet") : t("Sign"),
    put,
    offline ? t("No connection: signed on this tablet, awaiting confirmation.") : nothing,
  );
}
