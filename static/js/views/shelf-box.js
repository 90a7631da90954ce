import { chips } from "../components/chips.js";
import { openSheet } from "../components/dialog.js";
import { icon } from "../components/frame-icons.js";
import { canScan, scanCode } from "../components/scan.js";
import { boxKinds } from "../components/shelf-words.js";
import { textInput } from "../components/text-input.js";
import { parseGs1 } from "../core/gs1.js";
import { today } from "../lib/dates.js";
import { html, nothing } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { createLot, setFields } from "../store/edits.js";

/** Asks for a box and keeps it on this tablet; `box` is the one to correct. Settles with its id, or undefined. */
export function askBox(box = null) {
  const item = { kind: "cartridge", product: "", manufacturer: "", lot: "", expiry: "", unit_codes: [], ...box?.fields.item };
  const form = { codes: item.unit_codes.join("\n"), busy: false, problem: "", read: "" };
  return openSheet(box ? t("Correct the box") : t("Open a box"), (close, update) => {
    const set = (name) => (value) => {
      item[name] = value;
      update();
    };
    const scan = async () => {
      const text = await scanCode();
      if (text) take(text, item, form);
      update();
    };
    const keep = async (event) => {
      event.preventDefault();
      Object.assign(form, { busy: true, problem: "" });
      update();
      try {
        close(await save(box, item, form.codes));
      } catch (error) {
        Object.assign(form, { busy: false, problem: error.message });
        update();
      }
    };
    return html`<form class="stack" @submit=${keep}>
      <div class="field"><span class="label" id="box-kind">${t("Kind")}</span>
        ${chips({ choices: boxKinds(), value: item.kind, labelledby: "box-kind", onChange: (kind) => kind && set("kind")(kind) })}</div>
      ${canScan() ? html`<button type="button" class="button" @click=${scan}>${icon("search")}${t("Scan the code")}</button>` : nothing}
      <p class="hint" role="status">${form.read}</p>
      <div class="form">
        ${textInput("box-product", t("Product"), { value: item.product, onInput: set("product") })}
        ${textInput("box-manufacturer", t("Manufacturer"), { value: item.manufacturer, onInput: set("manufacturer"), required: false })}
        ${textInput("box-lot", t("LOT"), { value: item.lot, onInput: set("lot") })}
        ${textInput("box-expiry", t("Expiry"), { type: "date", value: item.expiry, onInput: set("expiry"), required: false })}
      </div>
      ${item.kind === "cartridge" ? html`<label class="field" for="box-codes"><span class="label">${t("Unit codes, one on each line")}</span>
        <textarea id="box-codes" rows="3" autocapitalize="off" spellcheck="false" .value=${form.codes} @input=${(event) => {
          form.codes = event.target.value;
        }}></textarea><span class="hint">${t("One for each cartridge, so that none serves two patients.")}</span></label>` : nothing}
      ${item.expiry && item.expiry < today() ? html`<p class="banner" data-severity="warn">${icon("warn")}${t("This box is past its expiry. It is kept on the shelf, but not offered in a note.")}</p>` : nothing}
      ${form.problem ? html`<p class="banner" data-severity="block" role="alert">${icon("block")}${form.problem}</p>` : nothing}
      <button class="button button--primary" ?disabled=${form.busy || !item.product.trim() || !item.lot.trim()}>${box ? t("Keep") : t("Put it on the shelf")}</button>
    </form>`;
  });
}

/** A code from the box fills what it says; one that is no GS1 code is taken for the code of a single unit. */
function take(text, item, form) {
  const said = parseGs1(text);
  const code = said ? said.serial : text.trim();
  Object.assign(item, said?.lot && { lot: said.lot }, said?.expiry && { expiry: said.expiry });
  const codes = linesOf(form.codes);
  if (code && !codes.includes(code)) form.codes = [...codes, code].join("\n");
  form.read = said ? t("Read from the code: {text}", { text: [said.lot, said.expiry, said.serial, said.gtin].filter(Boolean).join(" · ") }) : t("Taken as a unit code: {text}", { text: code });
}

const linesOf = (text) => [...new Set(text.split("\n").map((line) => line.trim()).filter(Boolean))];

async function save(box, item, codes) {
  const told = { ...item, product: item.product.trim(), lot: item.lot.trim(), manufacturer: item.manufacturer.trim(), unit_codes: item.kind === "cartridge" ? linesOf(codes) : [] };
  const patch = Object.fromEntries(Object.entries(told).map(([name, value]) => [name, value === "" || value?.length === 0 ? null : value]));
  if (!box) return createLot(Object.fromEntries(Object.entries({ ...patch, opened_on: today() }).filter(([, value]) => value !== null)));
  await setFields("lot", box.id, "item", patch);
  return box.id;
}
