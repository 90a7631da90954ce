// The same zones as a list: for the keyboard, for screen readers, for several depths in one zone and for notes.
import { html, nothing } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { depthText } from "./face-map.js";
import { openKeypad } from "./keypad.js";
import { withUnit } from "./numbers.js";
import { noteField } from "./section-form.js";

const clear = (zone) => Object.fromEntries(Object.keys(zone).map((name) => [name, null]));

function summary(section, zone) {
  const endpoint = section.fields.find((field) => field.name === "endpoint").choices.find((choice) => choice.value === zone.endpoint);
  return [depthText(zone) && `${depthText(zone)} mm`, typeof zone.passes === "number" && withUnit(zone.passes, "{pass}"), endpoint?.label].filter(Boolean).join(" · ");
}

/** write(key, patch) keeps the change for undo. */
export function zoneList({ desk, section, zones, write }) {
  const treated = section.keys.filter(({ key }) => zones[key]);
  const others = section.keys.filter(({ key }) => !zones[key]);
  const depth = section.fields.find((field) => field.name === "depth_mm");
  const add = async (event) => {
    const key = event.target.value;
    event.target.value = "";
    const label = others.find((each) => each.key === key)?.label;
    const answer = key ? await openKeypad({ ...depth, label: t("Depth: {zone}", { zone: label }), value: null }) : null;
    if (typeof answer === "number") write(key, { depth_mm: [answer] });
  };
  const zoneDesk = { ...desk, set: (unit, patch) => write(unit.slice(5), patch) };
  return html`<section class="zone-list" aria-labelledby="zone-list-title">
    <h3 id="zone-list-title">${t("Zones treated: {n}", { n: treated.length })}</h3>
    ${treated.map(({ key, label }) => {
      const unit = `zone:${key}`;
      const lacking = section.fields.some((field) => desk.needed(unit, field));
      return html`<details class="zone-line" id="line-${unit}">
        <summary><span class="row-main"><b>${lacking ? html`<span class="need"></span>` : nothing}${label}</b><span>${summary(section, zones[key])}</span></span></summary>
        <div class="form">
          ${section.fields.map((field) => noteField(field, unit, zoneDesk))}
          ${desk.disabled ? nothing : html`<button type="button" class="button button--danger" @click=${() => write(key, clear(zones[key]))}>${t("Remove this zone")}</button>`}
        </div>
      </details>`;
    })}
    ${desk.disabled
      ? nothing
      : html`<label class="field zone-add"><span class="label">${t("Add a zone from the list")}</span>
          <select @change=${add}><option value="">${t("Choose")}</option>${others.map(({ key, label }) => html`<option value=${key}>${label}</option>`)}</select></label>`}
  </section>`;
}
