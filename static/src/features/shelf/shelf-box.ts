// @ts-nocheck
import { readCode } from "../../core/gs1.js";
import { asShown } from "../../core/merge.js";
import { today } from "../../lib/dates.js";
import { html, nothing } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { createLot, setFields } from "../../store/edits.js";
import { chipField } from "../../ui/controls/chips.js";
import { canScan, scanCode } from "../../ui/controls/scanner.js";
import { formSheet } from "../../ui/forms/form-sheet.js";
import { banner, button, dotted } from "../../ui/layout/page.js";
import { boxKinds } from "./shelf-labels.js";

/** Asks for a box and keeps it on this tablet; `box` is the one to correct. Settles with its id, or undefined. */
export function askBox(box = null) {
  const item = {
    kind: "cartridge",
    product: "",
    manufacturer: "",
    lot: "",
    expiry: "",
    unit_codes: [],
    ...box?.fields.item,
  };
  const form = { codes: item.unit_codes.join("\n"), read: "" };
  return formSheet(box ? t("Correct the box") : t("Open a box"), item, {
    prefix: "box-",
    fields: (parts) => fieldsOf(item, form, parts),
    ready: () => item.product.trim() && item.lot.trim(),
    save: () => save(box, item, form.codes),
    confirm: box ? t("Keep") : t("Put it on the shelf"),
  });
}

function fieldsOf(item, form, { input, set, update }) {
  const scan = async () => {
    const text = await scanCode();
    if (text) take(text, item, form);
    update();
  };
  const type = (event) => {
    form.codes = event.target.value;
  };
  return html`
    ${chipField("box-kind", t("Kind"), boxKinds(), item.kind, set("kind"))}
    ${canScan() ? button(t("Scan the code"), scan, false, "search") : nothing}
    <p class="hint" role="status">${form.read}</p>
    <div class="form">
      ${input("product", t("Product"))}
      ${input("manufacturer", t("Manufacturer"), { required: false })}
      ${input("lot", t("LOT"))}
      ${input("expiry", t("Expiry"), { type: "date", required: false })}
    </div>
    ${
      item.kind === "cartridge"
        ? html`<label class="field" for="box-codes"><span class="label">${t("Unit codes, one on each line")}</span>
      <textarea id="box-codes" rows="3" autocapitalize="off" spellcheck="false" .value=${form.codes} @input=${type}></textarea>
      <span class="hint">${t("One for each cartridge, so that none serves two patients.")}</span></label>`
        : nothing
    }
    ${item.expiry && item.expiry < today() ? banner("warn", t("This box is past its expiry. It is kept on the shelf, but not offered in a note.")) : nothing}`;
}

/** A code from the box fills what it says; of one that cannot be read to its end nothing is taken. */
function take(text, item, form) {
  const read = readCode(text);
  const said = read.kind === "gs1" ? read.said : {};
  const code = read.kind === "unit" ? read.code : said.serial;
  Object.assign(item, said.lot && { lot: said.lot }, said.expiry && { expiry: said.expiry });
  const codes = linesOf(form.codes);
  if (code && !codes.includes(code)) form.codes = [...codes, code].join("\n");
  form.read = {
    gs1: t("Read from the code: {text}", { text: dotted(said.lot, said.expiry, said.serial, said.gtin) }),
    unit: t("Taken as a unit code: {text}", { text: code ?? "" }),
    product: t("This is the product number, the same on every box. Scan the square code, or type lot and unit code."),
    unclear: t("This code cannot be read completely, so nothing was taken from it. Type what is printed beside it."),
  }[read.kind];
}

const linesOf = (text) => [
  ...new Set(
    text
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean),
  ),
];

async function save(box, item, codes) {
  const told = {
    ...item,
    product: item.product.trim(),
    lot: item.lot.trim(),
    manufacturer: item.manufacturer.trim(),
    unit_codes: item.kind === "cartridge" ? linesOf(codes) : [],
  };
  const patch = Object.fromEntries(
    Object.entries(told).map(([name, value]) => [name, value === "" || value?.length === 0 ? null : value]),
  );
  if (!box)
    return createLot(
      Object.fromEntries(Object.entries({ ...patch, opened_on: today() }).filter(([, value]) => value !== null)),
    );
  await setFields("lot", box.id, "item", patch, asShown(box, ["item"]));
  return box.id;
}
