// @ts-nocheck
import { html } from "../../lib/dom.js";
import { openSheet } from "../controls/dialog.js";
import { inputsOf } from "../controls/text-input.js";
import { primary, trouble } from "../layout/page.js";
import { attempts } from "./async-action.js";

/**
 * A sheet that asks for the values of one thing, and closes with what `save` gave; a refusal is said over the key.
 * asks: {fields({set, input, update}), prefix: of the ids, ready(): whether it can be saved, save(), confirm: the word on the key,
 * words(error), about: the patient's name}. Settles with undefined when it was dismissed.
 */
export function formSheet(heading, values, { fields, prefix, ready, save, confirm, words, about }) {
  const state = { busy: false, problem: "" };
  const content = (close, update) => {
    const attempt = attempts(state, update, words);
    const submit = (event) => {
      event.preventDefault();
      attempt(async () => close(await save()));
    };
    return html`<form class="stack" @submit=${submit}>
      ${fields({ ...inputsOf(values, update, prefix), update })}
      ${trouble(state.problem)}
      ${primary(confirm, null, state.busy || !ready())}
    </form>`;
  };
  return openSheet(heading, content, { about });
}
