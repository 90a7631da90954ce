// What an input tells the keyboard and the browser about its content, by the name of its field: codes stay as they are
// typed, names of people and products are no misspelled words.

export interface InputHints {
  type: string;
  inputmode?: string;
  autocapitalize?: string;
  autocorrect?: string;
  spellcheck?: string;
}

const CODE = /(?:^|_)(?:lot|serial|unit_code|mrn|firmware|version|batch_of_day)$/;
const PHONE = /(?:^|_)phone$/;
const PERSON = /^(?:given|family|guardian|prescriber|assistant|by|.*_by)$/;
const PRODUCT = /(?:^|_)(?:product|products|brand|manufacturer|model|drug|drug_name|name|agent|device|tip)$/;

export function inputHints(name: string): InputHints {
  if (CODE.test(name)) return { type: "text", autocapitalize: "off", autocorrect: "off", spellcheck: "false" };
  if (PHONE.test(name)) return { type: "tel", inputmode: "tel", autocorrect: "off", spellcheck: "false" };
  if (PERSON.test(name)) return { type: "text", autocapitalize: "words", autocorrect: "off", spellcheck: "false" };
  if (PRODUCT.test(name)) return { type: "text", autocorrect: "off", spellcheck: "false" };
  return { type: "text", autocapitalize: "sentences", spellcheck: "true" };
}
