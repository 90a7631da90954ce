// The zones as a list, for keyboards and screen readers as well: depth and passes by one tap each; other fields are
// folded.
import { fieldNamed } from "../../core/catalogue.js";
import { placeOf } from "../../core/copied.js";
import { inRuns, passesSum, runsOf } from "../../core/views.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Field, Section, Unit } from "../../types.js";
import { openKeypad } from "../../ui/controls/keypad.js";
import { searchList } from "../../ui/controls/search-list.js";
import { stepper } from "../../ui/controls/stepper.js";
import { type Patch, patchOf } from "../../ui/forms/autosave.js";
import { confirmKey, fieldList, remarks } from "../../ui/forms/field.js";
import { type FormModel, noteField } from "../../ui/forms/section-form.js";
import { danger, quiet } from "../../ui/layout/page.js";
import type { NoteModel } from "../note/note-model.js";
import { runField } from "../note-record/run-field.js";
import { depthText } from "./face-map.js";
import { SCARS, treatedScars } from "./treated-scars.js";
import { byRuns, type DeviceLimits, emptied } from "./zone-painter.js";

export interface ZoneListOptions {
  model: NoteModel;
  /** The section of the zones. */
  section: Section;
  /** The values of the treated zones by their key. */
  zones: Record<string, Unit>;
  /** Writes a patch of one zone; the map keeps the change for undo. */
  write: (key: string, patch: Unit) => unknown;
}

type ZoneKey = Section["keys"][number];

const IN_ROW = new Set(["depth_mm", "passes"]);
/** Several depths or runs are edited one by one, in the fold. */
const isSeveral = (zone: Unit) => runsOf(zone).length > 1;

/** A zone with several depths shows them here; they are edited in the fold. */
function depthKey(zone: Unit, field: Field, { model }: ZoneListOptions, id: string, put: (patch: Unit) => void) {
  const device: DeviceLimits | undefined = model.context.forms.limits.devices[model.note.content.device?.product];
  if (isSeveral(zone)) return html`<span class="figure">${depthText(zone)}<small>mm</small></span>`;
  const grid = { ...field, step: device?.step_mm ?? field.step, minimum: device?.min_mm ?? field.minimum, usual: [] };
  return stepper(grid, runsOf(zone)[0]?.depth_mm, {
    labelledby: id,
    disabled: model.form.disabled,
    about: model.context.about,
    onChange: (depth: number | null) => put({ depth_mm: depth === null ? null : [depth] }),
  });
}

function row({ key, label }: ZoneKey, options: ZoneListOptions): Template {
  const { model, section, zones, write } = options;
  const unit = `zone:${key}`;
  const zone = zones[key];
  const copied = model.note.unconfirmed.filter((path) => placeOf(path)[0] === unit);
  const lacking = section.fields.some((each) => model.judged.needed(unit, each));
  const put = (patch: Unit) => write(key, patch);
  return html`<div class="zone-line" id="line-${unit}" data-carried=${copied.length ? "open" : nothing}>
    <div class="zone-row">
      <b class="zone-name" id="name-${unit}">${lacking ? html`<span class="need"></span>` : nothing}${label}</b>
      ${depthKey(zone, fieldNamed(section, "depth_mm"), options, `name-${unit}`, put)}
      ${stepper({ ...fieldNamed(section, "passes"), usual: [] }, passesSum(zone), { labelledby: `name-${unit}`, disabled: model.form.disabled || (inRuns(zone) && isSeveral(zone)), about: model.context.about, onChange: (passes: number | null) => put({ passes }) })}
      ${copied.length && !model.form.disabled ? confirmKey(html`${t("Confirm")}<span class="visually-hidden"> ${label}</span>`, () => model.actions.confirm(copied)) : nothing}
    </div>
    ${[...IN_ROW].map((name) => says(model, unit, name))}
  </div>`;
}

const says = (model: NoteModel, unit: string, name: string) =>
  remarks(model.judged.problems(unit, name), model.judged.at(unit, name), model.form.findingOptions);

/** One row for each treated zone. */
export function zoneRows(options: ZoneListOptions, each = row): Template[] {
  const { section, zones } = options;
  return section.keys.filter(({ key }) => zones[key]).map((zone) => each(zone, options));
}

function foldable(zone: ZoneKey, options: ZoneListOptions): Template {
  const { model, section, zones, write } = options;
  const unit = `zone:${zone.key}`;
  const set = (_unit: string, patch: Patch) => write(zone.key, patchOf(patch, zones[zone.key]));
  const zoneModel: FormModel = { ...model, actions: { ...model.actions, set } };
  return html`${row(zone, options)}
    <details class="more zone-more"><summary>${t("More about: {section}", { section: zone.label })}</summary>
      <div class="form">
        ${fieldList(foldedFields(section, zones[zone.key]), unit, (field: Field) =>
          noteField(runField(field, model.note.content), unit, zoneModel),
        )}
        ${section.fields.filter(({ name }) => name === SCARS).map((field) => treatedScars(field, unit, model))}
        ${model.form.disabled || inRuns(zones[zone.key]) ? nothing : quiet(t("Enter run by run"), () => write(zone.key, byRuns(zones[zone.key])))}
        ${model.form.disabled ? nothing : danger(t("Remove this site"), () => write(zone.key, emptied(zones[zone.key])))}
      </div>
    </details>`;
}

/** Runs are asked for once there are any; then they stand for depth and passes. */
const foldedFields = (section: Section, zone: Unit) =>
  section.fields.filter(({ name }) => {
    if (name === "runs") return inRuns(zone);
    if (name === SCARS || (name === "pattern" && inRuns(zone))) return false;
    return !IN_ROW.has(name) || (!inRuns(zone) && zone.depth_mm?.length > 1);
  });

export function zoneList(options: ZoneListOptions): Template {
  const { model, section, zones, write } = options;
  const others = section.keys.filter(({ key }) => !zones[key]);
  const depth = fieldNamed(section, "depth_mm");
  const add = async (key: string) => {
    const label = others.find((each) => each.key === key)?.label;
    const asked = { ...depth, label: t("Depth: {zone}", { zone: label }), value: null, about: model.context.about };
    const answer = await openKeypad(asked);
    if (typeof answer === "number") write(key, { depth_mm: [answer] });
  };
  return html`<section class="zone-list" aria-labelledby="zone-list-title">
    <h3 id="zone-list-title">${t("Sites treated: {n}", { n: Object.keys(zones).length })}</h3>
    ${zoneRows(options, foldable)}
    ${
      model.form.disabled
        ? nothing
        : searchList({
            id: "site-search",
            label: t("Add a site from the list"),
            entries: others.map(({ key, label }) => ({ value: key, label })),
            onPick: add,
          })
    }
  </section>`;
}
