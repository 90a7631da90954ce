import { html, nothing } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { draftOf } from "../../store/drafts.js";
import { addUser } from "../../sync/people.js";
import type { Account, User } from "../../types.js";
import { chipField } from "../../ui/controls/chips.js";
import { saidBy } from "../../ui/forms/async-action.js";
import { formSheet } from "../../ui/forms/form-sheet.js";
import { tick } from "../../ui/layout/page.js";
import { roleChoices } from "../account/person-menu.js";

/** Asks for a new person and creates the account. Settles with it, or undefined. */
export function askPerson(): Promise<Account | undefined> {
  const user: Omit<User, "id"> = { name: "", email: "", role: "practitioner", treats: false };
  return formSheet(t("Add a person"), user, {
    prefix: "new-",
    fields: ({ input, set }) => html`
      ${input("name", t("Name"))}
      ${input("email", t("Email"), { type: "email" })}
      ${chipField("new-role", t("Role"), roleChoices(), user.role, set("role"))}
      ${user.role === "practitioner" ? nothing : tick(t("Also treats patients"), user.treats, set("treats"))}`,
    ready: () => Boolean(user.name.trim() && user.email.trim()),
    save: () => addUser({ ...user, name: user.name.trim(), email: user.email.trim() }),
    confirm: t("Add and make the link"),
    kept: draftOf("person:new"),
    words: saidBy(),
  });
}
