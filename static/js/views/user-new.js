import { chips } from "../components/chips.js";
import { openSheet } from "../components/dialog.js";
import { icon } from "../components/frame-icons.js";
import { roleLabel } from "../components/person-menu.js";
import { textInput } from "../components/text-input.js";
import { html, nothing } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { addUser } from "../sync/people.js";

const ROLES = ["practitioner", "supervisor", "admin"];

/** Asks for a new person and makes the account. Settles with it, or undefined. */
export function askPerson() {
  const user = { name: "", email: "", role: "practitioner", treats: false };
  const form = { busy: false, problem: "" };
  return openSheet(t("Add a person"), (close, update) => {
    const set = (name) => (value) => {
      user[name] = value;
      update();
    };
    const send = async (event) => {
      event.preventDefault();
      Object.assign(form, { busy: true, problem: "" });
      update();
      try {
        close(await addUser({ ...user, name: user.name.trim(), email: user.email.trim() }));
      } catch (error) {
        Object.assign(form, { busy: false, problem: error.status ? (error.detail ?? error.message) : t("The server cannot be reached. Try again when the tablet is connected.") });
        update();
      }
    };
    return html`<form class="stack" @submit=${send}>
      ${textInput("new-name", t("Name"), { value: user.name, onInput: set("name") })}
      ${textInput("new-email", t("Email"), { type: "email", value: user.email, onInput: set("email") })}
      <div class="field"><span class="label" id="new-role">${t("Role")}</span>
        ${chips({ choices: ROLES.map((value) => ({ value, label: roleLabel(value) })), value: user.role, labelledby: "new-role", onChange: (role) => role && set("role")(role) })}</div>
      ${user.role === "practitioner" ? nothing : html`<label class="tick"><input type="checkbox" .checked=${user.treats} @change=${(event) => set("treats")(event.target.checked)} />${t("Also treats patients")}</label>`}
      ${form.problem ? html`<p class="banner" data-severity="block" role="alert">${icon("block")}${form.problem}</p>` : nothing}
      <button class="button button--primary" ?disabled=${form.busy || !user.name.trim() || !user.email.trim()}>${t("Add and make the link")}</button>
    </form>`;
  });
}
