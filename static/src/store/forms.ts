// The forms as the server declares them, stored on the tablet so that a cold start works offline.

import { Offline, request } from "../api.js";
import { fieldOf, keyLabel, sectionFor } from "../core/catalogue.js";
import { setWorkflow } from "../core/workflow.js";
import { setFormats } from "../lib/formats.js";
import { onSpoken } from "../lib/i18n.js";
import { signal } from "../lib/signal.js";
import type { Forms, RecordTypeName, Section } from "../types.js";
import { deviceDb } from "./device.js";
import { inLanguage } from "./forms-language.js";
import { me } from "./local.js";

/** The clinic's limits are part of the forms: a change of theirs reaches every tablet within this time. */
export const FORMS_EVERY = 300_000;

/** As served, in English. */
let served: Forms | null = null;
/** In the language of the app. */
let forms: Forms | null = null;
/** When they were last received from the server. */
let readAt = 0;
/** When those on this tablet were received, also before this start. */
let receivedAt: string | null = null;
const changes = signal();

export const onForms = changes.listen;

/**
 * The forms of this clinic: the stored ones at once, refreshed in the background; on the very first start from the
 * server.
 */
export async function loadForms(): Promise<Forms | null> {
  const name = `forms:${me().clinic.id}`;
  const row = await deviceDb.read(["cache"], ({ cache }) => cache.get(name));
  readAt = 0;
  receivedAt = row?.at ?? null;
  return row ? inUse(row.value) : renewForms();
}

/**
 * Fetches the forms, unless the stored ones are younger than so many milliseconds; notifies listeners when they differ.
 */
export async function renewForms(younger = 0): Promise<Forms | null> {
  if (Date.now() - readAt < younger) return forms;
  const found = await request("/forms", { timeout: 8_000 });
  if (!found?.record_types) throw new Offline("Not an answer of this server");
  const changed = forms?.version !== found.version;
  inUse(found);
  const at = new Date().toISOString();
  await deviceDb.write(["cache"], ({ cache }) => cache.put({ name: `forms:${me().clinic.id}`, value: found, at }));
  receivedAt = at;
  readAt = Date.now();
  if (changed) changes.tell(forms);
  return forms;
}

/** The state machine and the value formats use the same forms as the screens. */
function inUse(found: Forms): Forms {
  setWorkflow(found.workflow);
  setFormats(found.formats);
  served = found;
  forms = inLanguage(found);
  return forms;
}

onSpoken(() => served && changes.tell(inUse(served)));

export const currentForms = () => forms;
export const formsReceivedAt = () => receivedAt;

export const sections = (type: RecordTypeName): Section[] => forms?.record_types?.[type]?.sections ?? [];

/** The maximum age in years. */
export const oldest = (): number | undefined => forms?.limits?.ages?.oldest;

const OWN_SCREEN = ["course", "adverse-event"];

/** The sections of a new patient; courses and adverse events have screens of their own. */
export const formSections = (): Section[] => sections("patient").filter(({ widget }) => !OWN_SCREEN.includes(widget));

/** "zone:cheek_left" belongs to the section "zone". */
export const sectionOf = (type: RecordTypeName, unitKey: string): Section | undefined =>
  sectionFor(sections(type), unitKey);

export const fieldLabel = (type: RecordTypeName, unitKey: string, name: string): string =>
  fieldOf(sectionOf(type, unitKey), name)?.label ?? name;

export function unitLabel(type: RecordTypeName, unitKey: string): string {
  const section = sectionOf(type, unitKey);
  return keyLabel(section, unitKey) ?? section?.label ?? unitKey;
}
