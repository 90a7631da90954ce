// One field of the catalogue of any kind: its label, the control, the saved mark, and the findings about it.

import { cardsOf } from "../../core/cards.js";
import { isEmpty } from "../../core/figures.js";
import { firstDay, formatDate, today } from "../../lib/dates.js";
import { live, repeat } from "../../lib/directives.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { withUnit } from "../../lib/numbers.js";
import type { Field, Finding, Person, Value } from "../../types.js";
import { chips } from "../controls/chips.js";
import { clock } from "../controls/clock.js";
import type { ControlOptions } from "../controls/control.js";
import { openKeypad } from "../controls/keypad.js";
import { rows } from "../controls/rows.js";
import { nrs, scale } from "../controls/scale.js";
import { searchList } from "../controls/search-list.js";
import { stepper } from "../controls/stepper.js";
import { textLimit } from "../controls/text-limit.js";
import { segments } from "../controls/tri.js";
import { icon } from "../layout/icons.js";
import type { SavedState } from "./autosave.js";
import { cardTemplate, type FindingOptions } from "./finding.js";
import { inputHints } from "./input-hints.js";
import { begun, cameMeanwhile, entered, shownText, typed } from "./typed-text.js";

export { isEmpty };

/** A value that was copied from another visit. */
export interface CopiedMark {
  state: "open" | "confirmed";
  /** The source of the copied value, as text. */
  from: string;
  onConfirm: () => unknown;
}

export interface FieldOptions extends Pick<ControlOptions, "id" | "disabled" | "about" | "pickOn" | "onChange"> {
  /** Creates the id of the field, where none is given. */
  unit?: string;
  findings?: Iterable<Finding>;
  findingOptions?: FindingOptions;
  /** The error message for the value. */
  problems?: string[];
  saved?: SavedState | null;
  /** The field blocks the signature. */
  needed?: boolean;
  /** The people a field can name. */
  people?: Person[];
  carried?: CopiedMark;
  /** The maximum age in years. */
  oldest?: number;
  /** When and by whom a time was entered afterwards, as text. */
  late?: string | null;
  /** For a list of rows (ui/controls/rows.ts). */
  begun?: Set<string>;
  redraw?: () => void;
}

/** What the control inside a field is given. */
interface InnerOptions extends FieldOptions {
  id: string;
  labelledby: string;
  describedby: string | undefined;
}

type Control = (field: Field, value: Value, options: InnerOptions) => Template;

/** A choice with more answers than this is a drop-down list. */
const MANY = 12;
/** More than this are not all drawn as buttons, only the first AT_HAND. */
const LONG = 40;
const AT_HAND = 16;

export const fieldId = (unit: string, name: string) => `f-${unit}-${name}`;
/** Contents drawn in turn, keyed: none reuses the input of another, or the text in it. */
export const fieldList = (fields: Field[], unit: string, draw: (field: Field) => unknown) =>
  repeat(fields, ({ name }) => fieldId(unit, name), draw);

const valueIn = (event: Event) => (event.currentTarget as HTMLInputElement | HTMLSelectElement).value;

function select(field: Field, value: Value, { id, onChange, disabled }: InnerOptions): Template {
  return html`<select id=${id} ?disabled=${disabled} .value=${value ?? ""} @change=${(event: Event) => onChange(valueIn(event) || null)}>
    <option value="" ?selected=${isEmpty(value)}>${t("Not chosen")}</option>
    ${field.choices.map((choice) => html`<option value=${choice.value} ?selected=${choice.value === value}>${choice.label}</option>`)}
  </select>`;
}

function choice(field: Field, value: Value, options: InnerOptions): Template {
  if (field.choices.length > MANY) return select(field, value, options);
  return chips({ choices: field.choices, value, ...options });
}

const choices: Control = (field, value, options) =>
  field.choices.length > LONG
    ? longChoices(field, value, options)
    : chips({ choices: field.choices, value, multiple: true, exclusive: field.exclusive, ...options });

/** The first ones and the chosen ones as buttons, all others by search. */
function longChoices(field: Field, value: Value, options: InnerOptions): Template {
  const chosen: Value[] = Array.isArray(value) ? value : [];
  const offered = field.choices.filter((each, at) => at < AT_HAND || chosen.includes(each.value));
  const entries = field.choices
    .filter((each) => !offered.includes(each))
    .map((each) => ({ value: String(each.value), label: each.label }));
  const onPick = (picked: string) => options.onChange([...chosen, picked]);
  return html`${chips({ choices: offered, value, multiple: true, ...options })}
    ${options.disabled ? nothing : searchList({ id: options.id, label: t("More sites"), entries, onPick })}`;
}

/** Stores typed text; blank text is no value. */
const keeping =
  ({ onChange }: InnerOptions) =>
  (answer: string) =>
    onChange(answer.trim() === "" ? null : answer);

function text(field: Field, value: Value, options: InnerOptions): Template {
  const { id, describedby, onChange, disabled } = options;
  const save = keeping(options);
  const offered: string[] = disabled || value ? [] : (field.usual ?? []);
  const { type, inputmode, autocapitalize, autocorrect, spellcheck } = inputHints(field.name);
  return html`<input id=${id} type=${type} autocomplete="off" inputmode=${inputmode ?? nothing} autocapitalize=${autocapitalize ?? nothing} autocorrect=${autocorrect ?? nothing} spellcheck=${spellcheck ?? nothing} aria-describedby=${describedby ?? nothing} ?disabled=${disabled} maxlength=${field.longest ?? nothing}
      .value=${live(shownText(id, value))} @focus=${(event: Event) => begun(event, value, save)} @input=${(event: Event) => typed(event, save)} @change=${(event: Event) => typed(event, save)} />
    ${textLimit(shownText(id, value), field.longest)}
    ${offered.length ? html`<div class="cluster">${offered.map((each) => html`<button type="button" class="chip" @click=${() => onChange(each)}>${each}</button>`)}</div>` : nothing}`;
}

/** Browsers that do not size a text box by its content get about as many rows as the text has. */
const rowsFor = (words: string | null | undefined) =>
  Math.min(24, 2 + (words ?? "").split("\n").reduce((sum, line) => sum + 1 + Math.floor(line.length / 70), 0));

function longtext(field: Field, value: Value, options: InnerOptions): Template {
  const { id, describedby, disabled } = options;
  const save = keeping(options);
  return html`<textarea id=${id} rows=${rowsFor(value)} maxlength=${field.longest ?? nothing} aria-describedby=${describedby ?? nothing} ?disabled=${disabled} .value=${live(shownText(id, value))}
    @focus=${(event: Event) => begun(event, value, save)} @input=${(event: Event) => typed(event, save)}></textarea>
    ${textLimit(shownText(id, value), field.longest)}`;
}

/** Dates for which today is no answer to offer. */
const NEVER_TODAY = /^birth_date$|(^|_)expiry$/;

function isPossible(event: Event) {
  const { validity } = event.currentTarget as HTMLInputElement;
  return !validity.rangeUnderflow && !validity.rangeOverflow;
}

/**
 * A date out of range is not stored and the field shows a message: a year that is still being typed has fewer than four
 * digits.
 */
function date(field: Field, value: Value, options: InnerOptions): Template {
  const { id, describedby, onChange, disabled, oldest, pickOn } = options;
  const save = (day: string) => onChange(day || null);
  const [min, max] = [firstDay(oldest), field.name === "birth_date" ? today() : undefined];
  const words = max
    ? t("A day from {first} to {last}, the year with four digits.", { first: formatDate(min), last: formatDate(max) })
    : t("Not before {first}; the year has four digits.", { first: formatDate(min) });
  return html`<div class="field-date">
    <input id=${id} type="date" min=${min} max=${max ?? nothing} aria-describedby=${describedby ?? nothing} ?disabled=${disabled} .value=${live(shownText(id, value))}
      @focus=${(event: Event) => begun(event, value, save)} @change=${(event: Event) => isPossible(event) && entered(event, save)} />
    <p class="problem field-range" role="status">${icon("block", 20)}<span>${words}</span></p>
    ${disabled || value || NEVER_TODAY.test(field.name) ? nothing : html`<button type="button" class="chip" @click=${() => onChange(pickOn ?? today())}>${pickOn ? t("Day of the visit") : t("Today")}</button>`}
  </div>`;
}

function person(field: Field, value: Value, options: InnerOptions): Template {
  const people = (options.people ?? []).map(({ id, name }) => ({ value: id, label: name }));
  if (value && !people.some((each) => each.value === value)) people.push({ value, label: t("A colleague") });
  return choice({ ...field, choices: people }, value, options);
}

function numbers(field: Field, value: Value, options: InnerOptions): Template {
  const held: number[] = value ?? [];
  const add = async () => {
    const answer = await openKeypad({ ...field, value: null, about: options.about });
    if (typeof answer === "number" && !held.includes(answer)) options.onChange([...held, answer].sort((a, b) => a - b));
  };
  const offered: number[] = [...new Set([...(field.usual ?? []), ...held])].sort((a, b) => a - b);
  return html`<div class="cluster">
    ${chips({ ...options, choices: offered.map((each) => ({ value: each, label: withUnit(each, field.unit) })), value: held, multiple: true })}
    ${options.disabled ? nothing : html`<button type="button" class="chip" id=${options.id} @click=${add}>${icon("plus", 20)}${t("Other value")}</button>`}
  </div>`;
}

/** By the kind of the field. */
const CONTROLS: Record<string, Control | undefined> = {
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
        fieldTemplate(sub, answer, { ...more, people: options.people, about: options.about, pickOn: options.pickOn }),
    }),
};

const OWN_INPUT = new Set(["text", "longtext", "date"]);

/** Shown where another value arrived during an entry: `text` is that value, null when it is not known. */
function movedWords(text: string | null) {
  if (!text)
    return t(
      "This was changed on another tablet meanwhile. Both values are kept, and one of them is chosen afterwards.",
    );
  return t(
    "Written on another tablet meanwhile: “{text}”. Both texts are kept, and one of them is chosen afterwards.",
    { text },
  );
}

const movedNote = (text: string | null) =>
  html`<p class="hint moved" role="status">${icon("reason", 20)}<span>${movedWords(text)}</span></p>`;

/**
 * Whether the field just changed is saved ("moved": saved over another value). Its space is reserved, so that nothing
 * moves.
 */
export function savedMark(state: SavedState | null | undefined): Template {
  const words = { saving: t("saving"), saved: t("saved"), failed: t("not saved") };
  const said = state === "moved" ? "saved" : state;
  return html`<span class="saved" data-state=${said ?? nothing} role="status">${said === "saved" ? icon("check", 16) : nothing}${said ? words[said] : nothing}</span>`;
}

/** The button that confirms a copied value. */
export const confirmKey = (words: unknown, press: () => unknown): Template =>
  html`<button type="button" class="chip carried-key" data-provisional @click=${press}>${icon("check", 20)}${words}</button>`;

/** A copied value is a proposal: the button confirms it, and another answer replaces it. */
function provenance(label: string, { state, from, onConfirm }: CopiedMark): Template {
  if (state === "confirmed") return html`<span class="carried-from">${from}</span>`;
  return confirmKey(html`${t("Confirm")}<span class="visually-hidden"> ${label}, ${from}</span>`, onConfirm);
}

/** Impossible values and findings, shown beside the field; a draft may keep them, a signed note may not. */
export const remarks = (problems: string[], findings: Iterable<Finding>, options: FindingOptions): Template[] => [
  ...problems.map((words) => html`<p class="problem">${icon("block", 20)}<span>${words}</span></p>`),
  ...cardsOf([...findings]).map((card) => cardTemplate(card, options)),
];

/** The field with its label, its control, its mark and its findings; nothing for a kind that has no control. */
export function fieldTemplate(field: Field, value: Value, options: FieldOptions): Template {
  const id = options.id ?? fieldId(options.unit ?? "x", field.name);
  const labelId = `${id}-label`;
  const hintId = field.help ? `${id}-hint` : undefined;
  const long = field.kind === "choice" && field.choices.length > MANY;
  const word = html`${options.needed ? html`<span class="need" aria-hidden="true"></span>` : nothing}${field.label}
    ${options.needed ? html`<span class="visually-hidden">${t("needed to sign")}</span>` : nothing}`;
  const draw = CONTROLS[field.kind];
  if (!draw) return nothing;
  const meanwhile = OWN_INPUT.has(field.kind) ? cameMeanwhile(id, value) : null;
  const control = draw(field, value, { ...options, id, labelledby: labelId, describedby: hintId });
  return html`<div class="field" data-kind=${field.kind} data-usual=${field.usual?.length && !OWN_INPUT.has(field.kind) ? "" : nothing} data-needed=${options.needed ? "" : nothing} data-carried=${options.carried?.state ?? nothing} id="${id}-field">
    <div class="field-head">
      ${OWN_INPUT.has(field.kind) || long ? html`<label class="label" id=${labelId} for=${id}>${word}</label>` : html`<span class="label" id=${labelId}>${word}</span>`}
      ${options.carried ? provenance(field.label, options.carried) : nothing}
      ${savedMark(options.saved)}
    </div>
    <div class="field-control">${control}</div>
    ${meanwhile !== null || options.saved === "moved" ? movedNote(meanwhile) : nothing}
    ${options.late ? html`<p class="hint">${options.late}</p>` : nothing}
    ${field.help ? html`<p class="hint" id=${hintId}>${field.help}</p>` : nothing}
    ${remarks(options.problems ?? [], options.findings ?? [], { disabled: options.disabled, content: {}, ...options.findingOptions })}
  </div>`;
}
