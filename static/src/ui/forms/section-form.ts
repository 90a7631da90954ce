// @ts-nocheck
// The fields of one merge unit: what is asked of everyone first, the rest folded away until it is wanted.

import { fieldOf, keyOf } from "../../core/catalogue.js";
import { holds } from "../../core/rules.js";
import { localIso } from "../../lib/dates.js";
import { html, nothing } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { stopwatch } from "../controls/clock.js";
import { fieldId, fieldList, fieldTemplate, isEmpty, remarks, savedMark } from "./field.js";

/** Pairs of times that run as one clock: unit -> names, the field with the planned minutes, the fact with the longest, the words on the keys. */
const CLOCKS = {
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
    words: () => ({ name: t("Needling time"), start: t("Start"), stop: t("Stop"), running: t("Needling") }),
  },
};

/** A conditional field stands in the main column only while its condition holds. */
const isAsked = (field, unit, desk) =>
  field.required !== "" && field.required_if.every((condition) => holds(condition, desk.view, unit));

/** Controls on which a second tap on the chosen answer takes it back; on a copied answer it confirms instead. */
const TAKES_BACK = new Set(["choice", "person", "tri", "bool", "scale", "nrs"]);

/** What fieldTemplate shows of a value that was copied into this note; undefined for one that was entered. */
function carriedMark(field, unit, desk) {
  const path = `${unit}.${field.name}`;
  const state = desk.disabled ? null : desk.carriedAt?.(path);
  return state ? { state, from: desk.carriedFrom, onConfirm: () => desk.confirm([path]) } : undefined;
}

/** Redness right after is looked at once the needle has stopped: while its clock runs, the answer stops it, and says so. */
function stopsNeedling(field, unit, { content, disabled }) {
  const { started_at, ended_at } = content.needling ?? {};
  return !disabled && unit === "obs:T0" && field.name === "erythema" && started_at && !ended_at;
}

/** The lists of this screen to which a row was added that says nothing yet. */
function begunRows({ ui }) {
  ui.rows ??= new Set();
  return ui.rows;
}

export function noteField(field, unit, desk) {
  const value = desk.content[unit]?.[field.name];
  const carried = carriedMark(field, unit, desk);
  const confirms = carried?.state === "open" && TAKES_BACK.has(field.kind);
  const stops = stopsNeedling(field, unit, desk);
  const write = (answer) => {
    if (confirms && answer === null) return carried.onConfirm();
    if (stops && answer !== null)
      return desk.setAll({ [unit]: { [field.name]: answer }, needling: { ended_at: localIso() } });
    return desk.set(unit, { [field.name]: answer });
  };
  return fieldTemplate(
    stops ? { ...field, help: t("The needling clock is running: this answer stops it.") } : field,
    value,
    {
      unit,
      findings: desk.at(unit, field.name),
      problems: desk.problems(unit, field.name),
      findingOptions: desk.findingOptions,
      saved: desk.saved(unit, field.name),
      disabled: desk.disabled,
      needed: desk.needed(unit, field),
      people: desk.people,
      about: desk.about,
      begun: begunRows(desk),
      redraw: desk.redraw,
      oldest: desk.forms?.limits.ages.oldest,
      carried,
      onChange: write,
    },
  );
}

function clockField(config, unit, desk) {
  const values = desk.content[unit] ?? {};
  const { start, end } = config.names;
  return html`<div class="field" data-kind="stopwatch" id="${fieldId(unit, start)}-field">
    ${stopwatch({
      words: config.words(),
      names: config.names,
      together: config.with,
      values,
      planned: values[config.planned] ?? null,
      limit: config.limit ? desk.fact(unit, config.limit) : null,
      onReached: () => desk.redraw?.(),
      disabled: desk.disabled,
      onChange: (patch) => desk.set(unit, patch),
    })}
    ${savedMark(desk.saved(unit, start) ?? desk.saved(unit, end))}
    ${remarks(
      [start, end].flatMap((name) => desk.problems(unit, name)),
      new Set([start, end].flatMap((name) => desk.at(unit, name))),
      desk.findingOptions,
    )}
  </div>`;
}

/** One field of a section as it stands in a form: the two times of a clock are one. */
export function drawn(section, unit, desk, field) {
  const clock = CLOCKS[section.unit];
  if (clock?.names.start === field.name) return clockField(clock, unit, desk);
  return clock?.names.end === field.name ? nothing : noteField(field, unit, desk);
}

/** The clock stands first; where a step can be long, what the signature waits for comes before what is good to have. */
function inOrder(section, fields) {
  const clock = CLOCKS[section.unit]?.names;
  const rank = (field) => (clock && field.name === clock.start ? 0 : section.gate && field.required !== "sign" ? 2 : 1);
  return [...fields].sort((a, b) => rank(a) - rank(b));
}

/** `skip`: names drawn elsewhere. */
export function sectionForm(section, unit, desk, { skip = [] } = {}) {
  const values = desk.content[unit] ?? {};
  const gate = fieldOf(section, section.gate);
  const drawAll = (some) => fieldList(some, unit, (field) => drawn(section, unit, desk, field));
  const key = keyOf(unit);
  const here = (field) => !field.only_at?.length || field.only_at.includes(key);
  const fields = section.fields.filter((field) => field !== gate && !skip.includes(field.name) && here(field));
  const asked = inOrder(
    section,
    fields.filter((field) => isAsked(field, unit, desk)),
  );
  const rest = fields.filter((field) => !asked.includes(field));
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
