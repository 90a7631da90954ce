import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { navigate } from "../../router.js";
import { isErasable } from "../../store/device.js";
import { type Person, people, session, signIn, switchTo } from "../../store/session.js";
import type { AppContext } from "../../types.js";
import { banner, button } from "../../ui/layout/page.js";
import { welcome } from "../../ui/layout/welcome.js";
import { type AccountForm, accountForm } from "./account-form.js";
import { erasedWords, installWords } from "./install.js";
import { personTile } from "./person-tile.js";

interface Login {
  email: string;
  password: string;
  /** The chosen tile, or null. */
  person: Person | "other" | null;
}

type LoginForm = AccountForm<Login>;

export const title = () => t("Sign in");

/** One tile for each person who has worked on this tablet, with their unsent changes; then email and password. */
export function view(host: HTMLElement, _params: object, app: AppContext | null) {
  const known: Person[] = [];
  const values: Login = { email: "", password: "", person: null };
  const { form, dispose } = accountForm(host, values, (form) => screen(form, known, app));
  Promise.resolve(people()).then((found) => {
    known.push(...found);
    form.draw();
  });
  return dispose;
}

function screen(form: LoginForm, known: Person[], app: AppContext | null): Template {
  const choosing = known.length > 0 && form.values.person === null;
  return welcome(
    choosing ? t("Who is working?") : t("Sign in"),
    html`
    ${isErasable() ? banner("warn", html`<p>${erasedWords()}</p><p>${installWords()}</p>`) : nothing}
    ${choosing ? tiles(form, known) : passwordForm(form, known)}
    ${app?.demo ? html`<p class="hint">${t("Accounts of the demo: practitioner@, colleague@, supervisor@ and admin@demo.example. The password was printed when the demo started.")}</p>` : nothing}`,
  );
}

function tiles(form: LoginForm, known: Person[]): Template {
  const current = session();
  const choose = (person: Person | null) => async () => {
    const here = current?.user.id === person?.id;
    if (person && !(here && current?.expired) && (await switchTo(person))) return navigate("/");
    Object.assign(form.values, { person: person ?? "other", email: person?.email ?? "", password: "" });
    form.draw();
    document.getElementById(person ? "password" : "email")?.focus();
    return undefined;
  };
  return html`
    <ul class="tiles">${known.map((person) => html`<li>${personTile(person, choose(person), current?.user.id === person.id)}</li>`)}</ul>
    ${button(t("Someone else"), choose(null), false, "plus")}`;
}

function passwordForm(form: LoginForm, known: Person[]): Template {
  const { values, input } = form;
  const { person } = values;
  const back = () => {
    Object.assign(values, { person: null, password: "" });
    Object.assign(form, { problem: "", until: 0 });
    form.draw();
  };
  return form.fields(
    html`
    ${person && person !== "other" ? html`<div class="tile tile--chosen">${personTile(person, null)}</div>` : nothing}
    ${input("email", t("Email"), { type: "email", autocomplete: "username", inputmode: "email" })}
    ${input("password", t("Password"), { type: "password", autocomplete: "current-password" })}`,
    form.busy ? t("Signing in") : t("Sign in"),
    {
      ready: Boolean(values.email && values.password),
      act: () => signIn(values.email.trim(), values.password),
      back: known.length ? button(t("Back"), back) : nothing,
    },
  );
}
