import { html, nothing } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { icon } from "../components/frame-icons.js";

/** Why an account could not be opened, in words and with the way out. `error` is what api.js threw. */
export function accountError(error) {
  const status = error?.status ?? 0;
  const code = error?.code ?? error?.problem?.code;
  if (status === 429) return { text: t("Too many tries."), wait: Number(error.retryAfter ?? error.problem?.retry_after ?? 30) };
  if (status === 401) return { text: t("Email and password do not belong together. Check both; capital letters count.") };
  if (code === "bad_setup_token") return { text: t("This is not the set-up code. Copy it from the window where the server was started; after a restart there is a new one.") };
  if (code === "bad_invite" || status === 404 || status === 410) return { text: t("This link has been used or has run out. Ask your administrator for a new one.") };
  if (status === 409) return { text: t("This has been done already. Sign in instead.") };
  if (status === 400 || status === 422) return { text: error.detail ?? error.problem?.detail ?? t("Something in the form is not accepted."), fields: error.fields ?? error.problem?.fields ?? {} };
  if (status >= 500) return { text: t("The server could not answer. Nothing is lost; try again in a minute.") };
  if (status) return { text: error.detail ?? error.problem?.detail ?? error.message };
  return { text: t("The server cannot be reached. Check the Wi-Fi of this tablet, then try again. The first sign-in needs the network.") };
}

/** The message over the button; while a wait runs, it counts down by itself through the view's redraw. */
export function errorBox(problem, until) {
  if (!problem) return nothing;
  const left = until ? Math.max(0, Math.ceil((until - Date.now()) / 1000)) : 0;
  return html`<div class="banner" data-severity="block">${icon("block")}
    <p class="grow"><span role="alert">${problem.text}</span> ${left ? html`<span role="timer">${t("Try again in {n} seconds.", { n: left })}</span>` : nothing}</p></div>`;
}
