import { html, type Template } from "../../lib/dom.js";
import { openSheet, type SheetContent } from "../controls/dialog.js";
import { type Inputs, inputsOf } from "../controls/text-input.js";
import { errorMessage, primary } from "../layout/page.js";
import { attempts, type ErrorWords } from "./async-action.js";

/** The properties of the form's fields. */
export interface FormParts<Values> extends Inputs<Values> {
  /** Draws the form again. */
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
}

/**
 * A sheet that asks for the values of one item, and closes with the result of `save`; a refusal is shown above the
 * button. Settles with undefined when it was dismissed.
 */
export function formSheet<Values extends object, Answer>(
  heading: string,
  values: Values,
  { fields, prefix, ready, save, confirm, words, about }: FormSheetOptions<Values, Answer>,
): Promise<Answer | undefined> {
  const state = { busy: false, problem: "" };
  const content: SheetContent<Answer> = (close, update) => {
    const attempt = attempts(state, update, words);
    const submit = (event: Event) => {
      event.preventDefault();
      attempt(async () => close(await save()));
    };
    return html`<form class="stack" @submit=${submit}>
      ${fields({ ...inputsOf(values, update, prefix), update })}
      ${errorMessage(state.problem)}
      ${primary(confirm, null, state.busy || !ready())}
    </form>`;
  };
  return openSheet(heading, content, { about });
}
