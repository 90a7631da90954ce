// The action of a button that may fail: the screen is busy while it runs, and shows the error message until the next
// attempt.
import { t } from "../../lib/i18n.js";
import type { Unit } from "../../types.js";

/** Runs an action; settles with its result, or with undefined when it failed. */
export type Attempt = <Answer>(act: () => Answer | Promise<Answer>) => Promise<Answer | undefined>;

/** The state of a screen with such actions; `busy` where it shows that one runs. */
export interface ActionState {
  problem: string;
  busy?: boolean;
}

/** The error message for a thrown value. */
export type ErrorWords = (error: unknown) => string;

/** The thrown errors: a refusal of the server (ApiError) has a status, others have none. */
export interface Thrown extends Error {
  status?: number;
  code?: string;
  detail?: string;
  /** The body of the refusal. */
  problem?: Unit;
  /** Seconds. */
  retryAfter?: number | null;
}

/** An error that did not come from the server, and whose message says what to do. */
export class Said extends Error {}

const itself: ErrorWords = (error) => (error as Error).message;

/** The server's own text of a refusal; `unreached` when it could not be asked at all. */
export const saidBy =
  (unreached = t("The server cannot be reached. Try again when the tablet is connected.")): ErrorWords =>
  (error) => {
    const { status, detail, message } = error as Thrown;
    return status ? (detail ?? message) : error instanceof Said ? message : unreached;
  };

/** The actions of one screen: each changes `state`, and `redraw` shows it. */
export function attempts(state: ActionState, redraw: () => void, words: ErrorWords = itself): Attempt {
  const shown = "busy" in state;
  const show = (news: Partial<ActionState>) => {
    Object.assign(state, news);
    redraw();
  };
  return async (act) => {
    if (shown) show({ busy: true, problem: "" });
    try {
      const answer = await act();
      state.problem = "";
      return answer;
    } catch (error) {
      state.problem = words(error);
    } finally {
      show(shown ? { busy: false } : {});
    }
    return undefined;
  };
}
