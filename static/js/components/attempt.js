// What a key does when it may fail: the screen is busy while it runs, and says what went wrong until the next try.

const itself = (error) => error.message;

/** How a server said no; `unreached` is said when it could not be asked at all. */
export const saidBy = (unreached) => (error) => (error.status ? (error.detail ?? error.message) : unreached);

/** state: {busy, problem}; redraw() shows it. Gives attempt(act), which settles with the act's answer, or undefined when it failed. */
export const attempts = (state, redraw, words = itself) => async (act) => {
  Object.assign(state, { busy: true, problem: "" });
  redraw();
  let answer;
  try {
    answer = await act();
  } catch (error) {
    state.problem = words(error);
  }
  state.busy = false;
  redraw();
  return answer;
};
