// The clinic's consent texts: read in each language, written by an administrator, approved by a supervisor who wrote
// nothing of it, and every version that was ever signed.
import { formatDate, formatDateTime } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { liveView } from "../../live-query.js";
import { draftOf } from "../../store/drafts.js";
import { renewForms } from "../../store/forms.js";
import { approveText, readTexts, saveText } from "../../sync/registry.js";
import type { Value } from "../../types.js";
import { chipField } from "../../ui/controls/chips.js";
import { textLimit } from "../../ui/controls/text-limit.js";
import { type ActionState, type Attempt, attempts, saidBy } from "../../ui/forms/async-action.js";
import { formSheet } from "../../ui/forms/form-sheet.js";
import { icon } from "../../ui/layout/icons.js";
import { backToMore, banner, button, errorMessage, group, page } from "../../ui/layout/page.js";

export const title = () => t("Consent texts");

type Text = Record<string, string>;

interface Version {
  version: number;
  name: string;
  text: Text;
  author_name: string | null;
  created_at: string;
  reason: string;
  approved: { name: string; at: string } | null;
}

/** A language in GET /consent-texts. `in_use`: the version that patients sign, null where there is none. */
interface Language {
  name: string;
  dir: string;
  version: number;
  text: Text;
  in_use: string | null;
  may_approve: boolean;
  history: Version[];
}

interface Texts {
  languages: Record<string, Language>;
  may_change: boolean;
}

interface State extends ActionState {
  busy: boolean;
  language: string;
  texts: Texts | null;
}

const LONGEST = 3000;
const SHORTEST_REASON = 10;
const partNames = (): [string, string][] => [
  ["all", t("Before every signature")],
  ["prp", t("With PRP")],
  ["photo_clinical", t("With photos for the record")],
  ["photo_marketing", t("With photos for publicity")],
  ["off_label", t("With use outside the label")],
];

const words = () => saidBy(t("The text is kept on the server, which cannot be reached now."));

export function view(host: HTMLElement) {
  const state: State = { problem: "", busy: false, language: "en", texts: null };
  let attempt: Attempt;
  return liveView(
    host,
    (redraw) => {
      attempt = attempts(state, redraw, words());
      attempt(async () => {
        state.texts = await readTexts();
      });
      return {};
    },
    (_found, redraw) =>
      page(
        title(),
        html`${errorMessage(state.problem)}${state.texts ? loaded(state, state.texts, attempt, redraw) : nothing}`,
        backToMore(),
        "registry",
      ),
  );
}

function loaded(state: State, texts: Texts, attempt: Attempt, redraw: () => void): Template {
  const shown = texts.languages[state.language] ?? texts.languages.en;
  const take = (found: Texts) => {
    state.texts = found;
    redraw();
    renewForms().catch(() => {});
  };
  const names = Object.entries(texts.languages).map(([value, { name, in_use: used }]) => ({
    value,
    label: used ? `${name} ✓` : name,
  }));
  const choose = (value: Value) => {
    state.language = String(value);
    redraw();
  };
  const approve = () => attempt(async () => take(await approveText(state.language, shown.version)));
  const change = async () => {
    const found = await askNewText(state.language, shown);
    if (found) take(found);
  };
  return html`
    ${chipField("consent-text-language", t("Language"), names, state.language, choose)}
    ${standing(shown, shown.may_approve ? button(t("Approve this text"), approve, state.busy) : nothing)}
    ${group(t("Text"), html`${textOf(shown.text, shown, state.language)}${texts.may_change ? button(t("Change the text"), change, state.busy) : nothing}`)}
    ${
      shown.history.length
        ? group(
            t("Versions"),
            shown.history.map((one) => versionCard(one, shown, state.language)),
          )
        : nothing
    }`;
}

/** What patients sign now, and whether that is the text below. */
function standing({ history: [newest], in_use: used }: Language, approve: Template | typeof nothing): Template {
  const approved = newest?.approved;
  const head = approved
    ? t("Approved by {name} on {date}", { name: approved.name, date: formatDate(approved.at) })
    : t("Not yet approved");
  const now = used
    ? t("Patients sign version {name} until this text is approved.", { name: used })
    : t("Nobody signs in this language before a supervisor who did not write the text has approved it.");
  return banner(
    approved ? "good" : "warn",
    html`<p><strong>${head}</strong> ${used ? html`<span class="quiet unbroken">${t("version {name}", { name: used })}</span>` : nothing}</p>${approved ? nothing : html`<p>${now}</p>`}`,
    approve,
  );
}

const textOf = (text: Text, { dir }: Language, language: string): Template =>
  html`${partNames().map(
    ([part, name]) => html`<section class="stack stack--tight"><h3>${name}</h3>
      ${text[part] ? html`<div class="consent-text" lang=${language} dir=${dir}>${text[part].split("\n").map((line) => html`<p>${line}</p>`)}</div>` : html`<p class="quiet">${t("No text yet")}</p>`}</section>`,
  )}`;

function versionCard(one: Version, shown: Language, language: string): Template {
  const { name, author_name: author, created_at: at, reason, approved, text } = one;
  const written = author ? t("Written by {name}", { name: author }) : t("The text that ships with Needlepoint");
  return html`<article class="card">
    <h3>${t("Version {name}", { name })} ${approved ? html`<span class="tag" data-state="approved">${t("approved")}</span>` : nothing}</h3>
    <p>${written} <span class="quiet">${formatDateTime(at)}</span></p>
    ${approved ? html`<p class="clean">${icon("check")}${t("Approved by {name} on {date}", { name: approved.name, date: formatDate(approved.at) })}</p>` : html`<p>“${reason}”</p>`}
    <details class="more"><summary>${t("Show the text")}</summary>${textOf(text, shown, language)}</details>
  </article>`;
}

/** The sheet in which the text is written; what was typed is kept on this device until it is saved. */
function askNewText(language: string, { name, dir, text, version }: Language): Promise<Texts | undefined> {
  const values: Text = { ...Object.fromEntries(partNames().map(([part]) => [part, text[part] ?? ""])), reason: "" };
  const written = () => Object.fromEntries(partNames().map(([part]) => [part, values[part]]));
  const fits = () =>
    partNames().every(([part]) => values[part].trim() && values[part].length <= LONGEST) &&
    values.reason.trim().length >= SHORTEST_REASON;
  return formSheet<Text, Texts>(t("Consent text: {language}", { language: name }), values, {
    prefix: "consent-",
    kept: draftOf<Text>(`consent-text:${language}`),
    words: words(),
    ready: fits,
    confirm: t("Save for approval"),
    save: () => saveText(language, version, written(), values.reason.trim()),
    fields: ({
      set,
      input,
    }) => html`<p class="hint">${t("One line is one paragraph. Patients go on signing the approved version until a supervisor who did not write this one has approved it.")}</p>
      ${partNames().map(
        ([part, label]) => html`<label class="field"><span class="label">${label}</span>
          <textarea rows=${part === "all" ? 8 : 3} lang=${language} dir=${dir} maxlength=${LONGEST} .value=${values[part]} @input=${(event: Event) => set(part)((event.currentTarget as HTMLTextAreaElement).value)}></textarea>${textLimit(values[part], LONGEST)}</label>`,
      )}
      ${input("reason", t("What was changed, and why"), { hint: t("At least 10 characters") })}`,
  });
}
