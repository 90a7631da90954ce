import { number } from "../../core/figures.js";
import { runsOf, sitesOf } from "../../core/views.js";
import { localIso } from "../../lib/dates.js";
import { uuid } from "../../lib/ids.js";
import { navigate } from "../../router.js";
import { setFields } from "../../store/edits.js";
import type { Content, LocalRecord, Unit } from "../../types.js";

const SCALE_VERSION = "5.0";

/**
 * Opens an adverse event. With a term the event is stored at once, one for each term and note; without one nothing is
 * stored before the first entry.
 */
export async function openEvent(
  patient: LocalRecord,
  note: LocalRecord | null = null,
  { term, at }: { term?: string; at?: string } = {},
): Promise<void> {
  if (!term) return navigate(`/patients/${patient.id}/part/ae:${uuid()}${note ? `?note=${note.id}` : ""}`);
  return navigate(`/patients/${patient.id}/part/${await eventUnit(patient, note, { term, at })}`);
}

/** The unit of the adverse event with this term after this visit; a new one is stored at once. */
export async function eventUnit(
  patient: LocalRecord,
  note: LocalRecord | null,
  { term, at }: { term: string; at?: string },
): Promise<string> {
  const known =
    note &&
    Object.entries(patient.fields).find(
      ([unit, event]) => unit.startsWith("ae:") && event.note_id === note.id && event.term === term,
    );
  const unit = known ? known[0] : `ae:${uuid()}`;
  if (!known) await setFields("patient", patient.id, unit, prefilled(note, term, at));
  return unit;
}

/** Every depth at which the zones of a note were needled, the shallowest first. */
export const zoneDepths = (fields: Content): number[] =>
  [
    ...new Set<number>(
      sitesOf(fields).flatMap((unit) => runsOf(fields[unit]).flatMap((run) => number(run.depth_mm) ?? [])),
    ),
  ].sort((a, b) => a - b);

/** What the note already says about an event after it. */
export function prefilled(note?: LocalRecord | null, term?: string, at?: string): Unit {
  const fields: Content = note?.fields ?? {};
  const depths = zoneDepths(fields);
  const facts = {
    note_id: note?.id,
    term,
    onset_at: at ?? (term ? localIso() : undefined),
    scale_version: SCALE_VERSION,
    cartridge_lot: fields.device?.cartridge_lot,
    depth_mm: depths.length ? depths : undefined,
    operator: fields.visit?.operator,
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}
