// When a treatment ended: observations and follow-ups are timed from then on (domain-2.md 3). Mirrors
// server/domain/treatment_end.py.
import type { Content, Unit, Value } from "../types.js";
import { number, rows } from "./figures.js";
import { STOPPED } from "./given.js";
import { instant } from "./times.js";
import { unitsOf } from "./units.js";
import { laOf, unlabelledCreamsOf } from "./views.js";

const NOT_TREATED = ["deferred", "cancelled", "review"];
const INTO_THE_SKIN = ["intradermal", "subdermal"];
const AFTER_INJECTION = ["T24", "T7d"];
const AFTER_OTHERS = ["T24"];

/**
 * The last of what was given, as it is written: the end of needling, PRP, cream, an injection, the stop. Null while the
 * needling goes on, and where nobody was treated.
 */
export function treatmentEnd(content: Content): string | null {
  const [needling, performed] = [content.needling ?? {}, content.visit?.performed];
  const stopped = performed === STOPPED ? content.visit.stopped_at : null;
  if (NOT_TREATED.includes(performed) || (needlingGoesOn(needling) && stopped == null)) return null;
  const units = (section: string, name: string) => unitsOf(content, section).map((key) => content[key][name]);
  const written = [
    needling.ended_at,
    stopped,
    ...units("prp", "used_at"),
    ...units("numbing", "removed_at"),
    ...[...laOf(content), ...unlabelledCreamsOf(content)].map(({ at }) => at),
  ];
  const times = written.map((text) => ({ text, at: instant(text) ?? Number.NEGATIVE_INFINITY }));
  const last = times.reduce((one, other) => (other.at > one.at ? other : one)); // the first of two equal times stays
  return last.at === Number.NEGATIVE_INFINITY ? null : last.text;
}

const needlingGoesOn = ({ started_at, ended_at }: Unit) => started_at != null && ended_at == null;

/** Minutes of an observation count from the end of needling; without needling, from what was given last. */
export const observedFrom = (content: Content): Value => content.needling?.ended_at ?? treatmentEnd(content);

/** Without needling the day after is enough, and a week after an injection of PRP. */
export function isAskedAt(point: string, content: Content): boolean {
  const { started_at, ended_at } = content.needling ?? {};
  if (started_at != null || ended_at != null) return true;
  const injected = unitsOf(content, "prp").some((key) => isInjected(content[key]));
  return (injected ? AFTER_INJECTION : AFTER_OTHERS).includes(point);
}

const isInjected = (draw: Unit) =>
  (Array.isArray(draw.route) && draw.route.some((one) => INTO_THE_SKIN.includes(one))) ||
  rows(draw, "sites").some(({ ml }) => (number(ml) ?? 0) > 0);
