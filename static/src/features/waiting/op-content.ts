import type { Content, Op, Unit } from "../../types.js";

/** A change of one unit, and the value its author saw when they made it. */
export type UnitEdit = { base: Unit; patch: Unit };

/** What an op writes, unit by unit. Empty for a decision, as a signature. */
export function opEdits({ kind, unit, base, patch, fields, changes }: Partial<Op>): Record<string, UnitEdit> {
  if (kind === "patch" && unit) return { [unit]: { base: base ?? {}, patch: patch ?? {} } };
  if (kind === "create")
    return editsOf(Object.entries((fields ?? {}) as Content).map(([name, value]) => [name, { patch: value }]));
  return kind === "amend" ? editsOf(Object.entries((changes ?? {}) as Record<string, Partial<UnitEdit>>)) : {};
}

const editsOf = (changes: [string, Partial<UnitEdit>][]) =>
  Object.fromEntries(changes.map(([unit, { base = {}, patch = {} }]) => [unit, { base, patch }]));

/** The new values of each unit. */
export const opContent = (op: Partial<Op>): Content =>
  Object.fromEntries(Object.entries(opEdits(op)).map(([unit, { patch }]) => [unit, patch]));
