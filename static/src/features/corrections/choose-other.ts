// The other patient: found among those on this tablet by name, number or birth date.
import { isFound, readQuery } from "../../core/search.js";
import { html, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { allSummaries } from "../../store/summaries.js";
import type { LocalRecord } from "../../types.js";
import { openSheet, sameScreen } from "../../ui/controls/dialog.js";
import { textInput } from "../../ui/controls/text-input.js";
import { listRow } from "../../ui/layout/list-row.js";
import { byName, patientFacts, patientName } from "../patient/patient-labels.js";

const SHOWN = 8;

/** Undefined when the sheet is dismissed. `except`: who is not offered. */
export async function chooseOther(heading: string, about: string, except: string): Promise<LocalRecord | undefined> {
  const stays = sameScreen();
  const { all } = await allSummaries("patient");
  if (!stays()) return undefined;
  const known = byName(all.filter(({ id, state }) => id !== except && ["active", "archived"].includes(state)));
  let query = "";
  const content = (close: (answer?: LocalRecord) => void, update: () => void): Template => {
    const asked = readQuery(query);
    const found = known.filter(({ search = "" }) => isFound(search, asked));
    return html`<div class="stack chooser">
      ${textInput("other", t("Name, number or birth date"), {
        type: "search",
        value: query,
        required: false,
        onInput: (text) => {
          query = text;
          update();
        },
      })}
      <p class="hint" role="status">${query ? t("{n} found", { n: found.length }) : t("Patients on this device")}</p>
      <ul class="list">${
        query
          ? found.slice(0, SHOWN).map((patient) =>
              listRow({
                press: () => close(patient),
                title: patientName(patient),
                detail: patientFacts(patient),
              }),
            )
          : ""
      }</ul>
    </div>`;
  };
  return openSheet<LocalRecord>(heading, content, { about });
}
