// How long words must be to count as a reason, as people count characters.

export const REASON_MIN = 10;

export const isLongEnough = (text: unknown, minimum: number = REASON_MIN) =>
  [...String(text ?? "").trim()].length >= minimum;
