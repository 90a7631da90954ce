import { navigate } from "../../router.js";
import { saveDraft } from "../../store/drafts.js";
import type { LocalRecord, Unit } from "../../types.js";
import { aboutOf } from "../conflicts/conflict-labels.js";

/**
 * Moves a text that arrived after the signature into the amendment of its note, ready to be given a reason and signed.
 */
export async function lateEdit(conflict: LocalRecord, theirs: Unit) {
  const { record_id: id, unit } = aboutOf(conflict);
  if (!unit) return;
  const { mine } = conflict.fields;
  const cleared = Object.fromEntries(Object.keys(theirs).map((name) => [name, null]));
  await saveDraft(`amend:${id}`, { reason: "", changes: { [unit]: { ...cleared, ...mine?.value } } });
  navigate(`/notes/${id}/amend`);
}
