// <np-zone-map>: paint depths on the face with a gloved thumb. Tap a depth, then zones; or zones, then a depth.
import { touched } from "../core/carried.js";
import { html, nothing, render } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { chips, walk } from "./chips.js";
import { openSheet } from "./dialog.js";
import { depthStep, depthText, faceMap, ZONES } from "./face-map.js";
import { severityClass } from "./finding.js";
import { icon } from "./icons.js";
import { openKeypad } from "./keypad.js";
import { withUnit } from "./numbers.js";
import { scale } from "./scale.js";
import { stepper } from "./stepper.js";
import { zoneList } from "./zone-list.js";
import { depthKeys, isScar, mirrored, paint, reversed, usualDepths } from "./zone-painter.js";

const TOUCH_PX = 48;
const EMPTY_BRUSH = { depth_mm: null, passes: null, bleeding: null, endpoint: null };
const BINS = ["< 0.5", "0.5–0.9", "1–1.4", "1.5–1.9", "≥ 2"];
const byKey = new Map(ZONES.map((zone) => [zone.key, zone]));

class ZoneMap extends HTMLElement {
  #desk = null;
  #brush = { ...EMPTY_BRUSH };
  #selected = new Set();
  #undo = [];
  #redo = [];
  #anchor = "forehead";

  /** The judged note (note-desk.js); zones are written through its `set`. */
  set desk(desk) {
    this.#desk = desk;
    this.#draw();
  }

  get #section() {
    return this.#desk.section("zone");
  }

  get #zones() {
    return Object.fromEntries(ZONES.map(({ key }) => [key, this.#desk.content[`zone:${key}`]]).filter(([, zone]) => zone));
  }

  #label(key) {
    return this.#section.keys.find((each) => each.key === key)?.label ?? key;
  }

  #field(name) {
    return this.#section.fields.find((field) => field.name === name);
  }

  /** One step that undo takes back as a whole. changes: [{key, patch}] */
  #write(changes) {
    if (!changes.length || this.#desk.disabled) return;
    this.#redo = [];
    this.#undo.push(this.#put(changes));
  }

  /** Writes in one go; gives what takes it back, with the paths that were only copied until now. */
  #put(changes, copied = []) {
    const zones = this.#zones;
    const units = Object.fromEntries(changes.map(({ key, patch }) => [`zone:${key}`, patch]));
    const back = { changes: changes.map(({ key, patch }) => ({ key, patch: reversed(zones[key], { ...zones[key], ...patch }) })), copied: touched(this.#desk.content, units) };
    this.#desk.setAll(units, copied);
    return back;
  }

  #step(from, to) {
    const last = from.pop();
    if (last) to.push(this.#put(last.changes, last.copied));
    this.#draw();
  }

  #tapZone(key) {
    this.#anchor = key;
    if (this.#desk.disabled) return;
    if (this.#brush.depth_mm === null) this.#selected.has(key) ? this.#selected.delete(key) : this.#selected.add(key);
    else {
      this.#selected.clear();
      this.#paint(key);
    }
    this.#draw();
  }

  /** The brush on a zone; where it finds the very values that were carried over, it confirms them. */
  #paint(key) {
    const patch = paint(this.#zones[key], this.#brush);
    const copied = this.#copied(key);
    const repeats = copied.length && Object.values(patch).every((value) => value === null);
    if (repeats) this.#desk.confirm(copied);
    else this.#write([{ key, patch }]);
  }

  #copied(key) {
    return this.#desk.unconfirmed.filter((path) => path.startsWith(`zone:${key}.`));
  }

  /** A small or forbidden area is never painted by a stray tap: the thumb is asked what it meant. */
  async #touch(event) {
    const { zone: key } = event.target.dataset;
    if (!key) return undefined;
    const zone = byKey.get(key);
    const box = event.target.getBoundingClientRect();
    const small = Math.min(box.width, box.height) < TOUCH_PX;
    if (event.detail === 0 || (!zone.never && !small)) return this.#tapZone(key);
    const near = zone.near ?? this.#neighbours(box);
    const choice = near.length ? await this.#ask([key, ...near]) : key;
    if (choice) this.#tapZone(choice);
    return undefined;
  }

  #neighbours(box) {
    const reach = TOUCH_PX / 2;
    return [...this.querySelectorAll(".map-zone:not([data-never])")]
      .filter((path) => {
        const other = path.getBoundingClientRect();
        return other.left < box.right + reach && other.right > box.left - reach && other.top < box.bottom && other.bottom > box.top;
      })
      .map((path) => path.dataset.zone)
      .slice(0, 4);
  }

  #ask(keys) {
    const ordered = [...new Set(keys)].sort((a, b) => Boolean(byKey.get(a).never) - Boolean(byKey.get(b).never));
    return openSheet(
      t("Which zone?"),
      (close) => html`<div class="stack">${ordered.map(
        (key) => html`<button type="button" class="button zone-choice" @click=${() => close(key)}>${this.#label(key)}
          ${byKey.get(key).never ? html`<span class="zone-never">${icon("block", 20)}${t("never needled; record a mistake only")}</span>` : nothing}</button>`,
      )}</div>`,
    );
  }

  #keydown(event) {
    if (event.key === "Enter" || event.key === " ") {
      const key = event.target.dataset.zone;
      if (key) {
        event.preventDefault();
        this.#tapZone(key);
      }
    } else walk(event);
  }

  #choose(name, value) {
    this.#write([...this.#selected].map((key) => ({ key, patch: { [name]: value } })));
    this.#brush = { ...this.#brush, [name]: value };
    this.#draw();
  }

  async #otherDepth() {
    const answer = await openKeypad({ ...this.#field("depth_mm"), label: t("Depth"), value: null, usual: [] });
    if (typeof answer === "number") this.#choose("depth_mm", [answer]);
  }

  #adjust() {
    this.#brush = { ...EMPTY_BRUSH };
    this.#selected.clear();
    this.#draw();
  }

  #mirror() {
    const pairs = ZONES.filter((zone) => zone.pair && !zone.never);
    const changes = mirrored(pairs, this.#zones, this.#selected);
    this.#selected.clear();
    this.#write(changes);
    this.#draw();
  }

  #says() {
    const names = [...this.#selected].map((key) => this.#label(key)).join(", ");
    if (names) return html`<b>${names}</b> · ${this.#brush.depth_mm === null ? t("now choose a depth") : t("changes go to these zones")}`;
    if (this.#brush.depth_mm === null) return t("Choose a depth and tap the zones, or tap zones first.");
    const passes = this.#brush.passes === null ? "" : ` · ${withUnit(this.#brush.passes, "{pass}")}`;
    return html`${t("Painting")} <b class="figure">${depthText(this.#brush)}<small>mm${passes}</small></b> · ${t("tap the zones")}`;
  }

  #panel() {
    const device = this.#desk.forms.limits.devices[this.#desk.content.device?.product];
    const chosen = this.#brush.depth_mm?.[0] ?? null;
    const keys = [...new Set([...depthKeys(device), ...(chosen === null ? [] : [chosen])])].sort((a, b) => a - b);
    const zone = this.#selected.size === 1 ? this.#zones[[...this.#selected][0]] : null;
    const value = (name) => zone?.[name] ?? this.#brush[name];
    const depth = zone?.depth_mm?.length === 1 ? zone.depth_mm[0] : chosen;
    const label = (name) => html`<span class="label" id="brush-${name}">${this.#field(name).label}</span>`;
    return html`<div class="painter-panel stack">
      <p class="painter-say" role="status">${this.#says()}</p>
      <div class="field">${html`<span class="label" id="brush-depth_mm">${t("Depth in mm")}${device ? html` · ${device.label}` : nothing}</span>`}
        <div class="depth-key cluster">
          ${chips({
            labelledby: "brush-depth_mm",
            value: depth,
            choices: keys.map((each) => ({ value: each, label: String(each), mark: html`<span class="depth-tint" data-step=${depthStep({ depth_mm: [each] })}></span>` })),
            onChange: (answer) => (answer === null ? this.#adjust() : this.#choose("depth_mm", [answer])),
          })}
          <button type="button" class="chip" @click=${() => this.#otherDepth()}>${t("Other")}</button>
        </div></div>
      ${this.#usual(device)}
      <div class="field" id="brush-passes-field">${label("passes")}${stepper(this.#field("passes"), value("passes"), { labelledby: "brush-passes", onChange: (answer) => this.#choose("passes", answer) })}</div>
      <div class="painter-tools">
        <button type="button" class="button" ?disabled=${!this.#undo.length} @click=${() => this.#step(this.#undo, this.#redo)}>${icon("undo", 20)}${t("Undo")}</button>
        <button type="button" class="button" ?disabled=${!this.#redo.length} @click=${() => this.#step(this.#redo, this.#undo)}>${icon("redo", 20)}${t("Redo")}</button>
        <button type="button" class="button" @click=${() => this.#mirror()}>${icon("mirror", 20)}${t("Mirror")}</button>
        <button type="button" class="button" ?disabled=${this.#brush.depth_mm === null} @click=${() => this.#adjust()}>${icon("edit", 20)}${t("Select")}</button>
      </div>
      <div class="field">${label("endpoint")}${chips({ choices: this.#field("endpoint").choices, value: value("endpoint"), labelledby: "brush-endpoint", onChange: (answer) => this.#choose("endpoint", answer) })}</div>
      <div class="field">${label("bleeding")}${scale(this.#field("bleeding").choices, value("bleeding"), { labelledby: "brush-bleeding", onChange: (answer) => this.#choose("bleeding", answer) })}</div>
    </div>`;
  }

  /** What is usual in the chosen zones for this indication, before all the depths the device can set. */
  #usual(device) {
    const { visit = {} } = this.#desk.content;
    const { zones } = this.#desk.forms.limits;
    const offered = usualDepths([...this.#selected], visit.indication, zones, device);
    const words = offered.length ? (isScar(visit.indication) ? t("Usual here for scars") : t("Usual here for texture")) : t("Choose a zone to see its usual depths.");
    return html`<div class="field usual-depths"><span class="label" id="usual-depths">${words}</span>
      <div class="cluster" role="group" aria-labelledby="usual-depths">${offered.map((depth) => html`<button type="button" class="chip" @click=${() => this.#choose("depth_mm", [depth])}>${withUnit(depth, "mm")}</button>`)}</div></div>`;
  }

  #draw() {
    const zones = this.#zones;
    const labels = Object.fromEntries(this.#section.keys.map(({ key, label }) => [key, label]));
    const worst = {};
    for (const finding of this.#desk.findings) if (finding.at?.startsWith("zone:")) worst[finding.at.slice(5)] ??= severityClass(finding.severity);
    const describe = (key) => [labels[key], zones[key] ? t("{depth} mm", { depth: depthText(zones[key]) }) : t("not treated"), zones[key]?.passes ? withUnit(zones[key].passes, "{pass}") : null, this.#copied(key).length ? t("carried over, not confirmed") : null].filter(Boolean).join(", ");
    render(
      html`<div class=${this.#desk.disabled ? "" : "painter"}>
          <div class="painter-map">
            ${faceMap({ zones, labels, findings: worst, selected: this.#selected, copied: new Set(Object.keys(zones).filter((key) => this.#copied(key).length)), anchor: this.#anchor, describe, onTap: (event) => this.#touch(event), onKeydown: (event) => this.#keydown(event) })}
            <p class="map-key" aria-hidden="true"><span>mm</span>${BINS.map((words, index) => html`<span><i data-step=${index + 1}></i>${words}</span>`)}</p>
          </div>
          ${this.#desk.disabled ? nothing : this.#panel()}
        </div>
        ${zoneList({ desk: this.#desk, section: this.#section, zones, write: (key, patch) => this.#write([{ key, patch }]) })}`,
      this,
    );
  }
}
customElements.define("np-zone-map", ZoneMap);
