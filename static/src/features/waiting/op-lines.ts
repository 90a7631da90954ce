import { nothing, type Template } from "../../lib/dom.js";
import type { Forms, Op } from "../../types.js";
import { contentLines } from "../note-record/content-lines.js";
import { noteLines } from "../note-record/note-lines.js";
import { opContent } from "./op-content.js";

/** What an op says about its record, to read; nothing for a decision, or while the forms are not here. */
export function opLines(op: Partial<Op>, forms: Forms | null): Template {
  const type = op.type && forms?.record_types[op.type] ? op.type : null;
  const lines = forms && type ? contentLines(type, opContent(op), forms) : [];
  return lines.length ? noteLines(lines) : nothing;
}
