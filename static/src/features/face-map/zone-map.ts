// <np-zone-map>: paints depths on the face. Tap a depth, then zones; or zones, then a depth.
import { fieldNamed } from "../../core/catalogue.js";
import { touched } from "../../core/copied.js";
import { applyPatch } from "../../core/merge.js";
import { html, nothing, render } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Content, Field, Section, Unit, Value } from "../../types.js";
import { chips, walk } from "../../ui/controls/chips.js";
import { openSheet } from "../../ui/controls/dialog.js";
import { openKeypad } from "../../ui/controls/keypad.js";
import { scale } from "../../ui/controls/scale.js";
import { stepper } from "../../ui/controls/stepper.js";
import { severityClass } from "../../ui/forms/finding.js";
import { icon } from "../../ui/layout/icons.js";
import type { NoteModel } from "../note/note-model.js";
import { allZones, depthStep, type FaceMapOptions, faceMap, labelsOf, neighbours, zonesOf } from "./face-map.js";
import { brushLabel, depthScale, usualOffers, zoneLabel } from "./painter-labels.js";
import { zoneList } from "./zone-list.js";
import {
  type Brush,
  type DeviceLimits,
  depthKeys,
  inShape,
  mirrored,
  paint,
  reversed,
  type UndoStep,
  type ZoneChange,
} from "./zone-painter.js";

const TOUCH_PX = 48;
const EMPTY_BRUSH: Brush = { depth_mm: null, passes: null, bleeding: null, endpoint: null };
const byKey = new Map(allZones().map((zone) => [zone.key, zone]));

type Answered = Exclude<keyof Brush, "depth_mm">;
type Control = (
  field: Field,
  value: Value,
  options: { labelledby: string; onChange: (answer: Value) => void },
) => unknown;

class ZoneMap extends HTMLElement {
  /** Set before anything is drawn. */
  #model!: NoteModel;
  #brush = { ...EMPTY_BRUSH };
  #selected = new Set<string>();
  #undo: UndoStep[] = [];
  #redo: UndoStep[] = [];
  #anchor = "forehead";

  /** Zones are written through its `setAll`. */
  set model(model: NoteModel) {
    this.#model = model;
    this.#draw();
  }

  get #section(): Section {
    return this.#model.context.section("zone");
  }

  get #zones() {
    return zonesOf(this.#model.note.content);
  }

  get #labels() {
    return labelsOf(this.#section);
  }

  #field(name: string) {
    return fieldNamed(this.#section, name);
  }

  /** One step that undo reverts as a whole. */
  #write(asked: ZoneChange[], shown = this.#model) {
    const isRf = this.#model.note.content.device?.type === "rf_needling";
    const changes = asked.map(({ key, patch }) => ({ key, patch: inShape(this.#zones[key], patch, isRf) }));
    if (!changes.length || this.#model.form.disabled) return undefined;
    const { done, ...step } = this.#put(changes, [], shown.note.record.fields);
    this.#redo = [];
    this.#undo.push(step);
    return done;
  }

  /**
   * Writes several zones in one change, based on the content that was shown, and returns the step that reverts it.
   * `copied`: the paths that become unconfirmed copied values again.
   */
  #put(changes: ZoneChange[], copied: string[], shown: Content | undefined) {
    const zones = this.#zones;
    const units = Object.fromEntries(changes.map(({ key, patch }) => [`zone:${key}`, patch]));
    const back = {
      changes: changes.map(({ key, patch }) => ({ key, patch: reversed(zones[key], { ...zones[key], ...patch }) })),
      copied: touched(this.#model.note.content, units),
    };
    const left = changes.map(({ key, patch }): [string, Unit] => [`zone:${key}`, applyPatch(zones[key] ?? {}, patch)]);
    return { ...back, left: Object.fromEntries(left), done: this.#model.actions.setAll(units, copied, shown) };
  }

  #step(from: UndoStep[], to: UndoStep[]) {
    const last = from.pop();
    if (last) to.push(this.#put(last.changes, last.copied, last.left));
    this.#draw();
  }

  #tapZone(key: string) {
    const selected = this.#selected;
    this.#anchor = key;
    if (this.#model.form.disabled) return;
    if (this.#brush.depth_mm !== null) {
      selected.clear();
      this.#paint(key);
    } else if (!selected.delete(key)) selected.add(key);
    this.#draw();
  }

  /** Applies the brush to a zone; where the zone has the same copied values already, it confirms them. */
  #paint(key: string) {
    const patch = paint(this.#zones[key], this.#brush);
    const copied = this.#copied(key);
    const repeats = copied.length && Object.values(patch).every((value) => value === null);
    if (repeats) this.#model.actions.confirm(copied);
    else this.#write([{ key, patch }]);
  }

  #copied(key: string) {
    return this.#model.note.unconfirmed.filter((path) => path.startsWith(`zone:${key}.`));
  }

  /** A tap near a small or forbidden area never paints at once: a sheet asks which zone was meant. */
  async #touch({ target, detail }: MouseEvent) {
    const zone = byKey.get(keyAt(target));
    if (!zone || !(target instanceof Element)) return;
    const { key, never, near } = zone;
    const box = target.getBoundingClientRect();
    const small = Math.min(box.width, box.height) < TOUCH_PX;
    const others = detail === 0 || !(never || small) ? [] : (near ?? neighbours(this, box, TOUCH_PX / 2));
    const choice = others.length ? await this.#ask([key, ...others]) : key;
    if (typeof choice === "string") this.#tapZone(choice);
  }

  #ask(keys: string[]) {
    const ordered = [...new Set(keys)]
      .flatMap((key) => byKey.get(key) ?? [])
      .sort((a, b) => Number(a.never) - Number(b.never));
    return openSheet(
      t("Which site?"),
      (close) =>
        html`<div class="stack">${ordered.map(
          ({
            key,
            never,
          }) => html`<button type="button" class="button zone-choice" @click=${() => close(key)}>${this.#labels[key]}
          ${never ? html`<span class="zone-never">${icon("block", 20)}${t("never needled; record a mistake only")}</span>` : nothing}</button>`,
        )}</div>`,
      { about: this.#model.context.about },
    );
  }

  #keydown(event: KeyboardEvent) {
    const zone = keyAt(event.target);
    if (!zone || (event.key !== "Enter" && event.key !== " ")) return walk(event);
    event.preventDefault();
    return this.#tapZone(zone);
  }

  #choose(name: keyof Brush, value: Value, shown = this.#model) {
    this.#write(
      [...this.#selected].map((key) => ({ key, patch: { [name]: value } })),
      shown,
    );
    this.#brush = { ...this.#brush, [name]: value };
    this.#draw();
  }

  async #otherDepth() {
    const shown = this.#model;
    const answer = await openKeypad({
      ...this.#field("depth_mm"),
      label: t("Depth"),
      value: null,
      usual: [],
      about: shown.context.about,
    });
    if (typeof answer === "number") this.#choose("depth_mm", [answer], shown);
  }

  #adjust() {
    this.#brush = { ...EMPTY_BRUSH };
    this.#selected.clear();
    this.#draw();
  }

  #mirror() {
    const pairs = allZones().filter((zone) => zone.pair && !zone.never);
    const changes = mirrored(pairs, this.#zones, this.#selected);
    this.#selected.clear();
    this.#write(changes);
    this.#draw();
  }

  #panel() {
    const model = this.#model;
    const device: DeviceLimits | undefined = model.context.forms.limits.devices[model.note.content.device?.product];
    const chosen = this.#brush.depth_mm?.[0] ?? null;
    const names = [...this.#selected].map((key) => this.#labels[key]).join(", ");
    const keys = [...new Set([...depthKeys(device), chosen ?? []].flat())].sort((a, b) => a - b);
    const zone = this.#selected.size === 1 ? this.#zones[[...this.#selected][0]] : null;
    const depth = zone?.depth_mm?.length === 1 ? zone.depth_mm[0] : chosen;
    const labelled = (id: string, words: unknown, control: unknown) =>
      html`<div class="field" id="${id}-field"><span class="label" id=${id}>${words}</span>${control}</div>`;
    const asked = (name: Answered, draw: Control) => {
      const id = `brush-${name}`;
      const field = this.#field(name);
      return labelled(
        id,
        field.label,
        draw(field, zone?.[name] ?? this.#brush[name], {
          labelledby: id,
          onChange: (answer) => this.#choose(name, answer, model),
        }),
      );
    };
    const tool = (mark: string, word: string, act: () => void, off = false) =>
      html`<button type="button" class="button" ?disabled=${off} @click=${act}>${icon(mark, 20)}${word}</button>`;
    return html`<div class="painter-panel stack">
      <p class="painter-say" role="status">${brushLabel(this.#brush, names)}</p>
      ${labelled(
        "brush-depth_mm",
        html`${t("Depth in mm")}${device ? html` · ${device.label}` : nothing}`,
        html`<div class="depth-key cluster">
        ${chips({
          labelledby: "brush-depth_mm",
          value: depth,
          choices: keys.map((each) => ({
            value: each,
            label: each,
            mark: html`<span class="depth-tint" data-step=${depthStep({ depth_mm: [each] })}></span>`,
          })),
          onChange: (answer: number | null) => (answer === null ? this.#adjust() : this.#choose("depth_mm", [answer])),
        })}
        <button type="button" class="chip" @click=${() => this.#otherDepth()}>${t("Other")}</button>
      </div>`,
      )}
      ${usualOffers(model, [...this.#selected], device, (depth) => this.#choose("depth_mm", [depth]))}
      ${asked("passes", stepper)}
      <div class="painter-tools">
        ${tool("undo", t("Undo"), () => this.#step(this.#undo, this.#redo), !this.#undo.length)}
        ${tool("redo", t("Redo"), () => this.#step(this.#redo, this.#undo), !this.#redo.length)}
        ${tool("mirror", t("Mirror"), () => this.#mirror())}
        ${tool("edit", t("Select"), () => this.#adjust(), this.#brush.depth_mm === null)}
      </div>
      ${asked("endpoint", (field, value, options) => chips({ ...options, choices: field.choices, value }))}
      ${asked("bleeding", (field, value, options) => scale(field.choices, value, options))}
    </div>`;
  }

  #draw() {
    const model = this.#model;
    const { disabled } = model.form;
    const { findings } = model.judged;
    const zones = this.#zones;
    const labels = this.#labels;
    const worst: Record<string, string> = {};
    for (const { at, severity } of findings)
      if (at?.startsWith("zone:")) worst[at.slice(5)] ??= severityClass(severity);
    const map: FaceMapOptions = {
      zones,
      labels,
      findings: worst,
      selected: this.#selected,
      copied: new Set(Object.keys(zones).filter((key) => this.#copied(key).length)),
      anchor: this.#anchor,
      describe: (key) => zoneLabel(labels[key], zones[key], this.#copied(key).length > 0),
      onTap: (event) => this.#touch(event),
      onKeydown: (event) => this.#keydown(event),
    };
    render(
      html`<div class=${disabled ? "" : "painter"}>
          <div class="painter-map">
            ${faceMap(map)}
            ${depthScale()}
          </div>
          ${disabled ? nothing : this.#panel()}
        </div>
        ${zoneList({ model, section: this.#section, zones, write: (key, patch) => this.#write([{ key, patch }], model) })}`,
      this,
    );
  }
}

/** The zone that an event of the map is about; "" outside of all zones. */
const keyAt = (target: EventTarget | null) => (target instanceof SVGElement && target.dataset.zone) || "";

customElements.define("np-zone-map", ZoneMap);
