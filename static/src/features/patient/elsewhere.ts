// Patients who are not on this tablet: the server is asked where it can be reached, and the screen says so where not.

import { folded } from "../../core/search.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { type PatientLine, readPatient, searchPatients } from "../../sync/snapshot.js";
import type { LocalRecord } from "../../types.js";
import { type ActionState, attempts } from "../../ui/forms/async-action.js";
import { listRow } from "../../ui/layout/list-row.js";
import { errorMessage } from "../../ui/layout/page.js";
import { unreached } from "./absent.js";
import { patientDetail, patientName } from "./patient-labels.js";

/** Between the last letter and the question. */
const REST = 300;
const FEWEST = 2;
/** Two letters, or one sign of a script whose signs stand for words or syllables. */
const isLong = (query: string): boolean => folded(query).length >= FEWEST || /\p{Lo}/u.test(query);

export interface Elsewhere {
  /** The words that are searched for on this tablet. */
  ask: (query: string) => void;
  /** `count` patients are on the server only; `known` are on this tablet. */
  list: (count: number, known: (id: string) => unknown) => Template;
}

/** Searches on the server beside a list of this tablet. `open` gets a patient who is on this tablet by then. */
export function searchElsewhere(redraw: () => void, open: (id: string) => unknown): Elsewhere {
  const state: ActionState & { found: PatientLine[]; busy: boolean } = { found: [], problem: "", busy: false };
  const attempt = attempts(state, redraw, unreached);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = "";
  const search = (query: string) =>
    attempt(async () => {
      const found = await searchPatients(query);
      if (query === asked) state.found = found;
    });
  const press = async (id: string) => {
    if (await attempt(() => readPatient(id))) open(id);
  };
  return {
    ask(query) {
      clearTimeout(timer);
      asked = query.trim();
      state.found = [];
      if (isLong(asked)) timer = setTimeout(search, REST, asked);
    },
    list(count, known) {
      const others = state.found.filter(({ id }) => !known(id));
      if (!count && !others.length) return nothing;
      return html`<section class="group" aria-busy=${state.busy ? "true" : "false"}>
        <p class="hint" role="status">${words(count, others.length, state.busy, isLong(asked))}</p>
        ${errorMessage(state.problem)}
        ${others.length ? html`<ul class="list">${others.map((line) => row(line, press))}</ul>` : nothing}
      </section>`;
    },
  };
}

function words(count: number, found: number, busy: boolean, asked: boolean): string {
  if (busy) return t("Asking the server");
  if (asked && found) return t("On the server, not on this tablet: {n}", { n: found });
  return t("Not everybody is on this tablet: {n} more may exist on the server. Search by name finds them.", {
    n: count,
  });
}

const row = ({ id, earlier = [], ...identity }: PatientLine, press: (id: string) => unknown): Template => {
  const trace = [...earlier].reverse().map((one) => ({ kind: "identity", at: one.until, before: { identity: one } }));
  const patient = { fields: { identity }, trace } as unknown as LocalRecord;
  return listRow({ press: () => void press(id), title: patientName(patient), detail: patientDetail(patient) });
};
