import { readCode, type Said } from "../../core/gs1.js";
import { asShown, type Shown } from "../../core/merge.js";
import { today } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { draftOf } from "../../store/drafts.js";
import { createLot, setFields } from "../../store/edits.js";
import type { LocalRecord } from "../../types.js";
import { chipField } from "../../ui/controls/chips.js";
import { canScan, type Scanned, scanCode } from "../../ui/controls/scanner.js";
import { type FormParts, formSheet } from "../../ui/forms/form-sheet.js";
import { banner, button, dotted } from "../../ui/layout/page.js";
import { type BoxItem, type BoxKind, boxKinds, itemOf } from "./shelf-labels.js";

/** The values of the sheet; missing ones are empty. */
interface BoxForm extends BoxItem {
  kind: BoxKind;
  product: string;
  manufacturer: string;
  lot: string;
  expiry: string;
  /** The largest yield as typed. */
  yield: string;
  /** The unit codes as typed, one per line. */
  codes: string;
  /** What its author saw of the box when they began to correct it; null for a new one. */
  shown: Shown | null;
}

/** The result of the last scan. */
interface Scan {
  read: string;
  /** How a code reads that may lack a separator: taken only when the person has compared it with the box. */
  unsure: Said | null;
}

/**
 * Asks for a box and stores it on this tablet; `box` is the one to correct, `why` what it lacks. Settles with its id, or
 * undefined.
 */
export function askBox(box: LocalRecord | null = null, why = ""): Promise<string | undefined> {
  const { unit_codes = [], ...known } = box ? itemOf(box) : {};
  const item: BoxForm = {
    kind: "cartridge",
    product: "",
    manufacturer: "",
    lot: "",
    expiry: "",
    ...known,
    codes: unit_codes.join("\n"),
    yield: String(known.yield_pct ?? ""),
    shown: box && asShown(box, ["item"]),
  };
  const form: Scan = { read: "", unsure: null };
  return formSheet(box ? t("Correct the box") : t("Open a box"), item, {
    prefix: "box-",
    fields: (parts) => html`${why ? banner("info", why) : nothing}${fieldsOf(item, form, parts)}`,
    ready: () => Boolean(item.product.trim() && item.lot.trim() && isDay(item.expiry)),
    save: () => save(box, item),
    kept: draftOf(`box:${box?.id ?? "new"}`),
    confirm: box ? t("Keep") : t("Put it on the shelf"),
  });
}

function fieldsOf(item: BoxForm, form: Scan, { input, set, update }: FormParts<BoxForm>): Template {
  const scan = async () => {
    const code = await scanCode();
    if (code) take(code, item, form);
    update();
  };
  const type = (event: Event) => {
    set("codes")((event.currentTarget as HTMLTextAreaElement).value);
  };
  return html`
    ${chipField("box-kind", t("Kind"), boxKinds(), item.kind, set("kind"))}
    ${canScan() ? button(t("Scan the code"), scan, false, "search") : nothing}
    <p class="hint" role="status">${form.read}</p>
    ${form.unsure ? unsureBanner(form.unsure, item, form, update) : nothing}
    <div class="form">
      ${input("product", t("Product"))}
      ${input("manufacturer", t("Manufacturer"), { required: false })}
      ${input("lot", t("LOT"), { code: true })}
      ${input("expiry", t("Expiry"), { type: "date", required: false, error: isDay(item.expiry) ? undefined : t("The year has four digits.") })}
      ${item.kind === "prp_kit" ? input("yield", t("Largest yield, % of the blood drawn"), { required: false }) : nothing}
    </div>
    ${MAY_BE_STERILE.includes(item.kind) ? chipField("box-sterile", t("Sterile"), yesOrNo(), item.sterile ?? null, set("sterile")) : nothing}
    ${
      item.kind === "cartridge"
        ? html`<label class="field" for="box-codes"><span class="label">${t("Unit codes, one on each line")}</span>
      <textarea id="box-codes" rows="3" autocapitalize="off" autocorrect="off" spellcheck="false" .value=${item.codes} @input=${type}></textarea>
      <span class="hint">${t("One for each cartridge, so that none serves two patients.")}</span></label>`
        : nothing
    }
    ${item.expiry && item.expiry < today() ? banner("warn", t("This box is past its expiry. It is kept on the shelf, but not offered in a note.")) : nothing}`;
}

/** Fills in the content of a box's code; a code that cannot be read completely is ignored. */
function take({ text, format }: Scanned, item: BoxForm, form: Scan) {
  const read = readCode(text, format);
  form.unsure = read.kind === "unsure" ? read.said : null;
  if (read.kind === "gs1") return takeSaid(read.said, item, form);
  if (read.kind === "unit") addCode(read.code, item);
  form.read = {
    unit: t("Taken as a unit code: {text}", { text: "code" in read ? read.code : "" }),
    product: t("This is the product number, the same on every box. Scan the square code, or type lot and unit code."),
    unsure: "",
    unclear: t("This code cannot be read completely, so nothing was taken from it. Type what is printed beside it."),
  }[read.kind];
}

function takeSaid(said: Said, item: BoxForm, form: Scan) {
  Object.assign(item, said.lot && { lot: said.lot }, said.expiry && { expiry: said.expiry });
  if (said.serial) addCode(said.serial, item);
  form.unsure = null;
  form.read = t("Read from the code: {text}", { text: dotted(said.lot, said.expiry, said.serial, said.gtin) });
}

function addCode(code: string, item: BoxForm) {
  const codes = linesOf(item.codes);
  if (!codes.includes(code)) item.codes = [...codes, code].join("\n");
}

function unsureBanner(said: Said, item: BoxForm, form: Scan, update: () => void): Template {
  const rows = [
    [t("LOT"), said.lot],
    [t("Expiry"), said.expiry],
    [t("Unit code"), said.serial],
  ].filter(([, value]) => value);
  const same = () => {
    takeSaid(said, item, form);
    update();
  };
  return banner(
    "warn",
    html`<strong>${t("A separator may be missing in this code, so nothing was taken from it.")}</strong>
      <p>${t("Compare with what is printed on the box:")}</p>
      <ul>${rows.map(([label, value]) => html`<li>${label}: <strong>${value}</strong></li>`)}</ul>`,
    button(t("The box says the same"), same, false),
  );
}

/** None, or one of this age: a year that is still being typed has fewer than four digits. */
const isDay = (day: string) => day === "" || (day >= "1900" && day < "2200");

const MAY_BE_STERILE: BoxKind[] = ["glide", "serum"];
const yesOrNo = () => [
  { value: "yes", label: t("Yes") },
  { value: "no", label: t("No") },
];

/** A whole number of per cent; anything else is not taken. */
const percent = (text: string) => (/^\s*([1-9]\d?|100)\s*%?\s*$/.test(text) ? Number.parseInt(text, 10) : null);

const linesOf = (text: string) => [
  ...new Set(
    text
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean),
  ),
];

async function save(box: LocalRecord | null, { codes, shown, yield: most, ...item }: BoxForm): Promise<string> {
  const values = {
    ...item,
    product: item.product.trim(),
    lot: item.lot.trim(),
    manufacturer: item.manufacturer.trim(),
    sterile: MAY_BE_STERILE.includes(item.kind) ? (item.sterile ?? null) : null,
    yield_pct: item.kind === "prp_kit" ? percent(most) : null,
    unit_codes: item.kind === "cartridge" ? linesOf(codes) : [],
  };
  const patch = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      value === "" || (Array.isArray(value) && !value.length) ? null : value,
    ]),
  );
  if (!box)
    return createLot(
      Object.fromEntries(Object.entries({ ...patch, opened_on: today() }).filter(([, value]) => value !== null)),
    );
  await setFields("lot", box.id, "item", patch, shown ?? asShown(box, ["item"]));
  return box.id;
}
