import { formatDateTime } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { navigate } from "../../router.js";
import { isErasable } from "../../store/device.js";
import { erasedAt } from "../../store/erase.js";
import { waitFor } from "../../store/keys.js";
import { opensBySecret, type Person, people } from "../../store/people.js";
import { type Moving, onMove } from "../../store/move.js";
import { arrival, forgetArrival, giveSecret, lastName, session, setSecret, signIn } from "../../store/session.js";
import type { AppContext } from "../../types.js";
import { banner, button, quiet } from "../../ui/layout/page.js";
import { welcome } from "../../ui/layout/welcome.js";
import { type AccountForm, accountForm, codeField } from "./account-form.js";
import { erasedWords, installWords } from "./install.js";
import { otherLanguages } from "./language.js";
import { takeLastScreen } from "./last-screen.js";
import { personTile } from "./person-tile.js";
import { chooseSecret, type Secrets } from "./secret.js";

/** What is asked next: who it is, their device secret, their password, or a first or another secret. */
type Step = "reading" | "tiles" | "secret" | "password" | "choose";

interface Entry extends Secrets {
  email: string;
  password: string;
  code: string;
  /** The chosen tile, or null. */
  person: Person | null;
  step: Step;
}

type EntryForm = AccountForm<Entry>;

export const title = () => t("Sign in");

const EMPTY = { email: "", password: "", code: "", secret: "", again: "", isForgotten: false };

/** The lock: one tile for each person of this tablet with their unsent changes; then their secret, or their password. */
export function view(host: HTMLElement, _params: object, app: AppContext | null) {
  const known: Person[] = [];
  const values: Entry = { ...EMPTY, person: null, step: "reading" };
  const { form, dispose } = accountForm(host, values, (form) => screen(form, known, app));
  const stop = onMove((rows) => {
    moving = rows;
    form.draw();
  });
  begin(form, known);
  return () => {
    stop();
    dispose();
  };
}

/** When this blocked tablet was erased, or null. */
let erased: string | null = null;

/** At the first unlock after an update that encrypts what is here. */
let moving: Moving | null = null;

const opening = () => (moving ? t("Encrypting what is kept here: {done} of {all}", { ...moving }) : t("Opening"));

async function begin(form: EntryForm, known: Person[]) {
  known.push(...(await people()));
  erased = await erasedAt();
  const of = (key: string) => known.find((person) => person.key === key) ?? null;
  const arriving = arrival();
  const here = session();
  if (arriving) return arrived(form, known);
  if (here) return ask(form, "password", of(lastName()));
  const last = of(lastName());
  if (last && (await opensBySecret(last))) return askSecret(form, last);
  return ask(form, known.length ? "tiles" : "password", null);
}

/** Opens a step of the form, with nothing entered. */
function ask(form: EntryForm, step: Step, person: Person | null, isForgotten = false) {
  Object.assign(form, { asksCode: false, passkey: null });
  Object.assign(form.values, { ...EMPTY, person, step, isForgotten, email: person?.email ?? "" });
  Object.assign(form, { problem: "", until: 0 });
  form.draw();
  const field = { reading: "", tiles: "", secret: "secret", choose: "secret", password: person ? "password" : "email" };
  document.getElementById(field[step])?.focus();
}

async function askSecret(form: EntryForm, person: Person) {
  const left = await waitFor(person.key);
  ask(form, "secret", person);
  if (!left) return;
  Object.assign(form, { problem: t("Too many wrong attempts."), until: Date.now() + left * 1000 });
  form.draw();
}

/** The server has let somebody in: their secret is next, unless they have the tablet already. */
function arrived(form: EntryForm, known: Person[]) {
  const arriving = arrival();
  if (!arriving) return navigate(takeLastScreen());
  const { user } = arriving.session;
  const person = known.find(({ id }) => id === user.id) ?? null;
  const { isForgotten } = form.values;
  return ask(form, arriving.isNew || isForgotten ? "choose" : "secret", person, isForgotten);
}

function screen(form: EntryForm, known: Person[], app: AppContext | null): Template {
  const { step, isForgotten } = form.values;
  if (step === "reading") return nothing;
  const headings = {
    tiles: t("Who is working?"),
    secret: t("Device secret"),
    password: t("Sign in"),
    choose: isForgotten ? t("Choose another device secret") : t("Choose a device secret"),
  };
  const steps = { tiles, secret: secretForm, password: passwordForm, choose: chooseForm };
  return welcome(
    headings[step],
    html`
    ${isErasable() ? banner("warn", html`<p>${erasedWords()}</p><p>${installWords()}</p>`) : nothing}
    ${erased ? banner("reason", erasedByBlock(erased), nothing, "status") : nothing}
    ${steps[step](form, known)}
    ${app?.demo && step === "password" ? html`<p class="hint">${t("Accounts of the demo: practitioner@, colleague@, supervisor@ and admin@demo.example. The password was printed when the demo started.")}</p>` : nothing}
    ${otherLanguages()}`,
  );
}

const erasedByBlock = (at: string) =>
  t(
    "This tablet was blocked. What was written on it is with the clinic, and a supervisor decides about what arrived after the block. Its records were erased on {time}.",
    { time: formatDateTime(at) },
  );

function tiles(form: EntryForm, known: Person[]): Template {
  const choose = async (person: Person) =>
    (await opensBySecret(person)) ? askSecret(form, person) : ask(form, "password", person);
  return html`
    <ul class="tiles">${known.map((person) => html`<li>${personTile(person, () => choose(person))}</li>`)}</ul>
    ${button(t("Someone else"), () => ask(form, "password", null), false, "plus")}`;
}

const chosen = ({ values: { person } }: EntryForm): Template =>
  person ? html`<div class="tile tile--chosen">${personTile(person, null)}</div>` : nothing;

/** Back to the tiles, or to the work of whoever has the tablet. */
function backOf(form: EntryForm, known: Person[]): Template {
  const back = () => {
    forgetArrival();
    return session() ? navigate("/") : ask(form, "tiles", null);
  };
  return known.length ? button(t("Back|button"), back) : nothing;
}

function secretForm(form: EntryForm, known: Person[]): Template {
  const { values, input } = form;
  const { person } = values;
  const isArriving = arrival() !== null;
  const forgotten = () => (isArriving ? ask(form, "choose", person, true) : ask(form, "password", person, true));
  return html`${form.fields(
    html`${chosen(form)}
    ${input("secret", t("Your device secret"), { type: "password", hint: t("The one you chose on this tablet. It works without a network.") })}`,
    form.busy ? opening() : t("Open"),
    {
      ready: Boolean(values.secret),
      act: () => giveSecret(values.secret, isArriving ? undefined : person?.key),
      done: () => navigate(takeLastScreen()),
      back: backOf(form, known),
    },
  )}
  ${quiet(t("I have forgotten it"), forgotten)}`;
}

function passwordForm(form: EntryForm, known: Person[]): Template {
  const { values, input } = form;
  return form.fields(
    html`${chosen(form)}
    ${values.isForgotten ? html`<p>${t("Sign in with your password; the network is needed for that. Then you choose another device secret. What you have not sent stays.")}</p>` : nothing}
    ${input("email", t("Email"), { type: "email", autocomplete: "username", inputmode: "email" })}
    ${input("password", t("Password"), { type: "password", autocomplete: "current-password" })}
    ${codeField(form)}`,
    form.busy ? t("Signing in") : t("Sign in"),
    {
      ready: Boolean(values.email && values.password),
      act: () => signIn(values.email.trim(), values.password, { code: values.code.trim() || undefined }),
      byPasskey: (passkey) => signIn(values.email.trim(), values.password, { passkey }),
      done: () => arrived(form, known),
      back: backOf(form, known),
    },
  );
}

function chooseForm(form: EntryForm, known: Person[]): Template {
  const { values } = form;
  const { content, ready } = chooseSecret(form, Boolean(arrival()?.session.keys?.managed));
  return form.fields(html`${chosen(form)}${content}`, form.busy ? opening() : t("Start working"), {
    ready,
    act: () => setSecret(values.secret, values.isForgotten),
    done: () => navigate(takeLastScreen()),
    back: backOf(form, known),
  });
}
