// @ts-nocheck
// The same zones as a list: depth and passes by one tap each, for the keyboard and for screen readers too; what is rarer folded.
import { placeOf } from "../../core/copied.js";
import { html, nothing } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { openKeypad } from "../../ui/controls/keypad.js";
import { stepper } from "../../ui/controls/stepper.js";
import { confirmKey, fieldList, remarks } from "../../ui/forms/field.js";
import { noteField } from "../../ui/forms/section-form.js";
import { danger } from "../../ui/layout/page.js";
import { depthText } from "./face-map.js";
import { emptied } from "./zone-painter.js";

const IN_ROW = new Set(["depth_mm", "passes"]);

/** Several depths in one zone are shown, and changed in the fold. */
function depthKey(zone, field, device, id, desk, put) {
  if (zone.depth_mm?.length > 1) return html`<span class="figure">${depthText(zone)}<small>mm</small></span>`;
  const grid = { ...field, step: device?.step_mm ?? field.step, minimum: device?.min_mm ?? field.minimum, usual: [] };
  return stepper(grid, zone.depth_mm?.[0], {
    labelledby: id,
    disabled: desk.disabled,
    about: desk.about,
    onChange: (depth) => put({ depth_mm: depth === null ? null : [depth] }),
  });
}

function row({ key, label }, { desk, section, zones, write }) {
  const unit = `zone:${key}`;
  const zone = zones[key];
  const field = (name) => section.fields.find((each) => each.name === name);
  const copied = desk.unconfirmed.filter((path) => placeOf(path)[0] === unit);
  const lacking = section.fields.some((each) => desk.needed(unit, each));
  const put = (patch) => write(key, patch);
  const device = desk.forms.limits.devices[desk.content.device?.product];
  return html`<div class="zone-line" id="line-${unit}" data-carried=${copied.length ? "open" : nothing}>
    <div class="zone-row">
      <b class="zone-name" id="name-${unit}">${lacking ? html`<span class="need"></span>` : nothing}${label}</b>
      ${depthKey(zone, field("depth_mm"), device, `name-${unit}`, desk, put)}
      ${stepper({ ...field("passes"), usual: [] }, zone.passes, { labelledby: `name-${unit}`, disabled: desk.disabled, about: desk.about, onChange: (passes) => put({ passes }) })}
      ${copied.length && !desk.disabled ? confirmKey(html`${t("Confirm")}<span class="visually-hidden"> ${label}</span>`, () => desk.confirm(copied)) : nothing}
    </div>
    ${[...IN_ROW].map((name) => says(desk, unit, name))}
  </div>`;
}

const says = (desk, unit, name) => remarks(desk.problems(unit, name), desk.at(unit, name), desk.findingOptions);

/** The treated zones, a row for each. write(key, patch) keeps the change for undo. */
export function zoneRows(options, each = row) {
  const { section, zones } = options;
  return section.keys.filter(({ key }) => zones[key]).map((zone) => each(zone, options));
}

function foldable(zone, options) {
  const { desk, section, zones, write } = options;
  const unit = `zone:${zone.key}`;
  const zoneDesk = { ...desk, set: (_unit, patch) => write(zone.key, patch) };
  return html`${row(zone, options)}
    <details class="more zone-more"><summary>${t("More about: {section}", { section: zone.label })}</summary>
      <div class="form">
        ${fieldList(
          section.fields.filter(({ name }) => !IN_ROW.has(name) || zones[zone.key].depth_mm?.length > 1),
          unit,
          (field) => noteField(field, unit, zoneDesk),
        )}
        ${desk.disabled ? nothing : danger(t("Remove this zone"), () => write(zone.key, emptied(zones[zone.key])))}
      </div>
    </details>`;
}

export function zoneList(options) {
  const { desk, section, zones, write } = options;
  const others = section.keys.filter(({ key }) => !zones[key]);
  const depth = section.fields.find((field) => field.name === "depth_mm");
  const add = async (event) => {
    const key = event.target.value;
    event.target.value = "";
    const label = others.find((each) => each.key === key)?.label;
    const asked = { ...depth, label: t("Depth: {zone}", { zone: label }), value: null, about: desk.about };
    const answer = key ? await openKeypad(asked) : null;
    if (typeof answer === "number") write(key, { depth_mm: [answer] });
  };
  return html`<section class="zone-list" aria-labelledby="zone-list-title">
    <h3 id="zone-list-title">${t("Zones treated: {n}", { n: Object.keys(zones).length })}</h3>
    ${zoneRows(options, foldable)}
    ${
      desk.disabled
        ? nothing
        : html`<label class="field zone-add"><span class="label">${t("Add a zone from the list")}</span>
          <select @change=${add}><option value="">${t("Choose")}</option>${others.map(({ key, label }) => html`<option value=${key}>${label}</option>`)}</select></label>`
    }
  </section>`;
}
