// Injected anaesthetics and other comfort measures, entered beside the cream or without one.
import { choiceLabel, fieldOf, sectionFor } from "../../core/catalogue.js";
import { laOf } from "../../core/views.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { showNumber } from "../../lib/numbers.js";
import type { Unit } from "../../types.js";
import type { NoteModel } from "../note/note-model.js";
import { readingList } from "./readings.js";
import { unitList } from "./unit-list.js";

/** The dose as it follows from strength and volume, or as typed. */
function dose(unit: string, model: NoteModel): Template {
  const mg = laOf(model.note.content).find(({ key }) => key === unit)?.mg;
  return mg == null ? nothing : readingList(t("Worked out from the entries"), [[t("Dose"), showNumber(mg), "mg"]]);
}

/** Forms received before these sections existed lack them. */
export function besideCream(model: NoteModel): Template {
  const [la, comfort] = ["la", "comfort"].map((name) => sectionFor(model.context.sections, name));
  return html`${
    la
      ? unitList(la, model, {
          name: ({ drug, drug_name }: Unit) =>
            drug_name ?? choiceLabel(fieldOf(la, "drug"), drug) ?? t("Injected anaesthetic"),
          add: t("Add an injected anaesthetic"),
          after: (unit) => dose(unit, model),
        })
      : nothing
  }
  ${
    comfort
      ? unitList(comfort, model, {
          name: ({ kind }: Unit) => choiceLabel(fieldOf(comfort, "kind"), kind) ?? t("Other comfort measure"),
          add: t("Add another comfort measure"),
        })
      : nothing
  }`;
}
