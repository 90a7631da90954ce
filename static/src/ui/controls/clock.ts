// Clocks of the treatment. One tap writes a time, small steps correct it, and the elapsed time is always derived from
// the stored time, so a reload or an empty battery stops no clock.

import { correctedIso, formatDate, formatTime, localIso, shiftedIso, today, wallTime } from "../../lib/dates.js";
import { live } from "../../lib/directives.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import "./elapsed.js";
import type { Unit } from "../../types.js";
import { begun, entered, flushTyping, shownText } from "../forms/typed-text.js";
import { icon } from "../layout/icons.js";
import { type ClockPlan, reachedLabel } from "./clock-plan.js";
import type { ControlOptions } from "./control.js";

/** A button that writes the time together with answers that belong to that moment. */
export interface ClockTogether {
  answers: Unit;
  words: () => string;
  /** What else the button does once the time is written. */
  then?: () => unknown;
}

export interface StopwatchOptions extends ClockPlan {
  words: { name: string; start: string; stop: string; running: string };
  /** The names of the two fields. */
  names: { start: string; end: string };
  /** Tells the clocks of several units apart; empty for the first one. */
  key?: string;
  /** By the name of the field that stores the time. */
  together?: Record<string, ClockTogether>;
  values: Unit;
  disabled?: boolean;
  pickOn?: string | null;
  onChange: (patch: Unit) => unknown;
  /** The planned or the longest time has passed. */
  onReached: () => void;
}

const NO_PLAN: ClockPlan = { planned: null, limit: null };
const SHIFTS = [-5, -1, 1, 5];

function adjust(value: string, { labelledby, onChange }: ControlOptions) {
  const write = (event: Event) => {
    const written = (event.currentTarget as HTMLInputElement).value;
    if (written) onChange(correctedIso(value, written));
  };
  const shift = (minutes: number) => {
    const n = Math.abs(minutes);
    return html`<button type="button" class="chip" aria-label=${minutes < 0 ? t("{n} minutes earlier", { n }) : t("{n} minutes later", { n })}
      @click=${() => onChange(shiftedIso(value, minutes))}>${minutes < 0 ? "−" : "+"}${n}</button>`;
  };
  return html`<div class="clock-adjust" role="group" aria-labelledby=${labelledby ?? nothing}>
    ${SHIFTS.map(shift)}
    <input type="datetime-local" aria-label=${t("Write the time")} .value=${wallTime(value)} @change=${write} />
    <button type="button" class="chip" @click=${() => onChange(null)}>${t("Clear|button")}</button>
  </div>`;
}

function stamp(value: string) {
  const day = value.slice(0, 10);
  return html`<span class="figure">${formatTime(value)}${day === today() ? nothing : html`<small>${formatDate(day)}</small>`}</span>`;
}

/**
 * A time of a visit that is entered afterwards: picked on the day of the visit. The input stays while it is typed in,
 * because each digit is a change of its own.
 */
function picked(value: string | null | undefined, day: string, options: ControlOptions): Template {
  const { id, labelledby, onChange } = options;
  const save = (written: string) => (written ? onChange(localIso(new Date(`${day}T${written}`))) : undefined);
  const held = value ? wallTime(value).slice(11) : "";
  return html`<div class="clock-pick">
    <input type="time" id=${id ?? nothing} aria-labelledby=${labelledby ?? nothing} .value=${live(shownText(id ?? "", held))}
      @focus=${(event: Event) => begun(event, held, save)} @change=${(event: Event) => entered(event, save)} />
    <small>${formatDate(day)}</small>
    ${value ? html`<details class="clock-set"><summary class="clock-change">${t("Correct")}</summary>${adjust(value, options)}</details>` : nothing}
  </div>`;
}

/** One time: a "Now" button while it is empty, then the time with the buttons to correct it. */
export function clock(value: string | null | undefined, options: ControlOptions): Template {
  const { id, labelledby, onChange, disabled, pickOn } = options;
  if (pickOn && !disabled && (!value || wallTime(value).startsWith(pickOn))) return picked(value, pickOn, options);
  if (!value) {
    return html`<button type="button" class="button clock-now" id=${id ?? nothing} aria-describedby=${labelledby ?? nothing} ?disabled=${disabled}
      @click=${() => onChange(localIso())}>${icon("clock")}${t("Now")}</button>`;
  }
  if (disabled) return stamp(value);
  return html`<details class="clock-set">
    <summary id=${id ?? nothing}>${stamp(value)}<span class="clock-change">${t("Correct")}</span></summary>
    ${adjust(value, options)}
  </details>`;
}

/** A pair of times with the elapsed time between them, for cream and for needling. */
export function stopwatch(options: StopwatchOptions): Template {
  const { words, names, together, values, onChange, onReached, disabled, pickOn } = options;
  const idOf = (what: string, name: string) => [what, name, options.key].filter(Boolean).join("-");
  const end = values[names.end];
  const start = pickOn && !end ? null : values[names.start]; // nothing runs of a visit that is over
  const { planned, limit } = pickOn ? NO_PLAN : options;
  const key = (name: string, look: string, word: string, more?: ClockTogether) => {
    const press = () => {
      flushTyping();
      onChange({ [name]: localIso(), ...more?.answers });
      more?.then?.();
    };
    return html`<button type="button" class="button ${look}" ?disabled=${disabled || (name === names.end && !start)} @click=${press}>${word}</button>`;
  };
  const keys = (name: string, word: string) => {
    const more = together?.[name];
    const asked = more && Object.keys(more.answers).every((each) => !values[each]);
    return html`${key(name, "stopwatch-press", word)}${asked ? key(name, "stopwatch-with", more.words(), more) : nothing}`;
  };
  const side = (name: string, word: string) => html`<div class="stopwatch-side">
    <span class="label" id=${idOf("clock", name)}>${word}</span>
    ${values[name] || pickOn ? clock(values[name], { id: idOf("time", name), labelledby: idOf("clock", name), disabled, pickOn, onChange: (value) => onChange({ [name]: value }) }) : keys(name, word)}
  </div>`;
  const state = !start ? "idle" : end ? "done" : "running";
  return html`<section class="stopwatch" data-state=${state} ?data-together=${together} aria-label=${words.name}>
    <p class="stopwatch-figure">
      <np-elapsed class="figure figure--large" role="timer" aria-label=${words.name} start=${start ?? nothing} end=${end ?? nothing} planned=${planned ?? nothing} limit=${limit ?? nothing} @reached=${onReached}></np-elapsed>
      <span class="hint">${state === "running" ? words.running : words.name}${planned ? html` · ${t("planned {n} min", { n: planned })}` : nothing}</span>
      ${reachedLabel({ planned, limit }, start ?? null, "stopwatch-reached")}
    </p>
    <div class="stopwatch-sides">${side(names.start, words.start)}${side(names.end, words.stop)}</div>
  </section>`;
}
