import { local } from "./local.js";

/** Withdraws an op that was never sent and on which nothing later is based. False: it is too late. */
export function withdrawOp(opId: string): Promise<boolean> {
  return local().write(["outbox"], async ({ outbox }) => {
    const row = await outbox.index("op_id").get(opId);
    if (!row || row.frozen) return false;
    const same = await outbox.index("[type+id]").getAll([row.type, row.id]);
    if (same.some(({ n }) => n > row.n)) return false;
    await outbox.delete(row.n);
    return true;
  });
}
