// How long words must be to count as a reason, as people count characters.

export const REASON_MIN = 10;

/** @param {unknown} text @param {number} [minimum] */
export const isLongEnough = (text, minimum = REASON_MIN) => [...String(text ?? "").trim()].length >= minimum;
