import { html, nothing } from "../lib/dom.js";
import { formatTime } from "../lib/dates.js";
import { t } from "../lib/i18n.js";
import { icon } from "./frame-icons.js";

const connectionWords = (connection) =>
  ({ online: t("Connected"), offline: t("No connection"), signin: t("Sign in to send") })[connection] ?? t("Looking for the server");

const fact = (name, mark, short, long, tone) => html`
  <span class="fact" data-fact=${name} data-tone=${tone ?? nothing}>${icon(mark)}<span class="fact-short" aria-hidden="true">${short}</span><span class="fact-long">${long}</span></span>`;

export const attentionCount = (status) => (status.attention ?? 0) + (status.conflicts ?? 0);

/** Four facts, each true by itself: saved here, waiting, received, needs attention; and whether the server answers. */
export function statusStrip(status) {
  const { saved, waiting = 0, receivedAt, connection = "unknown" } = status;
  const attention = attentionCount(status);
  const received = receivedAt ? formatTime(receivedAt) : "";
  return html`
    <a class="strip status-strip" href="#/waiting">
      ${fact("saved", saved === false ? "clock" : "check", "", saved === false ? t("saving") : t("on this tablet"), saved === false ? "warn" : "good")}
      ${fact("waiting", "up", waiting, t("{n} waiting", { n: waiting }), waiting ? "warn" : undefined)}
      ${fact("received", "down", received || "–", received ? t("received {time}", { time: received }) : t("nothing received yet"))}
      ${fact("attention", "reason", attention, t("{n} to look at", { n: attention }), attention ? "reason" : undefined)}
      ${fact("connection", connection === "online" ? "link" : "unlink", "", connectionWords(connection), connection === "online" ? undefined : "warn")}
    </a>`;
}

/** The same facts as one sentence for a screen reader. */
export function stripWords(status) {
  const { saved, waiting = 0, receivedAt, connection = "unknown" } = status;
  return [
    saved === false ? t("Saving on this tablet") : t("Everything saved on this tablet"),
    t("{n} waiting to be sent", { n: waiting }),
    receivedAt ? t("last received by the server {time}", { time: formatTime(receivedAt) }) : t("nothing received yet"),
    t("{n} need attention", { n: attentionCount(status) }),
    connectionWords(connection),
  ].join(", ");
}
