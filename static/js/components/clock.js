// Clocks of the treatment. A time is written by one tap, corrected by small steps, and the running figure is always derived
// from the stored time, so a reload or a dead battery stops no clock.
import { html, nothing } from "../lib/dom.js";
import { formatDate, formatTime, localIso, today } from "../lib/dates.js";
import { t } from "../lib/i18n.js";
import "./elapsed.js";
import { flushTyping } from "./typing.js";
import { icon } from "./icons.js";

const SHIFTS = [-5, -1, 1, 5];

const shifted = (value, minutes) => localIso(new Date(Date.parse(value) + minutes * 60_000));
const localInput = (value) => value.slice(0, 16);

function adjust(value, { id, onChange, labelledby }) {
  const write = (event) => event.target.value && onChange(localIso(new Date(event.target.value)));
  return html`<div class="clock-adjust" role="group" aria-labelledby=${labelledby ?? nothing}>
    ${SHIFTS.map(
      (minutes) => html`<button
        type="button"
        class="chip"
        aria-label=${minutes < 0 ? t("{n} minutes earlier", { n: -minutes }) : t("{n} minutes later", { n: minutes })}
        @click=${() => onChange(shifted(value, minutes))}
      >${minutes < 0 ? `−${-minutes}` : `+${minutes}`}</button>`,
    )}
    <input id=${id ?? nothing} type="datetime-local" aria-label=${t("Write the time")} .value=${localInput(value)} @change=${write} />
    <button type="button" class="chip" @click=${() => onChange(null)}>${t("Clear")}</button>
  </div>`;
}

function stamp(value) {
  const day = value.slice(0, 10);
  return html`<span class="figure">${formatTime(value)}${day === today() ? nothing : html`<small>${formatDate(day)}</small>`}</span>`;
}

/** One time: a "Now" button while it is empty, the time and the ways to correct it afterwards. */
export function clock(value, { id, labelledby, onChange, disabled, now = () => t("Now") }) {
  if (!value) {
    return html`<button type="button" class="button clock-now" id=${id ?? nothing} aria-describedby=${labelledby ?? nothing} ?disabled=${disabled}
      @click=${() => onChange(localIso(new Date()))}>${icon("clock")}${now()}</button>`;
  }
  if (disabled) return stamp(value);
  return html`<details class="clock-set">
    <summary id=${id ?? nothing}>${stamp(value)}<span class="clock-change">${t("Correct")}</span></summary>
    ${adjust(value, { onChange, labelledby })}
  </details>`;
}

/**
 * A pair of times with the running figure between them, for cream and for needling.
 * words: {name, start, stop, running}; field names: {start, end}; values; planned minutes or null; onChange(patch).
 * together: {name: {answers, words}} for a key that writes the time and answers what belongs to that moment.
 */
export function stopwatch({ words, names, together = {}, values, planned, onChange, disabled }) {
  const start = values[names.start];
  const end = values[names.end];
  const press = (name, answers = {}) => {
    flushTyping();
    onChange({ [name]: localIso(new Date()), ...answers });
  };
  const withAnswers = (name) => {
    const more = together[name];
    const asked = more && Object.keys(more.answers).every((each) => !values[each]);
    return asked ? html`<button type="button" class="button stopwatch-with" ?disabled=${disabled || (name === names.end && !start)} @click=${() => press(name, more.answers)}>${more.words()}</button>` : nothing;
  };
  const side = (name, word) => html`<div class="stopwatch-side">
    <span class="label" id="clock-${name}">${word}</span>
    ${values[name]
      ? clock(values[name], { id: `time-${name}`, labelledby: `clock-${name}`, disabled, onChange: (value) => onChange({ [name]: value }) })
      : html`<button type="button" class="button stopwatch-press" ?disabled=${disabled || (name === names.end && !start)} @click=${() => press(name)}>${word}</button>${withAnswers(name)}`}
  </div>`;
  const state = !start ? "idle" : end ? "done" : "running";
  return html`<section class="stopwatch" data-state=${state} data-together=${Object.keys(together).length ? "" : nothing} aria-label=${words.name}>
    <p class="stopwatch-figure">
      <np-elapsed class="figure figure--large" role="timer" start=${start ?? nothing} end=${end ?? nothing} planned=${planned ?? nothing}></np-elapsed>
      <span class="hint">${state === "running" ? words.running : words.name}${planned ? html` · ${t("planned {n} min", { n: planned })}` : nothing}</span>
      <span class="stopwatch-reached" role="status">${icon("check", 20)}${t("Planned time reached")}</span>
    </p>
    <div class="stopwatch-sides">${side(names.start, words.start)}${side(names.end, words.stop)}</div>
  </section>`;
}
