// The minimum length of a reason, counted in characters as people see them.

export const REASON_MIN = 10;

export const isLongEnough = (text: unknown, minimum: number = REASON_MIN) =>
  [...String(text ?? "").trim()].length >= minimum;

const LEAST_LETTERS = 5;

/** Whether somebody else can follow it: long enough, and words. Mirrors server/domain/reasons.py. */
export function isRealReason(text: string): boolean {
  const letters = new Set(text.toLowerCase().match(/\p{L}/gu));
  const words = text.split(/\s+/u).filter((word) => /\p{L}/u.test(word));
  const worded = words.length > 1 || [...letters].some((letter) => letter > "\u007f");
  return isLongEnough(text) && worded && letters.size >= LEAST_LETTERS;
}
