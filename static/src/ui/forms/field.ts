// @ts-nocheck
// One field of the catalogue, whatever its kind: its label, the control, the saved mark, and what the rules say about it.
import { isEmpty } from "../../core/figures.js";
import { firstDay, formatDate, today } from "../../lib/dates.js";
import { live, repeat } from "../../lib/directives.js";
import { html, nothing } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { withUnit } from "../../lib/numbers.js";
import type { Field } from "../../types.js";
import { chips } from "../controls/chips.js";
import { clock } from "../controls/clock.js";
import { openKeypad } from "../controls/keypad.js";
import { rows } from "../controls/rows.js";
import { nrs, scale } from "../controls/scale.js";
import { stepper } from "../controls/stepper.js";
import { segments } from "../controls/tri.js";
import { icon } from "../layout/icons.js";
import { findingTemplate } from "./finding.js";
import { begun, cameMeanwhile, entered, shownText, typed } from "./typed-text.js";

export { isEmpty };

const MANY = 12;

export const fieldId = (unit: string, name: string) => `f-${unit}-${name}`;
/** Content drawn one after the other; none inherits the box of another, nor what stands in it. */
export const fieldList = (fields: Field[], unit: string, draw: (field: Field) => unknown) =>
  repeat(fields, ({ name }) => fieldId(unit, name), draw);

function select(field, value, { id, onChange, disabled }) {
  return html`<select id=${id} ?disabled=${disabled} .value=${value ?? ""} @change=${(event) => onChange(event.target.value || null)}>
    <option value="" ?selected=${isEmpty(value)}>${t("Not chosen")}</option>
    ${field.choices.map((choice) => html`<option value=${choice.value} ?selected=${choice.value === value}>${choice.label}</option>`)}
  </select>`;
}

function choice(field, value, options) {
  if (field.choices.length > MANY) return select(field, value, options);
  return chips({ choices: field.choices, value, ...options });
}

const choices = (field, value, options) =>
  chips({ choices: field.choices, value, multiple: true, exclusive: field.exclusive, ...options });

function text(field, value, options) {
  const { id, describedby, onChange, disabled } = options;
  const save = (answer) => onChange(answer.trim() === "" ? null : answer);
  const offered = disabled || value ? [] : (field.usual ?? []);
  return html`<input id=${id} type="text" autocomplete="off" aria-describedby=${describedby ?? nothing} ?disabled=${disabled}
      .value=${live(shownText(id, value))} @focus=${(event) => begun(event, value, save)} @input=${(event) => typed(event, save)} @change=${(event) => typed(event, save)} />
    ${offered.length ? html`<div class="cluster">${offered.map((each) => html`<button type="button" class="chip" @click=${() => onChange(each)}>${each}</button>`)}</div>` : nothing}`;
}

/** Browsers that do not size a text box by its content are given about as many rows as the text has. */
const rowsFor = (words) =>
  Math.min(24, 2 + (words ?? "").split("\n").reduce((sum, line) => sum + 1 + Math.floor(line.length / 70), 0));

function longtext(_field, value, { id, describedby, onChange, disabled }) {
  const save = (answer) => onChange(answer.trim() === "" ? null : answer);
  return html`<textarea id=${id} rows=${rowsFor(value)} aria-describedby=${describedby ?? nothing} ?disabled=${disabled} .value=${live(shownText(id, value))}
    @focus=${(event) => begun(event, value, save)} @input=${(event) => typed(event, save)}></textarea>`;
}

const isPossible = ({ validity }) => !validity.rangeUnderflow && !validity.rangeOverflow;

/** What cannot be a day is asked again, not taken: a year that is still being typed has fewer than four digits. */
function date(field, value, { id, describedby, onChange, disabled, oldest }) {
  const [min, max] = [firstDay(oldest), field.name === "birth_date" ? today() : undefined];
  const words = max
    ? t("A day from {first} to {last}, the year with four digits.", { first: formatDate(min), last: formatDate(max) })
    : t("Not before {first}; the year has four digits.", { first: formatDate(min) });
  return html`<div class="field-date">
    <input id=${id} type="date" min=${min} max=${max ?? nothing} aria-describedby=${describedby ?? nothing} ?disabled=${disabled} .value=${live(shownText(id, value))}
      @focus=${(event) => begun(event, value, onChange)} @change=${(event) => isPossible(event.target) && entered(event, onChange)} />
    <p class="problem field-range" role="status">${icon("block", 20)}<span>${words}</span></p>
    ${disabled || value ? nothing : html`<button type="button" class="chip" @click=${() => onChange(today())}>${t("Today")}</button>`}
  </div>`;
}

function person(field, value, options) {
  const people = (options.people ?? []).map(({ id, name }) => ({ value: id, label: name }));
  if (value && !people.some((each) => each.value === value)) people.push({ value, label: t("A colleague") });
  return choice({ ...field, choices: people }, value, options);
}

function numbers(field, value, options) {
  const held = value ?? [];
  const add = async () => {
    const answer = await openKeypad({ ...field, value: null, about: options.about });
    if (typeof answer === "number" && !held.includes(answer)) options.onChange([...held, answer].sort((a, b) => a - b));
  };
  const offered = [...new Set([...(field.usual ?? []), ...held])].sort((a, b) => a - b);
  return html`<div class="cluster">
    ${chips({ ...options, choices: offered.map((each) => ({ value: each, label: withUnit(each, field.unit) })), value: held, multiple: true })}
    ${options.disabled ? nothing : html`<button type="button" class="chip" id=${options.id} @click=${add}>${icon("plus", 20)}${t("Other value")}</button>`}
  </div>`;
}

const CONTROLS = {
  text,
  longtext,
  choice,
  choices,
  date,
  person,
  numbers,
  int: stepper,
  decimal: stepper,
  tri: (_field, value, options) => segments(value, options),
  bool: (_field, value, options) => segments(value, { ...options, bool: true }),
  scale: (field, value, options) => scale(field.choices, value, { ...options, picture: field.name }),
  nrs: (_field, value, options) => nrs(value, { ...options, low: t("no pain"), high: t("worst pain") }),
  datetime: (_field, value, options) => clock(value, options),
  rows: (field, value, options) =>
    rows(field, value, {
      ...options,
      cell: (sub, answer, more) =>
        fieldTemplate(sub, answer, { ...more, people: options.people, about: options.about }),
    }),
};

const OWN_INPUT = new Set(["text", "longtext", "date"]);

/** Said where a value came from elsewhere while another was being entered: `text` is what came, null when it is not known. */
function movedWords(text) {
  if (!text)
    return t(
      "This was changed on another tablet meanwhile. Both values are kept, and one of them is chosen afterwards.",
    );
  return t(
    "Written on another tablet meanwhile: “{text}”. Both texts are kept, and one of them is chosen afterwards.",
    { text },
  );
}

const movedNote = (text) =>
  html`<p class="hint moved" role="status">${icon("reason", 20)}<span>${movedWords(text)}</span></p>`;

/** "saving", "saved", "failed", or "moved" (saved, over another value): said beside the field just touched, nowhere else. Its place is kept, so nothing jumps. */
export function savedMark(state) {
  const words = { saving: t("saving"), saved: t("saved"), failed: t("not saved") };
  const said = state === "moved" ? "saved" : state;
  return html`<span class="saved" data-state=${said ?? nothing} role="status">${said === "saved" ? icon("check", 16) : nothing}${words[said] ?? nothing}</span>`;
}

/** The key that says that what was copied holds today. */
export const confirmKey = (words, press) =>
  html`<button type="button" class="chip carried-key" data-provisional @click=${press}>${icon("check", 20)}${words}</button>`;

/** A copied value is offered, not entered: one key says that it holds today, touching it says what holds instead. */
function provenance(label, { state, from, onConfirm }) {
  if (state === "confirmed") return html`<span class="carried-from">${from}</span>`;
  return confirmKey(html`${t("Confirm")}<span class="visually-hidden"> ${label}, ${from}</span>`, onConfirm);
}

/** Values that cannot be and what the rules found, said beside the field; a draft keeps them, a signature does not. */
export const remarks = (problems, findings, options) => [
  ...problems.map((words) => html`<p class="problem">${icon("block", 20)}<span>${words}</span></p>`),
  ...[...findings].map((finding) => findingTemplate(finding, options)),
];

/**
 * options: {unit, id, onChange(value|null), findings, findingOptions, problems, saved, disabled, needed, people, carried, about,
 * oldest: nobody is older than that many years}.
 * `saved` is one of the words of savedMark. `needed` says that the signature waits for this field. `carried` is
 * {state "open"|"confirmed", from, onConfirm} for a value that was copied from another visit. `about`: the patient's name.
 */
export function fieldTemplate(field, value, options) {
  const id = options.id ?? fieldId(options.unit ?? "x", field.name);
  const labelId = `${id}-label`;
  const hintId = field.help ? `${id}-hint` : undefined;
  const long = field.kind === "choice" && field.choices.length > MANY;
  const word = html`${options.needed ? html`<span class="need" aria-hidden="true"></span>` : nothing}${field.label}
    ${options.needed ? html`<span class="visually-hidden">${t("needed to sign")}</span>` : nothing}`;
  if (!CONTROLS[field.kind]) return nothing;
  const meanwhile = OWN_INPUT.has(field.kind) ? cameMeanwhile(id, value) : null;
  const control = CONTROLS[field.kind](field, value, { ...options, id, labelledby: labelId, describedby: hintId });
  return html`<div class="field" data-kind=${field.kind} data-usual=${field.usual?.length && !OWN_INPUT.has(field.kind) ? "" : nothing} data-needed=${options.needed ? "" : nothing} data-carried=${options.carried?.state ?? nothing} id="${id}-field">
    <div class="field-head">
      ${OWN_INPUT.has(field.kind) || long ? html`<label class="label" id=${labelId} for=${id}>${word}</label>` : html`<span class="label" id=${labelId}>${word}</span>`}
      ${options.carried ? provenance(field.label, options.carried) : nothing}
      ${savedMark(options.saved)}
    </div>
    <div class="field-control">${control}</div>
    ${meanwhile !== null || options.saved === "moved" ? movedNote(meanwhile) : nothing}
    ${field.help ? html`<p class="hint" id=${hintId}>${field.help}</p>` : nothing}
    ${remarks(options.problems ?? [], options.findings ?? [], { disabled: options.disabled, content: {}, ...options.findingOptions })}
  </div>`;
}
