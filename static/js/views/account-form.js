import { render } from "../lib/dom.js";
import { accountError, errorBox } from "./account-errors.js";

/**
 * The state of a form that opens an account: what was typed, whether it is on its way, and what was refused.
 * `template(form)` draws it; `form.submit(event, act)` runs `act` and turns a refusal into words; `form.set(name)` is an input's listener.
 */
export function accountForm(host, values, template) {
  let tick = null;
  const form = {
    values,
    busy: false,
    problem: null,
    until: 0,
    error: () => errorBox(form.problem, form.until),
    held: () => form.busy || form.until > Date.now(),
    set: (name) => (value) => {
      values[name] = value;
      draw();
    },
    async submit(event, act) {
      event?.preventDefault();
      if (form.held()) return;
      Object.assign(form, { busy: true, problem: null, until: 0 });
      draw();
      try {
        await act();
      } catch (error) {
        form.problem = accountError(error);
        if (form.problem.wait) form.until = Date.now() + form.problem.wait * 1000;
      }
      form.busy = false;
      draw();
    },
    draw: () => draw(),
  };
  function draw() {
    clearTimeout(tick);
    if (form.until > Date.now()) tick = setTimeout(draw, 500);
    else if (form.until) Object.assign(form, { until: 0, problem: null });
    render(template(form), host);
  }
  draw();
  return { form, dispose: () => clearTimeout(tick) };
}
