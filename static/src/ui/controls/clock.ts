// Clocks of the treatment. One tap writes a time, small steps correct it, and the elapsed time is always derived from
// the stored time, so a reload or an empty battery stops no clock.

import { correctedIso, formatDate, formatTime, localIso, shiftedIso, today, wallTime } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import "./elapsed.js";
import type { Unit } from "../../types.js";
import { flushTyping } from "../forms/typed-text.js";
import { icon } from "../layout/icons.js";
import type { ControlOptions } from "./control.js";

/** Minutes of a running clock; null where none are planned or no limit is known. */
export interface ClockPlan {
  planned: number | null;
  limit: number | null;
}

/** A button that writes the time together with answers that belong to that moment. */
export interface ClockTogether {
  answers: Unit;
  words: () => string;
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
  onChange: (patch: Unit) => unknown;
  /** The planned or the longest time has passed. */
  onReached: () => void;
}

const SHIFTS = [-5, -1, 1, 5];

/**
 * Shown beside the elapsed time once it has reached the planned or the longest time. `look` is the class of the
 * sentence.
 */
export const reachedLabel = ({ planned, limit }: ClockPlan, look: string): Template => html`
  ${planned ? html`<span class=${look} data-stage="planned" role="status">${icon("warn", 20)}<span>${t("Planned time reached")}</span></span>` : nothing}
  ${limit ? html`<span class=${look} data-stage="limit" role="alert">${icon("block", 20)}<span>${t("Longest time of {n} min reached", { n: limit })}</span></span>` : nothing}`;

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
    <button type="button" class="chip" @click=${() => onChange(null)}>${t("Clear")}</button>
  </div>`;
}

function stamp(value: string) {
  const day = value.slice(0, 10);
  return html`<span class="figure">${formatTime(value)}${day === today() ? nothing : html`<small>${formatDate(day)}</small>`}</span>`;
}

/** One time: a "Now" button while it is empty, then the time with the buttons to correct it. */
export function clock(value: string | null | undefined, options: ControlOptions): Template {
  const { id, labelledby, onChange, disabled } = options;
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
  const { words, names, together, values, planned, limit, onChange, onReached, disabled } = options;
  const idOf = (what: string, name: string) => [what, name, options.key].filter(Boolean).join("-");
  const start = values[names.start];
  const end = values[names.end];
  const key = (name: string, look: string, word: string, answers?: Unit) => {
    const press = () => {
      flushTyping();
      onChange({ [name]: localIso(), ...answers });
    };
    return html`<button type="button" class="button ${look}" ?disabled=${disabled || (name === names.end && !start)} @click=${press}>${word}</button>`;
  };
  const keys = (name: string, word: string) => {
    const more = together?.[name];
    const asked = more && Object.keys(more.answers).every((each) => !values[each]);
    return html`${key(name, "stopwatch-press", word)}${asked ? key(name, "stopwatch-with", more.words(), more.answers) : nothing}`;
  };
  const side = (name: string, word: string) => html`<div class="stopwatch-side">
    <span class="label" id=${idOf("clock", name)}>${word}</span>
    ${values[name] ? clock(values[name], { id: idOf("time", name), labelledby: idOf("clock", name), disabled, onChange: (value) => onChange({ [name]: value }) }) : keys(name, word)}
  </div>`;
  const state = !start ? "idle" : end ? "done" : "running";
  return html`<section class="stopwatch" data-state=${state} ?data-together=${together} aria-label=${words.name}>
    <p class="stopwatch-figure">
      <np-elapsed class="figure figure--large" role="timer" start=${start ?? nothing} end=${end ?? nothing} planned=${planned ?? nothing} limit=${limit ?? nothing} @reached=${onReached}></np-elapsed>
      <span class="hint">${state === "running" ? words.running : words.name}${planned ? html` · ${t("planned {n} min", { n: planned })}` : nothing}</span>
      ${reachedLabel({ planned, limit }, "stopwatch-reached")}
    </p>
    <div class="stopwatch-sides">${side(names.start, words.start)}${side(names.end, words.stop)}</div>
  </section>`;
}
