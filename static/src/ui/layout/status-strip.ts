import { formatTime } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Status } from "../../types.js";

import { icon } from "./icons.js";

/** Null before the first report. */
type KnownStatus = Partial<Status>;

interface Fact {
  name: string;
  /** The name of its icon. */
  mark: string;
  short?: string | number;
  long: string;
  /** As a part of a sentence. */
  spoken: string;
  tone?: string;
}

export const attentionCount = (status: KnownStatus): number => (status.attention ?? 0) + (status.conflicts ?? 0);

/** Four independent facts: saved here, waiting, received, needs attention; and whether the server answers. */
function facts(status: KnownStatus): Fact[] {
  const { saved, unsaved = 0, waiting: n = 0, photos = 0, receivedAt, connection } = status;
  const attention = attentionCount(status);
  const time = receivedAt && formatTime(receivedAt);
  const saving = saved === false;
  const online = connection === "online";
  const answers = {
    online: t("Connected"),
    offline: t("No connection"),
    signin: t("Sign in to send"),
    unknown: t("Looking for the server"),
  }[connection ?? "unknown"];
  const notSaved = {
    name: "saved",
    mark: "reason",
    long: t("not saved"),
    spoken: t("Not saved on this tablet"),
    tone: "reason",
  };
  return [
    unsaved
      ? notSaved
      : saving
        ? { name: "saved", mark: "clock", long: t("saving"), spoken: t("Saving on this tablet"), tone: "warn" }
        : {
            name: "saved",
            mark: "check",
            long: t("on this tablet"),
            spoken: t("Everything saved on this tablet"),
            tone: "good",
          },
    {
      name: "waiting",
      mark: "up",
      short: n,
      long: t("{n} waiting", { n }),
      spoken: t("{n} waiting to be sent", { n }),
      tone: n ? "warn" : undefined,
    },
    ...(photos
      ? [
          {
            name: "photos",
            mark: "camera",
            short: photos,
            long: t("{n} photos", { n: photos }),
            spoken: t("{n} photos waiting to be sent", { n: photos }),
            tone: "warn",
          },
        ]
      : []),
    time
      ? {
          name: "received",
          mark: "down",
          short: time,
          long: t("received {time}", { time }),
          spoken: t("last received by the server {time}", { time }),
        }
      : {
          name: "received",
          mark: "down",
          short: "–",
          long: t("nothing sent yet"),
          spoken: t("nothing sent from this tablet yet"),
        },
    {
      name: "attention",
      mark: "reason",
      short: attention,
      long: t("{n} to look at", { n: attention }),
      spoken: t("{n} entries need attention", { n: attention }),
      tone: attention ? "reason" : undefined,
    },
    {
      name: "connection",
      mark: online ? "link" : "unlink",
      long: answers,
      spoken: answers,
      tone: online ? undefined : "warn",
    },
  ];
}

export const statusStrip = (status: KnownStatus): Template => html`
  <a class="strip status-strip" href="#/waiting">${facts(status).map(
    ({ name, mark, short, long, tone }) =>
      html`<span class="fact" data-fact=${name} data-tone=${tone || nothing}>${icon(mark)}<span class="fact-short" aria-hidden="true">${short}</span><span class="fact-long">${long}</span></span>`,
  )}</a>`;

/** The same facts as one sentence for a screen reader. */
export const stripLabel = (status: KnownStatus): string =>
  facts(status)
    .map(({ spoken }) => spoken)
    .join(", ");
