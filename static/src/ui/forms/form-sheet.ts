import { same } from "../../core/canonical.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { type Kept, openSheet, type SheetContent, sameScreen } from "../controls/dialog.js";
import { type Inputs, inputsOf } from "../controls/text-input.js";
import { banner, errorMessage, primary, quiet } from "../layout/page.js";
import { attempts, type ErrorWords } from "./async-action.js";

/** The properties of the form's fields. */
export interface FormParts<Values> extends Inputs<Values> {
  /** Keeps the values and draws the form again. */
  update: () => void;
}

export interface FormSheetOptions<Values, Answer> {
  fields: (parts: FormParts<Values>) => Template;
  /** Prefix of the ids. */
  prefix?: string;
  /** Whether the values can be saved. */
  ready: () => boolean;
  save: () => Answer | Promise<Answer>;
  /** The text of the button that saves. */
  confirm: string;
  words?: ErrorWords;
  /** The name of the patient whose record is changed. */
  about?: string;
  /** Where the entries are kept until they are saved. */
  kept?: Kept<Values>;
  /** The answer is not stored by `save`: the caller clears what is kept once it is. */
  later?: boolean;
}

/**
 * A sheet that asks for the values of one item, and closes with the result of `save`; a refusal is shown above the
 * button. Settles with undefined when it was dismissed: what was typed is kept, and shown at the next opening.
 */
export async function formSheet<Values extends object, Answer>(
  heading: string,
  values: Values,
  { fields, prefix, ready, save, confirm, words, about, kept, later }: FormSheetOptions<Values, Answer>,
): Promise<Answer | undefined> {
  const stays = sameScreen();
  const first: Values = structuredClone(values);
  let begun = await kept?.load();
  if (!stays()) return undefined;
  Object.assign(values, begun);
  const state = { busy: false, problem: "" };
  const content: SheetContent<Answer> = (close, update) => {
    const attempt = attempts(state, update, words);
    const changed = () => {
      void (same(values, first) ? kept?.clear() : kept?.save(values));
      update();
    };
    const afresh = () => {
      begun = undefined;
      Object.assign(values, structuredClone(first));
      changed();
    };
    const submit = (event: Event) => {
      event.preventDefault();
      attempt(async () => {
        const answer = await save();
        if (!later) await kept?.clear();
        close(answer);
      });
    };
    return html`<form class="stack" @submit=${submit}>
      ${begun ? banner("info", t("Begun earlier and not finished."), quiet(t("Start afresh"), afresh)) : nothing}
      ${fields({ ...inputsOf(values, changed, prefix), update: changed })}
      ${errorMessage(state.problem)}
      ${primary(confirm, null, state.busy || !ready())}
    </form>`;
  };
  return openSheet(heading, content, { about });
}
