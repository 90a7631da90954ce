// Which signed notes wait for a review. The server decides at the signature (server/domain/review_policy.py).
import type { LocalRecord, Signature } from "../types.js";
import { hasWritten } from "./writers.js";

type Signed = Pick<LocalRecord, "signatures">;

const lastSigned = ({ signatures }: Signed): Signature | undefined =>
  signatures?.findLast(({ meaning }) => meaning !== "countersign");

/** Why nobody countersigns the version that stands; null where somebody does. */
export function notAsked(record: Signed): "alone" | "share" | null {
  const chosen = lastSigned(record)?.review;
  return chosen?.asked === false ? (chosen.why as "alone" | "share") : null;
}

/** Whether it waits for a review by this person. */
export const waitsFor = (userId: string, record: LocalRecord): boolean =>
  record.state === "signed" && !hasWritten(userId, record) && !notAsked(record);

/** For how many days a signed record has waited, where that is longer than the clinic allows; else 0. */
export function lateBy(record: Signed, allowed: number | undefined, now = Date.now()): number {
  const days = Math.floor((now - Date.parse(lastSigned(record)?.at ?? "")) / 86_400_000);
  return allowed && days >= allowed ? days : 0;
}
