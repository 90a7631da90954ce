// The minimum length of a reason, counted in characters as people see them.

export const REASON_MIN = 10;

export const isLongEnough = (text: unknown, minimum: number = REASON_MIN) =>
  [...String(text ?? "").trim()].length >= minimum;
