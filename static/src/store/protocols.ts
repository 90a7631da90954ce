// Named protocols of the clinic: how a visit is done here, without what belonged to one visit or one patient.

import { asShown } from "../core/merge.js";
import { templateOf } from "../core/protocols.js";
import type { LocalRecord } from "../types.js";
import { createProtocol, setFields, voidRecord } from "./edits.js";
import { currentForms } from "./forms.js";

/** Stores how a note's visit was done, under a name. */
export function saveAsProtocol(note: LocalRecord, name: string): Promise<string> {
  const about = {
    name: name.trim(),
    device_product: note.fields.device?.product,
    indication: note.fields.visit?.indication,
  };
  return createProtocol(about, templateOf(note.fields, currentForms()?.copied));
}

/** `protocol`: as displayed. */
export const renameProtocol = (protocol: LocalRecord, name: string) =>
  setFields("protocol", protocol.id, "about", { name: name.trim() }, asShown(protocol, ["about"]));

/** `protocol`: as displayed. */
export const dropProtocol = (protocol: LocalRecord, reason: string) =>
  voidRecord("protocol", protocol.id, reason, protocol);
