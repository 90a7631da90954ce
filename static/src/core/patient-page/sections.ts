// The parts of the first page in words. Mirrors server/exports/patient_page/sections.py.
import type { Unit } from "../../types.js";
import { apart, figure, fill, type Language, listed, longDate, measure, shortDate, sitesText } from "./language.js";
import type { Depths, Facts, Next, Point } from "./types.js";

const PAIRS = ["temple", "periorbital", "malar", "cheek", "jawline"];
const FACE = [
  "forehead",
  "glabella",
  "nose",
  "upper_lip",
  "chin",
  "neck",
  ...PAIRS.flatMap((stem) => [`${stem}_left`, `${stem}_right`]),
];
const START = 4;
const ROOM = 6;

function span(tongue: Language, { low, high }: Depths): string {
  const [least, most] = [figure(tongue, low ?? 0), figure(tongue, high ?? 0)];
  return least === most ? most : `${least}–${most}`;
}

export const depthRows = (rows: Depths[], tongue: Language) =>
  rows.map((row) => ({
    label: sitesText(tongue, row.sites),
    value: row.level ? `${span(tongue, row)}\u00a0${tongue.words.mm}` : tongue.words.depth_not_recorded,
    level: row.level,
    mm: row.high ?? 0,
  }));

export function faceMapOf(rows: Depths[], tongue: Language) {
  const zones: Record<string, { short: string; level: number }> = {};
  for (const row of rows)
    for (const { key } of row.sites)
      if (FACE.includes(key)) zones[key] = { short: row.level ? span(tongue, row) : "?", level: row.level };
  const said = depthRows(rows, tongue)
    .map(({ label, value }) => `${label} ${value}`)
    .join("; ");
  const { side_l: left, side_r: right, map_alt: alt } = tongue.words;
  return { zones, left, right, alt: fill(alt, { list: said }) };
}

export const putText = (items: Unit[], tongue: Language): { label: string; value: string }[] =>
  items.map((item) => onePut(item, tongue));

function onePut(item: Unit, tongue: Language) {
  const { words } = tongue;
  switch (item.what) {
    case "cream":
      return { label: words.numb, value: creamText(item, tongue) };
    case "shot": {
      const drug = words.drug[item.drug] ?? words.drug.other;
      return {
        label: words.shot,
        value: `${listed(tongue, [drug, item.ml ? measure(tongue, item.ml, "ml") : ""])}.`,
      };
    }
    case "prp":
      return { label: words.prp, value: plasmaText(item, tongue) };
    case "blood":
      return {
        label: words.blood,
        value: item.ml ? fill(words.blood_ml, { a: figure(tongue, item.ml) }) : words.blood_v,
      };
    case "proc":
      return { label: words.proc_head, value: `${words.proc[item.kind] ?? words.proc_head}.` };
    case "serum":
    case "gel":
      return { label: words[item.what], value: apart(tongue, item.name) || words.prp_used };
    default:
      return { label: words.tip, value: words.tip_v };
  }
}

function creamText(item: Unit, tongue: Language): string {
  const { words } = tongue;
  const own = item.product == null || item.product === "other" ? item.name : "";
  const parts = [
    apart(tongue, own || (words.cream[item.product] ?? words.cream.other)),
    item.g ? measure(tongue, item.g, "g") : "",
    item.minutes ? fill(words.minutes_v, { t: item.minutes }) : "",
  ];
  return `${listed(tongue, parts)}.${item.wiped ? ` ${words.wiped}` : ""}`;
}

function plasmaText({ made, into, onto }: Unit, tongue: Language): string {
  const { words } = tongue;
  const found: [string, number | null][] = [
    ["prp_made", made],
    ["prp_in", into],
    ["prp_on", onto],
  ];
  const said = found.flatMap(([name, ml]) => (ml ? fill(words[name], { a: figure(tongue, ml) }) : []));
  return [...said, ...(into || onto ? [] : [words.prp_used])].join(" ");
}

export function leftText(found: Facts["left"], { words }: Language): string | null {
  if (!found) return null;
  const { redness, swelling, pain } = found;
  const said = [
    [0, 1, 2, 3, 4].includes(redness) ? fill(words.red_v, { r: words.red[redness] }) : "",
    [0, 1, 2, 3, 4].includes(swelling) ? fill(words.swell_v, { s: words.swell[swelling] }) : "",
    Number.isInteger(pain) && pain >= 0 && pain <= 10 ? fill(words.pain_v, { p: pain }) : "",
  ].filter(Boolean);
  return said.join(" ") || words.not_recorded;
}

export function lotsText(found: [string, string][], tongue: Language): string {
  const named = found.map(([kind, lot]) => `${tongue.words.lot_of[kind]} ${apart(tongue, lot)}`);
  return named.length ? fill(tongue.words.lots, { list: listed(tongue, named) }) : "";
}

export interface ChartPoint {
  label: string;
  date: string;
  gais: number | null;
  word: string;
  /** What stands where no rating does. */
  state: string;
  shown: boolean;
  done: boolean;
  is_start: boolean;
  hide_date: boolean;
}

export function courseText(points: Point[], score: Facts["score"], tongue: Language) {
  if (!points.length) return null;
  const { words } = tongue;
  const shown = points.map((_point, n) => chartPoint(points, n, tongue));
  return {
    title: words.progress,
    points: shown,
    worst: Math.max(START, ...shown.map(({ gais }) => gais ?? 0)),
    better: words.gais[1],
    same: words.gais[START],
    score: score ? fill(words.score, { a: figure(tongue, score[0]), b: figure(tongue, score[1]) }) : "",
    rated: shown.some(({ gais, is_start }) => gais && !is_start) ? words.rated : "",
    alt: fill(words.progress_alt, { list: shown.map((one) => pointText(one, tongue)).join("; ") }),
  };
}

/** A rating is written where it changes; many visits leave room for their numbers alone. */
function chartPoint(points: Point[], n: number, tongue: Language): ChartPoint {
  const { words } = tongue;
  const point = points[n];
  const crowded = points.length > ROOM;
  const isStart = n === 0 && point.done && point.no === 1;
  const gais = isStart ? START : point.gais;
  const before = points.slice(0, n).map((one, k) => (k === 0 && one.no === 1 ? START : one.gais));
  const name = point.final ? words.final : fill(words.session, { n: point.no });
  const next = points[Math.min(n + 1, points.length - 1)];
  const atEdge = n === 0 || n === points.length - 1 || point.done !== next.done;
  return {
    label: crowded && point.no && !atEdge ? String(point.no) : name,
    date: point.on ? shortDate(tongue, point.on) : "",
    gais: point.done ? gais : null,
    word: isStart ? words.start : gais ? words.gais[gais] : "",
    state: point.done ? words.not_rated : words.planned,
    shown: Boolean(gais) && point.done && (isStart || gais !== (before.findLast(Boolean) ?? null)),
    done: point.done,
    is_start: isStart,
    hide_date: crowded && !atEdge,
  };
}

function pointText({ label, date, word, state, done }: ChartPoint, tongue: Language): string {
  return `${listed(tongue, [label, date])}: ${(done && word) || state}`;
}

export function nextText({ kind, on, weeks }: Next, tongue: Language) {
  const { words } = tongue;
  if (kind === "none") return null;
  if (kind === "done") return { title: words.done, big: "", note: words.done_n };
  if (kind === "book" || !on) return { title: words.next, big: "", note: words.book };
  const after = weeks ? fill(words.weeks_after, { n: weeks }) : "";
  return {
    title: words[kind === "visit" ? "next" : "next_check"],
    big: fill(words.next_v, { date: longDate(tongue, on) }),
    note: [after, words.set_time].filter(Boolean).join(" "),
  };
}

/** Where nothing may be named, that the reason was talked about. */
export function deferredText(found: Facts["deferred"], named: boolean, { words }: Language) {
  if (!found) return null;
  const open = [...(named ? found.private : []), ...found.reasons];
  const reasons = ["pregnant", ...found.reasons].filter((one) => open.includes(one)).map((one) => words.reasons[one]);
  const hidden = found.private.length > 0 && !named;
  const steps = Object.keys(words.steps)
    .filter((one) => open.includes(one))
    .map((one) => words.steps[one]);
  const what = found.cream ? "cream_only" : "nothing";
  return {
    nothing: words[what],
    nothing_v: words[`${what}_v`],
    why: words.deferred_why,
    reasons: [...reasons, ...(hidden || !reasons.length ? [words.reason_talk] : [])],
    next: words.deferred_next,
    steps: steps.length ? steps : [words.step_generic],
  };
}

/** Whom to call. `loud` while the skin heals; later the signs that come late. */
export function callBox({ care }: Facts, phone: string, emergency: string, tongue: Language) {
  const { words } = tongue;
  const loud = care !== null;
  return {
    title: words[loud ? "call" : "call_late"],
    loud,
    plain: words.ask_call,
    phone,
    signs: words[loud ? "signs" : "signs_late"],
    emergency: emergency ? fill(words.emerg, { n: apart(tongue, emergency) }) : words.emerg_any,
    emergency_signs: words.emerg_signs,
    short: words.call_short,
    page: words.call_page,
  };
}
