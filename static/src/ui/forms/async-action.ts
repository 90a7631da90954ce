// @ts-nocheck
// What a key does when it may fail: the screen is busy while it runs, and says what went wrong until the next try.

const itself = (error) => error.message;

/** How a server said no; `unreached` is said when it could not be asked at all. */
export const saidBy = (unreached) => (error) => (error.status ? (error.detail ?? error.message) : unreached);

/**
 * state: {problem, and busy where a screen shows that something runs}; redraw() shows it. Gives attempt(act), which settles with the
 * act's answer, or undefined when it failed.
 */
export function attempts(state, redraw, words = itself) {
  const shown = "busy" in state;
  const show = (news) => {
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
