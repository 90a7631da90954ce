// Named protocols of the clinic: how a visit is done here, without what belonged to one visit or one patient.

import type { Shown } from "../core/merge.js";
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

/** `shown`: what the person saw of the protocol when they began. */
export const renameProtocol = (id: string, name: string, shown: Shown) =>
  setFields("protocol", id, "about", { name: name.trim() }, shown);

/** `protocol`: as displayed. */
export const dropProtocol = (protocol: LocalRecord, reason: string) =>
  voidRecord("protocol", protocol.id, reason, protocol);
