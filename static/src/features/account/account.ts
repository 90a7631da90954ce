// One's own account: the password, and where one is signed in. It exists on the server only.

import { formatAgo } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { serverView } from "../../live-query.js";
import { session } from "../../store/session.js";
import { endLogin, endOtherLogins, listLogins, listPasskeys, type OwnLogin } from "../../sync/own.js";
import type { AppContext, OwnPasskeys } from "../../types.js";
import { confirmSheet } from "../../ui/controls/dialog.js";
import { attempts, saidBy } from "../../ui/forms/async-action.js";
import { icon } from "../../ui/layout/icons.js";
import { backToMore, banner, button, dotted, group, page, quiet } from "../../ui/layout/page.js";
import { type CodeActs, codeActs, codesGroup } from "./own-codes.js";
import { type PasskeyActs, passkeyActs, passkeysGroup } from "./own-passkeys.js";
import { askPassword } from "./own-password.js";
import { roleLabel } from "./person-menu.js";

export const title = () => t("Your account");

interface AccountState {
  /** Null until the server has answered. */
  logins: OwnLogin[] | null;
  passkeys: OwnPasskeys | null;
  problem: string;
  /** What was done, as text. */
  done: string;
}

interface Acts extends CodeActs, PasskeyActs {
  load: () => Promise<unknown>;
  password: () => Promise<void>;
  end: (login: OwnLogin) => Promise<unknown>;
  endOthers: () => Promise<void>;
}

export function view(host: HTMLElement, _params: object, app: AppContext) {
  const state: AccountState = { logins: null, passkeys: null, problem: "", done: "" };
  return serverView(
    host,
    (redraw) => actsOn(state, redraw, app),
    (acts) => screen(state, acts, app),
  );
}

function actsOn(state: AccountState, redraw: () => void, app: AppContext): Acts {
  const attempt = attempts(
    state,
    redraw,
    saidBy(t("Your account is kept on the server, which cannot be reached now. Notes and patients work as usual.")),
  );
  const load = async () => {
    [state.logins, state.passkeys] = await Promise.all([listLogins(), listPasskeys()]);
  };
  /** Runs a change, then shows the logins as the server has them. */
  const change = (act: () => Promise<unknown>, done: string) =>
    attempt(async () => {
      await act();
      state.done = done;
      await load();
    });
  return {
    ...codeActs(change),
    ...passkeyActs(change),
    load: () => attempt(load),
    password: async () => {
      if (await askPassword(app))
        await change(async () => {}, t("The password is changed. You were signed out everywhere else."));
    },
    end: (login) => change(() => endLogin(login.id), t("Signed out on {name}.", { name: login.device })),
    endOthers: async () => {
      if (await sureToEnd()) await change(endOtherLogins, t("You are signed in only here."));
    },
  };
}

const sureToEnd = () =>
  confirmSheet({
    heading: t("Sign out everywhere else?"),
    body: t("Every other tablet and computer asks for your password again. What you have not sent stays there."),
    confirm: t("Sign out everywhere else"),
  });

const screen = (
  { logins, passkeys, problem, done }: AccountState,
  acts: Acts,
  { user, clinic }: AppContext,
): Template =>
  page(
    title(),
    html`
    ${problem ? banner(logins ? "block" : "warn", problem, button(t("Try again"), acts.load), "alert") : nothing}
    ${done && !problem ? banner("good", done, nothing, "status") : nothing}
    <p><strong>${user.name}</strong><br /><span class="quiet">${dotted(roleLabel(user.role), clinic?.name, user.email)}</span></p>
    ${group(
      t("Password"),
      html`<p class="hint">${t("Changing it signs you out everywhere else. Nobody can choose one for you.")}</p>
      <div class="cluster">${button(t("Change password"), acts.password)}</div>`,
    )}
    ${codesGroup(session()?.second_factor, acts)}
    ${passkeys ? passkeysGroup(passkeys, session()?.second_factor, acts) : nothing}
    ${logins ? group(t("Where you are signed in"), whereList(logins, acts), logins.length) : nothing}`,
    backToMore(),
  );

const whereList = (logins: OwnLogin[], acts: Acts): Template => html`
  <ul class="list">${logins.map((login) => whereRow(login, acts))}</ul>
  ${logins.length > 1 ? html`<div class="cluster">${button(t("Sign out everywhere else"), acts.endOthers)}</div>` : nothing}`;

const whereRow = (login: OwnLogin, acts: Acts): Template => html`<li class="user">${icon("tablet")}
    <span class="row-main"><strong>${login.device}</strong>${login.current ? html` <span class="quiet">${t("here")}</span>` : nothing}
      <span class="row-detail">${dotted(
        t("used {time}", { time: formatAgo(login.last_seen_at) }),
        t("signed in {time}", { time: formatAgo(login.created_at) }),
      )}</span></span>
    ${login.current ? nothing : quiet(t("Sign out there"), () => acts.end(login))}</li>`;
