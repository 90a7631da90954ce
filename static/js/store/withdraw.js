import { local } from "./local.js";

/**
 * Takes back an op that has not been on the wire and on which nothing later was built. False: it is too late.
 * @param {string} opId @returns {Promise<boolean>}
 */
export function withdrawOp(opId) {
  return local().write(["outbox"], async (db) => {
    const row = await db.outbox.get({ op_id: opId });
    if (!row || row.frozen) return false;
    const later = await db.outbox
      .where("[type+id]")
      .equals([row.type, row.id])
      .and((/** @type {OpRow} */ each) => each.n > row.n)
      .count();
    if (later) return false;
    await db.outbox.delete(row.n);
    return true;
  });
}
