import { asShown } from "../../core/merge.js";
import { can } from "../../core/permissions.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { active, liveView } from "../../live-query.js";
import { textDraft } from "../../store/drafts.js";
import { dropProtocol, renameProtocol } from "../../store/protocols.js";
import type { AppContext, LocalRecord } from "../../types.js";
import { askText, confirmSheet } from "../../ui/controls/dialog.js";
import { type Attempt, attempts } from "../../ui/forms/async-action.js";
import { emptyState } from "../../ui/layout/empty-state.js";
import { backToMore, button, dotted, errorMessage, page, quiet } from "../../ui/layout/page.js";
import { noForms } from "../note/note-context.js";
import { contentLines } from "../note-record/content-lines.js";

export const title = () => t("Protocols");

/** The section "about" of a protocol. */
interface ProtocolAbout {
  name?: string;
  device_product?: string;
  indication?: string[];
}

interface ProtocolActs {
  rename: (protocol: LocalRecord) => unknown;
  drop: (protocol: LocalRecord) => unknown;
}

const aboutOf = ({ fields }: LocalRecord): ProtocolAbout => fields.about ?? {};
const nameOf = (protocol: LocalRecord) => aboutOf(protocol).name || t("Unnamed protocol");
const byName = (a: LocalRecord, b: LocalRecord) => nameOf(a).localeCompare(nameOf(b));

/** The clinic's named protocols, one for each device and indication; the editor starts a note from one. */
export function view(host: HTMLElement, _params: unknown, app: AppContext) {
  const state = { problem: "" };
  return liveView(host, { protocols: active("protocol") }, ({ protocols }, redraw) =>
    app.forms ? screen([...protocols].sort(byName), state, actsOn(attempts(state, redraw)), app) : noForms(),
  );
}

const actsOn = (attempt: Attempt): ProtocolActs => ({
  rename: async (protocol) => {
    const kept = textDraft(`protocol:${protocol.id}`, asShown(protocol, ["about"]));
    const name = await askText({
      heading: t("Rename the protocol"),
      label: t("Name"),
      text: aboutOf(protocol).name ?? "",
      confirm: t("Rename"),
      kept,
    });
    if (name) await attempt(() => renameProtocol(protocol.id, name, kept.shown).then(kept.clear));
  },
  drop: async (protocol) => {
    const sure = await confirmSheet({
      heading: t("Remove {name}?", { name: nameOf(protocol) }),
      body: t("It is no longer offered. Notes begun from it stay as they are."),
      confirm: t("Remove the protocol"),
      danger: true,
    });
    if (sure) await attempt(() => dropProtocol(protocol, t("No longer used")));
  },
});

function screen(
  protocols: LocalRecord[],
  { problem }: { problem: string },
  acts: ProtocolActs,
  app: AppContext,
): Template {
  const mayEdit = can("protocol.patch", app.user, null, app.forms);
  return page(
    title(),
    html`
    ${errorMessage(problem)}
    ${
      protocols.length
        ? protocols.map((protocol) => card(protocol, acts, app, mayEdit))
        : emptyState(
            t("No protocol yet"),
            t(
              "Open a note of a visit that went as you usually do it and keep it as a protocol. Lots, times, observations and consent are left out.",
            ),
          )
    }`,
    backToMore(),
    "protocols",
  );
}

function card(protocol: LocalRecord, acts: ProtocolActs, app: AppContext, mayEdit: boolean): Template {
  const about = aboutOf(protocol);
  const device: string | undefined = app.forms.limits.devices[about.device_product ?? ""]?.label;
  const sections = contentLines("note", protocol.fields.values?.content ?? {}, app.forms);
  return html`<article class="card">
    <h2>${nameOf(protocol)}</h2>
    <p class="quiet">${dotted(device && t(device), ...indications(about, app))}</p>
    <details class="more"><summary>${t("What it writes")}</summary>
      <dl class="facts">${sections.map(({ section, lines }) => html`<div><dt>${section}</dt><dd>${lines.map(({ label, value }) => `${label}: ${value}`).join(" · ")}</dd></div>`)}</dl></details>
    ${mayEdit ? html`<div class="cluster">${button(t("Rename"), () => acts.rename(protocol))}${quiet(t("Remove"), () => acts.drop(protocol))}</div>` : nothing}
  </article>`;
}

const indications = ({ indication = [] }: ProtocolAbout, app: AppContext): string[] =>
  contentLines("protocol", { about: { indication } }, app.forms).flatMap(({ lines }) =>
    lines.map(({ value }) => value),
  );
