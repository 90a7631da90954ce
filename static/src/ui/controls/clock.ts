// @ts-nocheck
// Clocks of the treatment. A time is written by one tap, corrected by small steps, and the running figure is always derived
// from the stored time, so a reload or a dead battery stops no clock.

import { formatDate, formatTime, localIso, today } from "../../lib/dates.js";
import { html, nothing } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import "./elapsed.js";
import { flushTyping } from "../forms/typed-text.js";
import { icon } from "../layout/icons.js";

const SHIFTS = [-5, -1, 1, 5];

/** What stands beside a figure once it has reached its planned time, or the longest one. */
export const reachedWords = ({ planned, limit }, look) => html`
  ${planned ? html`<span class=${look} data-stage="planned" role="status">${icon("warn", 20)}<span>${t("Planned time reached")}</span></span>` : nothing}
  ${limit ? html`<span class=${look} data-stage="limit" role="alert">${icon("block", 20)}<span>${t("Longest time of {n} min reached", { n: limit })}</span></span>` : nothing}`;

const shifted = (value, minutes) => localIso(new Date(Date.parse(value) + minutes * 60_000));

function adjust(value, labelledby, onChange) {
  const write = ({ target }) => target.value && onChange(localIso(new Date(target.value)));
  const shift = (minutes) => {
    const n = Math.abs(minutes);
    return html`<button type="button" class="chip" aria-label=${minutes < 0 ? t("{n} minutes earlier", { n }) : t("{n} minutes later", { n })}
      @click=${() => onChange(shifted(value, minutes))}>${minutes < 0 ? "−" : "+"}${n}</button>`;
  };
  return html`<div class="clock-adjust" role="group" aria-labelledby=${labelledby}>
    ${SHIFTS.map(shift)}
    <input type="datetime-local" aria-label=${t("Write the time")} .value=${value.slice(0, 16)} @change=${write} />
    <button type="button" class="chip" @click=${() => onChange(null)}>${t("Clear")}</button>
  </div>`;
}

function stamp(value) {
  const day = value.slice(0, 10);
  return html`<span class="figure">${formatTime(value)}${day === today() ? nothing : html`<small>${formatDate(day)}</small>`}</span>`;
}

/** One time: a "Now" button while it is empty, the time and the ways to correct it afterwards. */
export function clock(value, { id, labelledby, onChange, disabled }) {
  if (!value) {
    return html`<button type="button" class="button clock-now" id=${id} aria-describedby=${labelledby} ?disabled=${disabled}
      @click=${() => onChange(localIso())}>${icon("clock")}${t("Now")}</button>`;
  }
  if (disabled) return stamp(value);
  return html`<details class="clock-set">
    <summary id=${id}>${stamp(value)}<span class="clock-change">${t("Correct")}</span></summary>
    ${adjust(value, labelledby, onChange)}
  </details>`;
}

/**
 * A pair of times with the running figure between them, for cream and for needling.
 * words: {name, start, stop, running}; field names: {start, end}; values; planned minutes or null, and the longest; onChange(patch);
 * onReached() when either has passed.
 * together: {name: {answers, words}} for a key that writes the time and answers what belongs to that moment.
 */
export function stopwatch({ words, names, together, values, planned, limit, onChange, onReached, disabled }) {
  const start = values[names.start];
  const end = values[names.end];
  const key = (name, look, word, answers) => {
    const press = () => {
      flushTyping();
      onChange({ [name]: localIso(), ...answers });
    };
    return html`<button type="button" class="button ${look}" ?disabled=${disabled || (name === names.end && !start)} @click=${press}>${word}</button>`;
  };
  const keys = (name, word) => {
    const { answers, words: more } = together?.[name] ?? {};
    const asked = answers && Object.keys(answers).every((each) => !values[each]);
    return html`${key(name, "stopwatch-press", word)}${asked ? key(name, "stopwatch-with", more(), answers) : nothing}`;
  };
  const side = (name, word) => html`<div class="stopwatch-side">
    <span class="label" id="clock-${name}">${word}</span>
    ${values[name] ? clock(values[name], { id: `time-${name}`, labelledby: `clock-${name}`, disabled, onChange: (value) => onChange({ [name]: value }) }) : keys(name, word)}
  </div>`;
  const state = !start ? "idle" : end ? "done" : "running";
  return html`<section class="stopwatch" data-state=${state} ?data-together=${together} aria-label=${words.name}>
    <p class="stopwatch-figure">
      <np-elapsed class="figure figure--large" role="timer" start=${start ?? nothing} end=${end ?? nothing} planned=${planned ?? nothing} limit=${limit ?? nothing} @reached=${onReached}></np-elapsed>
      <span class="hint">${state === "running" ? words.running : words.name}${planned ? html` · ${t("planned {n} min", { n: planned })}` : nothing}</span>
      ${reachedWords({ planned, limit }, "stopwatch-reached")}
    </p>
    <div class="stopwatch-sides">${side(names.start, words.start)}${side(names.end, words.stop)}</div>
  </section>`;
}
