import { TOUCH_UP } from "../../core/given.js";
import { unitsOf } from "../../core/units.js";
import { formatDate, inTime } from "../../lib/dates.js";
import { t } from "../../lib/i18n.js";
import type { LocalRecord, Unit } from "../../types.js";

/** What identifies a visit: the note, or the known part of it. */
export type VisitOf = Partial<Pick<LocalRecord, "fields" | "happened_at" | "created_at">>;

/** A clock that was started in a note and not stopped. */
export interface RunningClock {
  what: string;
  /** The step of the note that has the clock. */
  step: string;
  /** The unit that holds its times. */
  unit: string;
  since: string;
  end: string | null | undefined;
  /** Planned minutes, if entered. */
  planned: number | null;
}

const DAY_MS = 86_400_000;

export const visit = (note: VisitOf | null | undefined): Unit => note?.fields?.visit ?? {};
export const isOpen = (note: Pick<LocalRecord, "state">) => note.state === "draft" || note.state === "returned";
/** Part of the signed record, so it may be printed. A draft or a note in correction may not. */
export const isSigned = (note: Pick<LocalRecord, "state">) => note.state === "signed" || note.state === "approved";
export const sessionDate = (note: VisitOf): string =>
  visit(note).session_date ?? note.happened_at?.slice(0, 10) ?? note.created_at?.slice(0, 10) ?? "";
export const newestFirst = (a: VisitOf, b: VisitOf): number =>
  inTime(sessionDate(b), sessionDate(a)) || (visit(b).session_no ?? 0) - (visit(a).session_no ?? 0);

/** The address of a note: the editor for an open one, else the reader. */
export const noteHref = (note: Pick<LocalRecord, "id" | "state">) =>
  isOpen(note) ? `#/notes/${note.id}/edit` : `#/notes/${note.id}`;

/** "visit 3 of 4", as far as known. */
export function visitLabel(note: VisitOf): string {
  const { session_no: n, sessions_planned: m, performed, kind } = visit(note);
  if (performed === "deferred") return t("deferred visit");
  if (performed === "stopped") return t("stopped visit");
  if (performed === "cancelled") return t("cancelled visit");
  if (kind === TOUCH_UP) return n ? t("touch-up of visit {n}", { n }) : t("touch-up");
  if (n && m) return t("visit {n} of {m}", { n, m });
  return n ? t("visit {n}", { n }) : t("visit");
}

/** "20 Nov 2026, visit 2 of 4" */
export const dayAndVisit = (note: VisitOf): string => `${formatDate(sessionDate(note))}, ${visitLabel(note)}`;

export function stateLabel(state: string): string {
  const labels: Record<string, string> = {
    draft: t("Draft"),
    imported: t("Imported, not signed"),
    signed: t("Signed"),
    approved: t("Approved"),
    returned: t("Returned"),
    void: t("Void"),
  };
  return labels[state] ?? state;
}

/** The state and, while the server does not have it, that it is waiting to be sent. */
export function stateWords({ state, local = {} }: Pick<LocalRecord, "state"> & Partial<Pick<LocalRecord, "local">>) {
  if (local.signed) return t("Signed on this tablet, waiting to be sent");
  if (local.approved) return t("Approved on this tablet, waiting to be sent");
  return local.returned ? t("Returned on this tablet, waiting to be sent") : stateLabel(state);
}

/** Clocks that were started and not stopped in an open note. A visit that is entered afterwards has none. */
export function runningClocks({ fields = {} }: VisitOf): RunningClock[] {
  const { needling = {}, clock = {} } = fields;
  const creams = unitsOf(fields, "numbing").map((unit) => ({
    what: t("cream on"),
    step: "numbing",
    unit,
    since: fields[unit].applied_at,
    end: fields[unit].removed_at,
    planned: fields[unit].planned_min ?? null,
  }));
  return [
    ...creams,
    {
      ...{ what: t("needling"), step: "needling", unit: "needling" },
      ...{ since: needling.started_at, end: needling.ended_at, planned: null },
    },
  ].filter(({ since, end }) => since && !end && clock.afterwards !== true && Date.now() - Date.parse(since) < DAY_MS);
}

/** Days from one calendar day to another; negative for a past day. */
export const daysUntil = (date: string, from: string) => Math.round((Date.parse(date) - Date.parse(from)) / DAY_MS);

export function dueLabel(due: string, from: string): string {
  const days = daysUntil(due, from);
  if (days === 0) return t("due today");
  if (days === 1) return t("due tomorrow");
  if (days === -1) return t("due yesterday");
  if (days < 0) return t("due {date}, {n} days ago", { date: formatDate(due), n: -days });
  return t("due {date}, in {n} days", { date: formatDate(due), n: days });
}
