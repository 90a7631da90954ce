// The fields of one merge unit: the general questions first, the rest folded.

import { fieldOf, keyOf } from "../../core/catalogue.js";
import { enteredLate } from "../../core/late.js";
import { holds, type View } from "../../core/rules.js";
import { formatDate, localIso } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Content, Field, Finding, Forms, Person, Section, Unit, Value } from "../../types.js";
import { type ClockTogether, type StopwatchOptions, stopwatch } from "../controls/clock.js";
import type { Patch, SavedState } from "./autosave.js";
import { fieldId, fieldList, fieldTemplate, isEmpty, remarks, savedMark } from "./field.js";
import type { FindingOptions } from "./finding.js";

/** What a form reads and writes of the record on the screen. NoteModel (features/note) implements it. */
export interface FormModel {
  note: {
    content: Content;
    carriedAt: (path: string) => "open" | "confirmed" | null;
    carriedFrom: string;
  };
  context: { forms: Forms; about: string; people: Person[] };
  judged: {
    view: View;
    fact: (unit: string, name: string) => Value;
    at: (unit: string, name: string) => Finding[];
    problems: (unit: string, name: string) => string[];
    needed: (unit: string, field: Field) => boolean;
  };
  form: {
    disabled: boolean;
    saved: (unit: string, name: string) => SavedState | null;
    findingOptions: FindingOptions;
    /** The day of a visit that is entered afterwards. */
    pickOn?: string | null;
    /** Fields that a screen draws itself, by path. */
    draws?: Record<string, (field: Field) => Template>;
    /** Copied values that are shown with a start button and confirmed by it, by the path of the time. */
    confirms?: Record<string, { words: string; paths: string[] }>;
  };
  /** `rows`: the lists to which an empty row was added. */
  ui: { rows?: Set<string> };
  actions: {
    set: (unit: string, patch: Patch) => unknown;
    setAll: (changes: Content) => unknown;
    confirm: (paths: string[]) => unknown;
    redraw: () => void;
  };
}

/** A pair of times that is shown as one clock. */
interface Clock {
  names: StopwatchOptions["names"];
  /** The field with the planned minutes. */
  planned?: string;
  /** The fact with the longest time, in minutes. */
  limit?: string;
  /** The labels of the buttons. */
  words: () => StopwatchOptions["words"];
  with?: Record<string, ClockTogether>;
}

const CLOCKS: Partial<Record<string, Clock>> = {
  numbing: {
    names: { start: "applied_at", end: "removed_at" },
    planned: "planned_min",
    limit: "max_min",
    words: () => ({ name: t("Contact time"), start: t("Cream on"), stop: t("Cream off"), running: t("Cream is on") }),
    with: {
      applied_at: { answers: { skin_intact: "yes" }, words: () => t("Skin intact, cream on") },
      removed_at: { answers: { residual_removed: "yes" }, words: () => t("Cream off, all removed") },
    },
  },
  needling: {
    names: { start: "started_at", end: "ended_at" },
    words: () => ({ name: t("Needling time"), start: t("Start"), stop: t("Stop|clock"), running: t("Needling") }),
  },
};

/** A conditional field is shown only while its condition holds. */
const isAsked = (field: Field, unit: string, model: FormModel) =>
  field.required !== "" && field.required_if.every((condition) => holds(condition, model.judged.view, unit));

/** How the visit ended says of some fields that there is nothing to enter: why it was stopped, when it was not. */
const isRuledOut = (field: Field, unit: string, { note, judged }: FormModel) =>
  isEmpty(note.content[unit]?.[field.name]) &&
  field.required_if.some(
    (condition) =>
      condition[0] === "visit.performed" &&
      !isEmpty(note.content.visit?.performed) &&
      !holds(condition, judged.view, unit),
  );

/** Another cartridge is on the handpiece of the first one: what that says is not asked again. */
const HANDPIECE = ["type", "product", "brand", "serial", "speed_rpm", "needle_count"];
const isShared = (field: Field, section: Section, unit: string, { note }: FormModel) =>
  section.unit === "device" &&
  unit !== section.unit &&
  HANDPIECE.includes(field.name) &&
  !isEmpty(note.content.device?.type);

/** Controls on which a second tap on the chosen answer removes it; on a copied answer it confirms instead. */
const TAKES_BACK = new Set(["choice", "person", "tri", "bool", "scale", "nrs"]);

/** The mark of a value that was copied into this note; undefined for one that was entered. */
function carriedMark(field: Field, unit: string, model: FormModel) {
  const path = `${unit}.${field.name}`;
  const state = model.form.disabled ? null : model.note.carriedAt(path);
  return state ? { state, from: model.note.carriedFrom, onConfirm: () => model.actions.confirm([path]) } : undefined;
}

/** Redness is assessed right after the needling: while its clock runs, the answer stops it, and says so. */
function stopsNeedling(field: Field, unit: string, { note, form }: FormModel): boolean {
  const { started_at, ended_at } = note.content.needling ?? {};
  return (
    !form.disabled && !form.pickOn && unit === "obs:T0" && field.name === "erythema" && Boolean(started_at) && !ended_at
  );
}

/** The lists of this screen with an added row that is still empty. */
function begunRows({ ui }: FormModel): Set<string> {
  ui.rows ??= new Set();
  return ui.rows;
}

export function noteField(field: Field, unit: string, model: FormModel): Template {
  const value = model.note.content[unit]?.[field.name];
  const carried = carriedMark(field, unit, model);
  const confirms = carried?.state === "open" && TAKES_BACK.has(field.kind);
  const stops = stopsNeedling(field, unit, model);
  const write = (answer: Value) => {
    if (carried && confirms && answer === null) return carried.onConfirm();
    if (stops && answer !== null)
      return model.actions.setAll({ [unit]: { [field.name]: answer }, needling: { ended_at: localIso() } });
    return model.actions.set(unit, { [field.name]: answer });
  };
  return fieldTemplate(
    stops ? { ...field, help: t("The needling clock is running: this answer stops it.") } : field,
    value,
    {
      unit,
      findings: model.judged.at(unit, field.name),
      problems: model.judged.problems(unit, field.name),
      findingOptions: model.form.findingOptions,
      saved: model.form.saved(unit, field.name),
      disabled: model.form.disabled,
      needed: model.judged.needed(unit, field),
      people: model.context.people,
      about: model.context.about,
      begun: begunRows(model),
      redraw: model.actions.redraw,
      oldest: model.context.forms.limits.ages.oldest,
      carried,
      pickOn: model.form.pickOn,
      late: lateWords(`${unit}.${field.name}`, model),
      onChange: write,
    },
  );
}

/** "Entered 3 days after the visit by N. Vidal", for a time that was. */
function lateWords(path: string, { note, context }: FormModel): string | null {
  const mark = enteredLate(note.content, path);
  if (!mark) return null;
  const name = context.people.find(({ id }) => id === mark.by)?.name;
  const date = formatDate(mark.on);
  return name
    ? t("Entered afterwards, on {date} by {name}", { date, name })
    : t("Entered afterwards, on {date}", { date });
}

/** The answers of a clock's buttons, and the copied values that its start confirms. */
function together(config: Clock, unit: string, { form, actions }: FormModel): Clock["with"] {
  const { start } = config.names;
  const confirms = form.confirms?.[`${unit}.${start}`];
  if (!confirms) return config.with;
  const answers = config.with?.[start]?.answers ?? {};
  const then = () => actions.confirm(confirms.paths);
  return { ...config.with, [start]: { answers, words: () => confirms.words, then } };
}

function clockField(config: Clock, unit: string, model: FormModel) {
  const values: Unit = model.note.content[unit] ?? {};
  const { start, end } = config.names;
  return html`<div class="field" data-kind="stopwatch" id="${fieldId(unit, start)}-field">
    ${stopwatch({
      words: config.words(),
      names: config.names,
      key: keyOf(unit),
      together: together(config, unit, model),
      values,
      planned: config.planned ? (values[config.planned] ?? null) : null,
      limit: config.limit ? model.judged.fact(unit, config.limit) : null,
      onReached: () => model.actions.redraw(),
      disabled: model.form.disabled,
      pickOn: model.form.pickOn,
      onChange: (patch) => model.actions.set(unit, patch),
    })}
    ${[start, end].map((name) => lateWords(`${unit}.${name}`, model)).map((words) => (words ? html`<p class="hint">${words}</p>` : nothing))}
    ${savedMark(model.form.saved(unit, start) ?? model.form.saved(unit, end))}
    ${remarks(
      [start, end].flatMap((name) => model.judged.problems(unit, name)),
      new Set([start, end].flatMap((name) => model.judged.at(unit, name))),
      model.form.findingOptions,
    )}
  </div>`;
}

/** One field of a section as drawn in a form: the two times of a clock are one. */
export function drawn(section: Section, unit: string, model: FormModel, field: Field): Template {
  const clock = CLOCKS[section.unit];
  const own = model.form.draws?.[`${unit}.${field.name}`];
  if (own) return own(field);
  if (clock?.names.start === field.name) return clockField(clock, unit, model);
  return clock?.names.end === field.name ? nothing : noteField(field, unit, model);
}

/** The clock comes first; in a long step, required fields come before recommended ones. */
function inOrder(section: Section, fields: Field[]): Field[] {
  const clock = CLOCKS[section.unit]?.names;
  const rank = (field: Field) =>
    clock && field.name === clock.start ? 0 : section.gate && field.required !== "sign" ? 2 : 1;
  return [...fields].sort((a, b) => rank(a) - rank(b));
}

/** Fields that the app fills or a screen of its own does. */
const FOR_THE_APP = ["order", "scar_ids"];

/** `skip`: names of fields that are drawn elsewhere. */
export function sectionForm(
  section: Section,
  unit: string,
  model: FormModel,
  { skip = [] }: { skip?: string[] } = {},
): Template {
  const values: Unit = model.note.content[unit] ?? {};
  const isFirst = !section.another || unit === section.unit;
  const gate: Field | undefined = isFirst ? fieldOf(section, section.gate) : undefined;
  const drawAll = (some: Field[]) => fieldList(some, unit, (field) => drawn(section, unit, model, field));
  const key = keyOf(unit);
  const here = (field: Field) => !field.only_at?.length || field.only_at.includes(key);
  const hidden = new Set([...skip, ...FOR_THE_APP, isFirst ? "" : section.gate]);
  const fields = section.fields.filter((field) => field !== gate && !hidden.has(field.name) && here(field));
  const isUpFront = (field: Field) => isAsked(field, unit, model) && !isShared(field, section, unit, model);
  const folded = new Set(fields.filter((field) => !isUpFront(field)).map(({ name }) => `${section.unit}.${name}`));
  const asked = inOrder(
    section,
    fields.filter((field) => isUpFront(field) && !field.required_if.some(([path]) => folded.has(String(path)))),
  );
  const rest = fields.filter((field) => !asked.includes(field) && !isRuledOut(field, unit, model));
  const isOpen = rest.some((field) => !isEmpty(values[field.name]));
  return html`<div class="form" data-unit=${unit}>
    ${section.help ? html`<p class="hint form-wide">${section.help}</p>` : nothing}
    ${drawAll(gate ? [gate] : [])}
    ${
      gate && values[gate.name] !== true
        ? nothing
        : html`${drawAll(asked)}
          ${
            rest.length
              ? asked.length
                ? html`<details class="more form-wide" ?open=${isOpen}><summary>${t("More about: {section}", { section: section.label })}</summary><div class="form">${drawAll(rest)}</div></details>`
                : drawAll(rest)
              : nothing
          }`
    }
  </div>`;
}
