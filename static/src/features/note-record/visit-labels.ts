// @ts-nocheck
import { formatDate, inTime } from "../../lib/dates.js";
import { t } from "../../lib/i18n.js";

const DAY_MS = 86_400_000;

export const visit = (note) => note?.fields?.visit ?? {};
export const isOpen = (note) => note.state === "draft" || note.state === "returned";
/** Part of the signed record: what may stand on paper. A draft may not, nor what is being corrected. */
export const isSigned = (note) => note.state === "signed" || note.state === "approved";
export const sessionDate = (note) =>
  visit(note).session_date ?? note.happened_at?.slice(0, 10) ?? note.created_at?.slice(0, 10) ?? "";
export const newestFirst = (a, b) =>
  inTime(sessionDate(b), sessionDate(a)) || (visit(b).session_no ?? 0) - (visit(a).session_no ?? 0);

/** Open notes open in the editor, sealed ones to be read. */
export const noteHref = (note) => (isOpen(note) ? `#/notes/${note.id}/edit` : `#/notes/${note.id}`);

/** "visit 3 of 4", as far as it is known. */
export function visitLabel(note) {
  const { session_no: n, sessions_planned: m, performed } = visit(note);
  if (performed === "deferred") return t("deferred visit");
  if (performed === "cancelled") return t("cancelled visit");
  if (n && m) return t("visit {n} of {m}", { n, m });
  return n ? t("visit {n}", { n }) : t("visit");
}

export const stateLabel = (state) =>
  ({ draft: t("Draft"), signed: t("Signed"), approved: t("Approved"), returned: t("Returned"), void: t("Void") })[
    state
  ] ?? state;

/** What the state is and, when only this tablet knows it, that it is so. */
export function stateWords({ state, local = {} }) {
  if (local.signed) return t("Signed on this tablet, waiting to be sent");
  if (local.approved) return t("Approved on this tablet, waiting to be sent");
  return local.returned ? t("Returned on this tablet, waiting to be sent") : stateLabel(state);
}

/** Clocks that were started in an open note and not stopped: [{what, step, since, planned minutes|null}]. */
export function runningClocks({ fields: { numbing = {}, needling = {} } = {} }) {
  return [
    {
      what: t("cream on"),
      step: "numbing",
      since: numbing.applied_at,
      end: numbing.removed_at,
      planned: numbing.planned_min ?? null,
    },
    { what: t("needling"), step: "needling", since: needling.started_at, end: needling.ended_at, planned: null },
  ].filter(({ since, end }) => since && !end);
}

/** Days from one calendar day to another; negative when it has passed. */
export const daysUntil = (date, from) => Math.round((Date.parse(date) - Date.parse(from)) / DAY_MS);

export function dueWords(due, from) {
  const days = daysUntil(due, from);
  if (days === 0) return t("due today");
  if (days === 1) return t("due tomorrow");
  if (days === -1) return t("due yesterday");
  if (days < 0) return t("due {date}, {n} days ago", { date: formatDate(due), n: -days });
  return t("due {date}, in {n} days", { date: formatDate(due), n: days });
}
