// Named templates of the clinic: how a visit is done here, without what belonged to one visit or one patient.

import { asShown } from "../core/merge.js";
import { templateOf } from "../core/protocols.js";
import { createProtocol, setFields, voidRecord } from "./edits.js";
import { currentForms } from "./forms.js";

/** Keeps what a note says of how it was done, under a name. @param {LocalRecord} note @param {string} name @returns {Promise<string>} */
export function saveAsProtocol(note, name) {
  const about = {
    name: name.trim(),
    device_product: note.fields.device?.product,
    indication: note.fields.visit?.indication,
  };
  return createProtocol(about, templateOf(note.fields, currentForms().copied));
}

/** @param {LocalRecord} protocol as it is shown @param {string} name */
export const renameProtocol = (protocol, name) =>
  setFields("protocol", protocol.id, "about", { name: name.trim() }, asShown(protocol, ["about"]));

/** @param {LocalRecord} protocol as it is shown @param {string} reason */
export const dropProtocol = (protocol, reason) => voidRecord("protocol", protocol.id, reason, protocol);
