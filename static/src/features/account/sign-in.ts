// @ts-nocheck
import { html, nothing } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { navigate } from "../../router.js";
import { people, session, signIn, switchTo } from "../../store/session.js";
import { button } from "../../ui/layout/page.js";
import { welcome } from "../../ui/layout/welcome.js";
import { accountForm } from "./account-form.js";
import { personTile } from "./person-tile.js";

export const title = () => t("Sign in");

/** One tile for each person who has worked on this tablet, with what each has unsent; then email and password. */
export function view(host, _params, app) {
  const known = [];
  const values = { email: "", password: "", person: null };
  const { form, dispose } = accountForm(host, values, (form) => screen(form, known, app));
  Promise.resolve(people()).then((found) => {
    known.push(...found);
    form.draw();
  });
  return dispose;
}

function screen(form, known, app) {
  const choosing = known.length > 0 && form.values.person === null;
  return welcome(
    choosing ? t("Who is working?") : t("Sign in"),
    html`
    ${choosing ? tiles(form, known) : passwordForm(form, known)}
    ${app?.demo ? html`<p class="hint">${t("Accounts of the demo: practitioner@, colleague@, supervisor@ and admin@demo.example. The password was printed when the demo started.")}</p>` : nothing}`,
  );
}

function tiles(form, known) {
  const current = session();
  const choose = (person) => async () => {
    const here = current?.user.id === person?.id;
    if (person && !(here && current.expired) && (await switchTo(person))) return navigate("/");
    Object.assign(form.values, { person: person ?? {}, email: person?.email ?? "", password: "" });
    form.draw();
    document.getElementById(person ? "password" : "email")?.focus();
    return undefined;
  };
  return html`
    <ul class="tiles">${known.map((person) => html`<li>${personTile(person, choose(person), current?.user.id === person.id)}</li>`)}</ul>
    ${button(t("Someone else"), choose(null), false, "plus")}`;
}

function passwordForm(form, known) {
  const { values, input } = form;
  const { person } = values;
  const back = () => {
    Object.assign(values, { person: null, password: "" });
    Object.assign(form, { problem: "", until: 0 });
    form.draw();
  };
  return form.fields(
    html`
    ${person?.id ? html`<div class="tile tile--chosen">${personTile(person)}</div>` : nothing}
    ${input("email", t("Email"), { type: "email", autocomplete: "username", inputmode: "email" })}
    ${input("password", t("Password"), { type: "password", autocomplete: "current-password" })}`,
    form.busy ? t("Signing in") : t("Sign in"),
    {
      ready: values.email && values.password,
      act: () => signIn(values.email.trim(), values.password),
      back: known.length && button(t("Back"), back),
    },
  );
}
