// The properties every control of a field is given. Types only.
import type { Value } from "../../types.js";

export interface ControlOptions {
  id?: string;
  /** Ids of the elements that name and explain the control. */
  labelledby?: string;
  describedby?: string;
  disabled?: boolean;
  /** The patient's name, shown on a sheet that the control opens. */
  about?: string;
  /** The day of a visit that is entered afterwards: its times are picked, not stamped. */
  pickOn?: string | null;
  /** Called with null when the answer is removed. */
  onChange: (answer: Value) => unknown;
}
