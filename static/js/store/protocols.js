// Named templates of the clinic: how a visit is done here, without what belonged to one visit or one patient.

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

/** @param {string} id @param {string} name */
export const renameProtocol = (id, name) => setFields("protocol", id, "about", { name: name.trim() });

/** @param {string} id @param {string} reason */
export const dropProtocol = (id, reason) => voidRecord("protocol", id, reason);
