// The offer to copy values from an earlier visit or a protocol, and its undo.
import { openPaths } from "../../core/copied.js";
import { formatDate } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Content, LocalRecord, Unit } from "../../types.js";
import { openSheet } from "../../ui/controls/dialog.js";
import { icon } from "../../ui/layout/icons.js";
import { button } from "../../ui/layout/page.js";
import { visitLabel } from "../note-record/visit-labels.js";
import { copySource } from "./copied-values.js";
import type { NoteModel } from "./note-model.js";

/** The name of the protocol and the treatment it is meant for. */
const aboutOf = ({ fields }: LocalRecord): Unit => fields.about ?? {};

/** Protocols that match the note's device and indication, as far as they are entered. */
function fitting(protocols: LocalRecord[], { device, visit }: Content) {
  return protocols.filter((protocol) => {
    const about = aboutOf(protocol);
    const sameDevice = !about.device_product || !device?.product || about.device_product === device.product;
    const sameReason =
      !about.indication?.length ||
      !visit?.indication?.length ||
      about.indication.some((each: string) => visit.indication.includes(each));
    return sameDevice && sameReason;
  });
}

async function choose(protocols: LocalRecord[], model: NoteModel) {
  const id = await openSheet(
    t("Start from a protocol"),
    (close) =>
      html`<div class="stack stack--tight">${protocols.map((protocol) => button(aboutOf(protocol).name, () => close(protocol.id)))}</div>`,
    { about: model.context.about },
  );
  const chosen = protocols.find((each) => each.id === id);
  if (chosen) model.actions.lay(chosen.fields.values?.content ?? {}, { source: chosen.id });
}

/**
 * Offers to copy while entries are missing and nothing was copied yet. Afterwards it says what was copied, with a
 * button that undoes the copy. `last` is the note of the treated visit before this one; `protocols` are those of the
 * clinic.
 */
export function copyOffer(model: NoteModel, last: LocalRecord | null, protocols: LocalRecord[]): Template {
  if (model.form.disabled) return nothing;
  const open = openPaths(model.note.content);
  if (open.length) {
    return html`<div class="carried-offer" data-carried="open">${icon("again")}<span class="grow">${t("{n} values copied {from}, to confirm", { from: copySource(model.note.content), n: open.length })}</span>
      ${button([icon("undo", 20), t("Undo copy")], model.actions.takeBack)}</div>`;
  }
  const fit = fitting(protocols, model.note.content);
  if (model.note.content.carried || !model.judged.gaps.length || (!last && !fit.length)) return nothing;
  return html`<div class="carried-offer"><span class="grow">${last ? html`${t("Last time")}: <b>${visitLabel(last)}, ${formatDate(last.fields.visit.session_date)}</b>` : t("A protocol can be copied into this note.")}</span>
    ${last ? button([icon("again", 20), t("Same as last time")], () => model.actions.lay(last.fields, { source: last.id, source_date: last.fields.visit.session_date })) : nothing}
    ${fit.length ? button(t("Start from a protocol"), () => choose(fit, model)) : nothing}</div>`;
}
