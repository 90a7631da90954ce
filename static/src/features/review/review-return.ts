import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { draftOf } from "../../store/drafts.js";
import { unitLabel } from "../../store/forms.js";
import type { LocalRecord, Pin } from "../../types.js";
import { chips } from "../../ui/controls/chips.js";
import { LONGEST_COMMENT, textLimit } from "../../ui/controls/text-limit.js";
import { formSheet } from "../../ui/forms/form-sheet.js";
import { quiet } from "../../ui/layout/page.js";
import { placeWords, returnReasons } from "../note-record/pin-words.js";
import { patientName } from "../patient/patient-labels.js";

/** A place of the note; without a field the unit as a whole. */
export type Place = Pick<Pin, "unit" | "field">;

/** What the reviewer wants corrected; `unit` is null for the note as a whole. */
export interface ReturnWords {
  comment: string;
  unit: string | null;
  pins: Pin[];
  /** To be called once the decision is stored. */
  stored: () => Promise<unknown>;
}

interface Said {
  comment: string;
  unit: string;
  pins: Pin[];
}

const FEW = 3;

/**
 * Asks what is to be corrected and where; settles with null when the sheet is dismissed. What was entered is kept until
 * the decision is stored, so that another place can be pointed at: `place` is added to those of before.
 */
export async function askReturn(
  note: LocalRecord,
  patient: LocalRecord | undefined,
  place?: Place,
): Promise<ReturnWords | null> {
  const draft = draftOf<Said>(`return:${note.id}`);
  const said: Said = { comment: "", unit: "", pins: [] };
  if (place) {
    const kept = await draft.load();
    if (kept) await draft.save(withPlace(kept, place));
    else Object.assign(said, withPlace(said, place));
  }
  const units = Object.keys(note.fields).filter((unit) => !/^(reason|override|carried)/.test(unit));
  const sure = await formSheet(t("Return for correction"), said, {
    fields: ({ set, update }) => {
      const written = (name: "comment" | "unit") => (event: Event) =>
        set(name)((event.currentTarget as HTMLTextAreaElement | HTMLSelectElement).value);
      return html`
        ${said.pins.map((pin) => pinFields(pin, said, update))}
        <label class="field"><span class="label">${said.pins.length ? t("On the note as a whole, if needed") : t("What should be corrected?")}</span>
          <textarea ?autofocus=${!said.pins.length} ?required=${!said.pins.length} rows=${said.pins.length ? 1 : 3} maxlength=${LONGEST_COMMENT} .value=${said.comment} @input=${written("comment")}></textarea>
          <span class="hint">${said.pins.length ? t("For another place, close this and tap its label in the note. What is entered is kept.") : t("The author sees this beside the section, and on the home page.")}</span></label>
        ${textLimit(said.comment, LONGEST_COMMENT)}
        ${said.pins.length ? nothing : wherePart(units, said, written("unit"))}`;
    },
    ready: () => (said.pins.length ? said.pins.every(saysWhy) : said.comment.trim().length >= FEW),
    save: () => true,
    confirm: t("Return to the author"),
    about: patientName(patient),
    kept: draft,
    later: true,
  });
  if (!sure) return null;
  const pins = said.pins.map((pin) => ({ ...pin, comment: pin.comment.trim() }));
  return { comment: said.comment.trim(), unit: (pins[0]?.unit ?? said.unit) || null, pins, stored: draft.clear };
}

const saysWhy = ({ reason, comment }: Pin) => Boolean(reason || comment.trim());

/** The latest place first, where it is answered. */
function withPlace({ comment, unit: where, pins = [] }: Said, { unit, field }: Place): Said {
  const isThis = (pin: Pin) => pin.unit === unit && pin.field === field;
  const known = pins.find(isThis) ?? { unit, field, reason: null, comment: "" };
  return { comment, unit: where, pins: [known, ...pins.filter((pin) => !isThis(pin))] };
}

function pinFields(pin: Pin, said: Said, update: () => void): Template {
  const change = (news: Partial<Pin>) => {
    Object.assign(pin, news);
    update();
  };
  const drop = () => {
    said.pins = said.pins.filter((each) => each !== pin);
    update();
  };
  const words = placeWords(pin);
  return html`<fieldset class="pin-fields">
    <legend class="cluster cluster--apart"><b>${words}</b>${quiet(html`${t("Remove")}<span class="visually-hidden">: ${words}</span>`, drop)}</legend>
    ${chips({ choices: returnReasons(), value: pin.reason, onChange: (reason) => change({ reason: reason as string | null }) })}
    <label class="field"><span class="label">${t("In words, if needed")}</span>
      <textarea rows="1" maxlength=${LONGEST_COMMENT} .value=${pin.comment} @input=${(event: Event) => change({ comment: (event.currentTarget as HTMLTextAreaElement).value })}></textarea></label>
  </fieldset>`;
}

const wherePart = (units: string[], said: Said, choose: (event: Event) => void): Template => html`
  <label class="field"><span class="label">${t("Where")}</span>
    <select @change=${choose}>
      <option value="" ?selected=${!said.unit}>${t("The note as a whole")}</option>
      ${units.map((unit) => html`<option value=${unit} ?selected=${said.unit === unit}>${unitLabel("note", unit)}</option>`)}
    </select></label>`;
