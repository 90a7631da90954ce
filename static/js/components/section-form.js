// The fields of one merge unit: what is asked of everyone first, the rest folded away until it is wanted.
import { html, nothing } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { holds } from "../core/rules.js";
import { stopwatch } from "./clock.js";
import { fieldId, fieldTemplate, isEmpty, problemLines, savedMark } from "./field.js";
import { findingTemplate } from "./finding.js";

/** Pairs of times that run as one clock: unit -> names, the field with the planned minutes, the words on the keys. */
const CLOCKS = {
  numbing: {
    names: { start: "applied_at", end: "removed_at" },
    planned: "planned_min",
    words: () => ({ name: t("Contact time"), start: t("Cream on"), stop: t("Cream off"), running: t("Cream is on") }),
  },
  needling: {
    names: { start: "started_at", end: "ended_at" },
    words: () => ({ name: t("Needling time"), start: t("Start"), stop: t("Stop"), running: t("Needling") }),
  },
};

/** A conditional field stands in the main column only while its condition holds. */
const isAsked = (field, unit, desk) => field.required !== "" && field.required_if.every((condition) => holds(condition, desk.view, unit));

export function noteField(field, unit, desk) {
  const value = desk.content[unit]?.[field.name];
  return fieldTemplate(field, value, {
    unit,
    findings: desk.at(unit, field.name),
    problems: desk.problems(unit, field.name),
    findingOptions: desk.findingOptions,
    saved: desk.saved(unit, field.name),
    disabled: desk.disabled,
    needed: desk.needed(unit, field),
    people: desk.people,
    onChange: (answer) => desk.set(unit, { [field.name]: answer }),
  });
}

function clockField(config, unit, desk) {
  const values = desk.content[unit] ?? {};
  const { start, end } = config.names;
  const findings = [...new Set([...desk.at(unit, start), ...desk.at(unit, end)])];
  return html`<div class="field" data-kind="stopwatch" id="${fieldId(unit, start)}-field">
    ${stopwatch({
      words: config.words(),
      names: config.names,
      values,
      planned: values[config.planned] ?? null,
      disabled: desk.disabled,
      onChange: (patch) => desk.set(unit, patch),
    })}
    ${savedMark(desk.saved(unit, start) ?? desk.saved(unit, end))}
    ${problemLines([...desk.problems(unit, start), ...desk.problems(unit, end)])}
    ${findings.map((finding) => findingTemplate(finding, desk.findingOptions))}
  </div>`;
}

function drawn(section, unit, desk, field) {
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
  const gate = section.fields.find((field) => field.name === section.gate);
  const draw = (field) => drawn(section, unit, desk, field);
  const fields = section.fields.filter((field) => field !== gate && !skip.includes(field.name));
  const asked = inOrder(section, fields.filter((field) => isAsked(field, unit, desk)));
  const rest = fields.filter((field) => !asked.includes(field));
  const isOpen = rest.some((field) => !isEmpty(values[field.name]));
  return html`<div class="form" data-unit=${unit}>
    ${section.help ? html`<p class="hint form-wide">${section.help}</p>` : nothing}
    ${gate ? draw(gate) : nothing}
    ${gate && values[gate.name] !== true
      ? nothing
      : html`${asked.map(draw)}
          ${rest.length
            ? asked.length
              ? html`<details class="more form-wide" ?open=${isOpen}><summary>${t("More about: {section}", { section: section.label })}</summary><div class="form">${rest.map(draw)}</div></details>`
              : rest.map(draw)
            : nothing}`}
  </div>`;
}
