// The state of the server, for administrators: what is wrong first, then backups and the nightly jobs.

import { formatAgo, formatDateTime } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { byteSize } from "../../lib/numbers.js";
import { serverView } from "../../live-query.js";
import { type Job, readServer, type Server } from "../../sync/server.js";
import { attempts, saidBy } from "../../ui/forms/async-action.js";
import { backToMore, banner, button, dotted, group, page } from "../../ui/layout/page.js";

export const title = () => t("Server");

interface ServerState {
  /** Null until the server has answered. */
  server: Server | null;
  problem: string;
}

export function view(host: HTMLElement) {
  const state: ServerState = { server: null, problem: "" };
  return serverView(
    host,
    (redraw) => {
      const attempt = attempts(state, redraw, saidBy(t("The server cannot be reached now.")));
      const load = () =>
        attempt(async () => {
          state.server = await readServer();
        });
      return { load };
    },
    ({ load }) => screen(state, load),
  );
}

const screen = ({ server, problem }: ServerState, load: () => unknown): Template =>
  page(
    title(),
    html`
    ${problem ? banner("warn", problem, button(t("Try again"), load), "alert") : nothing}
    ${server ? stateOf(server) : nothing}`,
    backToMore(),
  );

const stateOf = (server: Server): Template => html`
  ${server.faults.map((words) => banner("block", words))}
  ${server.whole ? nothing : banner("block", t("The last integrity check found data that is not as it was written. Whoever runs the server uses: {command}", { command: "flask verify" }))}
  ${server.backup_is_late ? banner("warn", t("No backup has succeeded in the last two days. Whoever runs the server finds what to do in docs/operations.md.")) : nothing}
  ${server.undelivered ? banner("warn", t("Messages that could not be delivered: {n}. Whoever runs the server uses: {command}", { n: server.undelivered, command: "flask mail list" })) : nothing}
  ${group(t("Every night"), html`<ul class="list">${server.jobs.map(jobItem)}</ul>`)}
  ${group(
    t("This server"),
    html`<ul class="list">
      ${fact(t("Version"), server.version)}
      ${fact(t("Database"), dotted(server.database === "sqlite" ? "SQLite" : "PostgreSQL", byteSize(server.database_bytes)))}
      ${fact(t("Free disk space"), byteSize(server.disk_free_bytes))}
    </ul>`,
  )}`;

const fact = (name: string, words: string): Template =>
  html`<li class="user"><span class="row-main"><strong>${name}</strong><span class="row-detail">${words}</span></span></li>`;

const jobNames = (): Record<Job["name"], string> => ({
  backup: t("Backup"),
  verify: t("Integrity check"),
  tidy: t("Clean-up"),
  compose: t("Exports prepared ahead"),
  remind: t("Email about what waits, on Mondays"),
});

const jobItem = (job: Job): Template => fact(jobNames()[job.name], dotted(howItWent(job), took(job), lastGood(job)));

const neededFor: Partial<Record<Job["name"], string>> = { backup: "BACKUP_DIR", remind: "SMTP_URL" };

function howItWent({ name, state, started_at }: Job): string {
  if (state === "off")
    return neededFor[name]
      ? t("not set up here ({setting})", { setting: neededFor[name] })
      : t("not done by this server");
  if (state === "waiting" || !started_at) return t("has not run yet");
  if (state === "running") return t("running since {time}", { time: formatDateTime(started_at) });
  const time = formatAgo(started_at);
  return state === "failed" ? t("failed {time}", { time }) : t("done {time}", { time });
}

const took = ({ state, seconds }: Job): string | false =>
  state !== "running" && seconds !== null && seconds >= 1 && t("took {n} s", { n: Math.round(seconds) });

const lastGood = ({ state, good_at }: Job): string | null =>
  state === "failed"
    ? good_at
      ? t("last succeeded {time}", { time: formatAgo(good_at) })
      : t("has never succeeded")
    : null;
