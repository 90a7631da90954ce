// @ts-nocheck
import { html, nothing, render } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { navigate } from "../../router.js";
import { inputsOf } from "../../ui/controls/text-input.js";
import { attempts } from "../../ui/forms/async-action.js";
import { banner, bar, primary } from "../../ui/layout/page.js";

const WAIT = 30;

/** Why an account could not be opened, in words and with the way out. */
function refusal({ status = 0, code, detail, message }) {
  if (status === 429) return t("Too many tries.");
  if (status === 401) return t("Email and password do not belong together. Check both; capital letters count.");
  if (code === "bad_setup_token")
    return t(
      "This is not the set-up code. Copy it from the window where the server was started; after a restart there is a new one.",
    );
  if (code === "bad_invite" || status === 404 || status === 410)
    return t("This link has been used or has run out. Ask your administrator for a new one.");
  if (status === 409) return t("This has been done already. Sign in instead.");
  if (status === 400 || status === 422) return detail ?? t("Something in the form is not accepted.");
  if (status >= 500) return t("The server could not answer. Nothing is lost; try again in a minute.");
  if (status) return detail ?? message;
  return t(
    "The server cannot be reached. Check the Wi-Fi of this tablet, then try again. The first sign-in needs the network.",
  );
}

/** What was refused; while a wait runs, it counts down by itself. */
function refused({ problem, until }) {
  if (!problem) return nothing;
  const left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
  return banner(
    "block",
    html`<span role="alert">${problem}</span> ${left ? html`<span role="timer">${t("Try again in {n} seconds.", { n: left })}</span>` : nothing}`,
  );
}

/**
 * A form that opens an account: what was typed, whether it is on its way, and what was refused. `template(form)` draws the page
 * with `form.input` and `form.fields`, whose `act` leads into the app. Returns {form, dispose}.
 */
export function accountForm(host, values, template) {
  let tick = null;
  const form = { values, busy: false, problem: "", until: 0, draw };
  const attempt = attempts(form, draw, (error) => {
    if (error.status === 429) form.until = Date.now() + (error.retryAfter ?? WAIT) * 1000;
    return refusal(error);
  });
  const held = () => form.busy || form.until > Date.now();
  Object.assign(form, inputsOf(values, draw));
  /** The fields over what was refused and the keys; `ready` says whether they are filled in. */
  form.fields = (fields, words, { ready, act, back = nothing }) => {
    const submit = (event) => {
      event.preventDefault();
      if (!held()) attempt(() => act().then(() => navigate("/")));
    };
    return html`<form class="stack" @submit=${submit}>${fields}${refused(form)}
      ${bar(back, primary(words, null, held() || !ready))}</form>`;
  };
  function draw() {
    clearTimeout(tick);
    if (form.until > Date.now()) tick = setTimeout(draw, 500);
    else if (form.until) Object.assign(form, { until: 0, problem: "" });
    render(template(form), host);
  }
  draw();
  return { form, dispose: () => clearTimeout(tick) };
}
