// The forms as the server declares them, stored on the tablet so that a cold start works offline.

import { Offline, requestNewer } from "../api.js";
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
/** The version of what is served, as the server asks for it. */
let version: string | null = null;
/** When the server last said that they stand, in this start. */
let readAt = 0;
/** When the server last said so, also before this start. */
let receivedAt: string | null = null;
const changes = signal();

export const onForms = changes.listen;

const nameOf = (clinicId: string) => ({ forms: `forms:${clinicId}`, said: `forms-said:${clinicId}` });

/**
 * The forms of this clinic: the stored ones at once, refreshed in the background; on the very first start from the
 * server.
 */
export async function loadForms(): Promise<Forms | null> {
  const names = nameOf(me().clinic.id);
  const [row, said] = await deviceDb.read(["cache"], ({ cache }) =>
    Promise.all([cache.get(names.forms), cache.get(names.said)]),
  );
  readAt = 0;
  receivedAt = said?.at ?? row?.at ?? null;
  version = row?.version ?? null;
  return row ? inUse(row.value) : renewForms();
}

/**
 * Fetches the forms if the server has others, unless it was asked within so many milliseconds; notifies listeners when
 * they differ. Forms that still stand are not written again: they are large.
 */
export async function renewForms(younger = 0): Promise<Forms | null> {
  if (Date.now() - readAt < younger) return forms;
  const names = nameOf(me().clinic.id);
  const found = await requestNewer("/forms", served ? version : null, 8_000);
  if (found && !found.body?.record_types) throw new Offline("Not an answer of this server");
  const changed = found && forms?.version !== found.body.version;
  if (found) {
    inUse(found.body);
    version = found.version;
  }
  const at = new Date().toISOString();
  await deviceDb.write(["cache"], ({ cache }) =>
    Promise.all([
      cache.put({ name: names.said, at }),
      found && cache.put({ name: names.forms, value: found.body, version, at }),
    ]),
  );
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
