import { icon } from "../components/frame-icons.js";
import { personTile } from "../components/person-tile.js";
import { textInput } from "../components/text-input.js";
import { welcome } from "../components/welcome.js";
import { html, nothing } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { navigate } from "../router.js";
import { people, session, signIn, switchTo } from "../store/session.js";
import { accountForm } from "./account-form.js";

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
  const { values } = form;
  const choosing = known.length > 0 && values.person === null;
  return welcome(choosing ? t("Who is working?") : t("Sign in"), html`
    ${choosing ? tiles(form, known) : passwordForm(form, known)}
    ${app?.demo ? html`<p class="hint">${t("Accounts of the demo: practitioner@, colleague@, supervisor@ and admin@demo.example. The password was printed when the demo started.")}</p>` : nothing}`);
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
    <button type="button" class="button" @click=${choose(null)}>${icon("plus")}${t("Someone else")}</button>`;
}

function passwordForm(form, known) {
  const { values } = form;
  const person = values.person?.id ? values.person : null;
  const back = () => {
    Object.assign(form.values, { person: null, password: "" });
    Object.assign(form, { problem: null, until: 0 });
    form.draw();
  };
  return html`
    <form class="stack" @submit=${(event) => form.submit(event, () => enter(values))}>
      ${person ? html`<div class="tile tile--chosen">${personTile(person)}</div>` : nothing}
      ${textInput("email", t("Email"), { type: "email", value: values.email, onInput: form.set("email"), autocomplete: "username", inputmode: "email" })}
      ${textInput("password", t("Password"), { type: "password", value: values.password, onInput: form.set("password"), autocomplete: "current-password" })}
      ${form.error()}
      <div class="bar">
        ${known.length ? html`<button type="button" class="button" @click=${back}>${t("Back")}</button>` : nothing}
        <button class="button button--primary" ?disabled=${form.held() || !values.email || !values.password}>${form.busy ? t("Signing in") : t("Sign in")}</button>
      </div>
    </form>`;
}

async function enter({ email, password }) {
  await signIn(email.trim(), password);
  navigate("/");
}
