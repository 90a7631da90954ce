import { html, nothing, render, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { navigate } from "../../router.js";
import { WrongSecret } from "../../store/keys.js";
import { session } from "../../store/session.js";
import type { AskedPasskey, PasskeyAnswer } from "../../types.js";
import { type Inputs, inputsOf } from "../../ui/controls/text-input.js";
import { type ActionState, attempts, Said, type Thrown } from "../../ui/forms/async-action.js";
import { banner, bar, button, primary } from "../../ui/layout/page.js";

/** In seconds, for a server that does not say how long. */
const WAIT = 30;

export interface SubmitOptions {
  /** The fields are filled in. */
  ready: boolean;
  act: () => Promise<unknown>;
  /** Called afterwards; by default the app opens, or first asks for the device secret. */
  done?: () => unknown;
  /** A button beside the one that submits. */
  back?: Template;
  /** Instead of `act`, with the answer of a passkey. */
  byPasskey?: (passkey: PasskeyAnswer) => Promise<unknown>;
}

/** A form that opens an account: its values, whether it is being sent, and what was refused. */
export interface AccountForm<Values> extends Inputs<Values>, ActionState {
  values: Values;
  busy: boolean;
  /** The server accepts no other attempt before this time. */
  until: number;
  draw: () => void;
  /** The server also asks for a one-time code. */
  asksCode: boolean;
  /** The person has a passkey, and this is what it is to sign; "used" once it was answered. */
  passkey: AskedPasskey | "used" | null;
  /** Draws the fields above the error message and the buttons; after a successful `act` comes `done`. */
  fields: (fields: Template, words: string, options: SubmitOptions) => Template;
}

/** Why an account could not be opened, with what to do next. */
function refusal({ status = 0, code, detail, message }: Thrown) {
  if (status === 429) return t("Too many attempts.");
  if (code === "second_factor_needed" || code === "wrong_code" || code === "wrong_passkey") return detail ?? message;
  if (status === 401) return t("Email and password do not match. Check both; capital letters count.");
  if (code === "bad_setup_token")
    return t(
      "This is not the set-up code. Copy it from the window where the server was started; after a restart there is a new one.",
    );
  if (code === "bad_invite" || status === 404 || status === 410)
    return t("This link has been used or has expired. Ask your administrator for a new one.");
  if (status === 409) return t("This has been done already. Sign in instead.");
  if (status === 400 || status === 422) return detail ?? t("Something in the form is not accepted.");
  if (status >= 500) return t("The server could not answer. Nothing is lost; try again in a minute.");
  if (status) return detail ?? message;
  return t(
    "The server cannot be reached. Check the Wi-Fi of this tablet, then try again. The first sign-in needs the network.",
  );
}

/** The error message; during a wait it counts down. */
function refused({ problem, until }: { problem: string; until: number }): Template {
  if (!problem) return nothing;
  const left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
  return banner(
    "block",
    html`<span role="alert">${problem}</span> ${left ? html`<span role="timer">${t("Try again in {n} seconds.", { n: left })}</span>` : nothing}`,
  );
}

const openApp = () => navigate(session() ? "/" : "/sign-in");

/** The field for a one-time code, once the server has asked for it. */
export const codeField = ({ asksCode, input }: Pick<AccountForm<{ code: string }>, "asksCode" | "input">): Template =>
  asksCode ? input("code", t("Code from your app, or a recovery code"), { autocomplete: "one-time-code" }) : nothing;

const askedIn = ({ problem }: Thrown): AskedPasskey | null => problem?.passkey ?? null;

/** Lets a passkey answer. The server takes each answer once, so another try is asked anew, with the password alone. */
async function answerByPasskey(
  form: Pick<AccountForm<object>, "passkey">,
  act: SubmitOptions["act"],
  byPasskey: SubmitOptions["byPasskey"],
): Promise<unknown> {
  const asked = form.passkey === "used" ? await askedAnew(act) : form.passkey;
  if (!asked) return undefined;
  form.passkey = asked;
  const { usePasskey } = await import("../../chunks/clinic.js");
  const answer = await usePasskey(asked);
  form.passkey = "used";
  return byPasskey?.(answer);
}

/** Null where a code that is typed has signed the person in. */
async function askedAnew(act: SubmitOptions["act"]): Promise<AskedPasskey | null> {
  try {
    await act();
    return null;
  } catch (error) {
    const asked = askedIn(error as Thrown);
    if (!asked) throw error;
    return asked;
  }
}

/** `template` draws the page with the inputs and the fields of the form. */
export function accountForm<Values extends object>(
  host: HTMLElement,
  values: Values,
  template: (form: AccountForm<Values>) => Template,
): { form: AccountForm<Values>; dispose: () => void } {
  let tick: ReturnType<typeof setTimeout> | undefined;
  const form: AccountForm<Values> = {
    ...{ values, busy: false, problem: "", until: 0, asksCode: false, passkey: null, draw, fields },
    ...inputsOf(values, draw),
  };
  const attempt = attempts(form, draw, (error) => {
    const thrown = error as Thrown;
    if (thrown.code === "second_factor_needed") Object.assign(form, { asksCode: true, passkey: askedIn(thrown) });
    if (error instanceof Said) return error.message;
    const isWrong = error instanceof WrongSecret;
    if (thrown.status === 429 || (isWrong && error.retryAfter))
      form.until = Date.now() + (thrown.retryAfter ?? WAIT) * 1000;
    return isWrong ? error.message : refusal(thrown);
  });
  const held = () => form.busy || form.until > Date.now();
  function fields(
    content: Template,
    words: string,
    { ready, act, done = openApp, back = nothing, byPasskey }: SubmitOptions,
  ): Template {
    const passkeyKey = () => attempt(() => answerByPasskey(form, act, byPasskey).then(done));
    const submit = (event: Event) => {
      event.preventDefault();
      if (!held()) attempt(() => act().then(done));
    };
    return html`<form class="stack" @submit=${submit}>${content}
      ${form.passkey && byPasskey ? html`<div class="cluster">${button(t("Use a passkey"), passkeyKey, held() || !ready)}</div>` : nothing}${refused(form)}
      ${bar(back, primary(words, null, held() || !ready))}</form>`;
  }
  function draw() {
    clearTimeout(tick);
    if (form.until > Date.now()) tick = setTimeout(draw, 500);
    else if (form.until) Object.assign(form, { until: 0, problem: "" });
    render(template(form), host);
  }
  draw();
  return { form, dispose: () => clearTimeout(tick) };
}
