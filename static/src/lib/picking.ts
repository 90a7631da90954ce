// The camera app or the chooser of files is open over this page: nobody touches the page, and still somebody is at work.

const LONGEST_MS = 10 * 60_000;
/** So long after the page is shown again the browser may take to hand over what was picked. */
const HANDED_OVER_MS = 2_000;

let until = 0;

export function pickerOpened(now = Date.now()): void {
  until = now + LONGEST_MS;
}

/** Something was chosen, or nothing. */
export function pickerClosed(): void {
  until = 0;
}

/** The page is shown again. */
export function shownAgain(now = Date.now()): void {
  if (until) until = Math.max(until, now + HANDED_OVER_MS);
}

export const isPicking = (now = Date.now()): boolean => now < until;
