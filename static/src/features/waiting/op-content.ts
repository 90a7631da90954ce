import type { Content, Op } from "../../types.js";

/** What an op says about its record: the new values of each unit. Empty for a decision, as a signature. */
export function opContent({ kind, unit, patch, fields, changes }: Partial<Op>): Content {
  if (kind === "create") return { ...fields, ...(unit ? { [unit]: patch } : {}) };
  if (kind === "patch" && unit) return { [unit]: patch ?? {} };
  if (kind !== "amend") return {};
  return Object.fromEntries(
    Object.entries((changes ?? {}) as Record<string, { patch: Content[string] }>).map(([name, change]) => [
      name,
      change.patch ?? {},
    ]),
  );
}
