// Treats two quick taps of a gloved finger as one: otherwise an answer that toggles would be given and removed at once.

const BOUNCE_MS = 350;
const REPEATS = ".stepper, .keypad-keys, .clock-adjust";

/**
 * Ignores a second tap on the same control within a moment, while `isOn()`. Buttons that are meant to repeat are
 * exempt.
 */
export function guardBounce(isOn: () => boolean) {
  let last: { control: Element | null; at: number } = { control: null, at: 0 };
  addEventListener(
    "click",
    (event) => {
      const control = (event.target as Element | null)?.closest?.("button, a, summary, [role=button]");
      if (!control || event.detail === 0) return;
      const bounced = isOn() && control === last.control && event.timeStamp - last.at < BOUNCE_MS;
      last = { control, at: event.timeStamp };
      if (!bounced || control.closest(REPEATS)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );
}
