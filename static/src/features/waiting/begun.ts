// What is begun and not finished, to be continued or discarded: on the screen of what waits, and before leaving.

import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { clearDraft, type Draft } from "../../store/drafts.js";
import { get } from "../../store/records.js";
import type { Value } from "../../types.js";
import { confirmSheet } from "../../ui/controls/dialog.js";
import { dotted, quiet } from "../../ui/layout/page.js";
import { type DraftLabel, draftLabel } from "../patient/draft-labels.js";
import { patientName } from "../patient/patient-labels.js";

/** Unfinished work: what it is, and the address at which it can be continued. */
export interface Begun {
  /** The key of its draft. */
  key: string;
  words: string;
  href: string;
  /** The name of the patient, or empty. */
  name: string;
  text: string;
}

const LONGEST = 60;
/** Members of a draft that are no text of its author. */
const NO_TEXT = /^(shown|kind|unit|role|pick|view|sha256|taken_at)$/;

export async function described({ key, value }: Draft): Promise<Begun> {
  const { words, href, record } = await labelOf(key);
  const found = record && (await get(record.type, record.id));
  const patient = found?.patient_id ? await get("patient", found.patient_id) : null;
  const text = begunText(value);
  return { key, words, href, name: found ? patientName(patient) : "", text };
}

/** What its author has written so far. */
export const begunText = (value: Value): string => textsOf(value).join(", ").replace(/\s+/g, " ");

/** An earlier version stored the amendment of a follow-up under the key of an amended note. */
async function labelOf(key: string): Promise<DraftLabel> {
  const label = draftLabel(key);
  if (!key.startsWith("amend:") || label.record?.type !== "note") return label;
  return (await get("follow_up", label.record.id)) ? draftLabel(`${key}:follow_up`) : label;
}

const shortened = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);

function textsOf(value: Value): string[] {
  if (typeof value === "string") return value.trim() ? [value.trim()] : [];
  if (!value || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([name, each]) => (NO_TEXT.test(name) ? [] : textsOf(each)));
}

/** `left`: called when the person continues one, or has discarded it. */
export const begunList = (begun: Begun[], left: { open?: () => void; gone?: (one: Begun) => void } = {}): Template =>
  html`<ul class="list">${begun.map((one) => {
    const { words, href, name, text } = one;
    return html`<li class="cluster cluster--apart"><a class="button button--quiet" href=${href} @click=${() => left.open?.()}><span>${dotted(words, name)}${text ? html`<br /><span class="quiet">${shortened(text)}</span>` : nothing}</span></a>${quiet(t("Discard"), async () => (await discarded(one)) && left.gone?.(one))}</li>`;
  })}</ul>`;

async function discarded({ key, words, name, text }: Begun): Promise<boolean> {
  const sure = await confirmSheet({
    heading: t("Discard this entry?"),
    body: dotted(words, name, shortened(text)),
    confirm: t("Discard for good"),
    danger: true,
  });
  if (sure) await clearDraft(key);
  return Boolean(sure);
}
