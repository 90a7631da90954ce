// Which signed notes wait for a review. The server decides at the signature (server/domain/review_policy.py).
import type { LocalRecord, SettingsForms, Signature } from "../types.js";
import { hasWritten } from "./writers.js";

type Signed = Pick<LocalRecord, "signatures">;

const lastSigned = ({ signatures }: Signed): Signature | undefined =>
  signatures?.findLast(({ meaning }) => meaning !== "countersign");

/** Why nobody countersigns the version that stands; null where somebody does. */
export function notAsked(record: Signed): "alone" | "share" | null {
  const chosen = lastSigned(record)?.review;
  return chosen?.asked === false ? (chosen.why as "alone" | "share") : null;
}

type Named = Pick<SettingsForms, "review_days" | "deputies">;

/** Whether it waits for a review, and this person did not write it. */
export const mayReview = (userId: string, record: LocalRecord): boolean =>
  record.state === "signed" && !hasWritten(userId, record) && !notAsked(record);

/**
 * Whether it waits for a review by this person: named, standing in for somebody named, or anybody where nobody is named
 * or it is late. Mirrors `waits_for` of server/domain/review_policy.py.
 */
export function waitsFor(userId: string, record: LocalRecord, settings?: Named | null, now = Date.now()): boolean {
  if (!mayReview(userId, record)) return false;
  const named = lastSigned(record)?.review?.named ?? [];
  if (!named.length || named.includes(userId) || lateBy(record, settings?.review_days, now)) return true;
  const day = new Date(now).toISOString().slice(0, 10);
  return (settings?.deputies ?? []).some(
    ({ of, by, first, last }) => by === userId && named.includes(of) && first <= day && day <= last,
  );
}

/** For how many days a signed record has waited, where that is longer than the clinic allows; else 0. */
export function lateBy(record: Signed, allowed: number | undefined, now = Date.now()): number {
  const days = Math.floor((now - Date.parse(lastSigned(record)?.at ?? "")) / 86_400_000);
  return allowed && days >= allowed ? days : 0;
}
