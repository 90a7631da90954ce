// What the clinic decides for all its people and tablets; changed by an administrator. What was changed and is not saved
// yet is kept.
import { same } from "../../core/canonical.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { serverView } from "../../live-query.js";
import { draftOf } from "../../store/drafts.js";
import { currentForms, renewForms } from "../../store/forms.js";
import { type ClinicSettings, changeClinic, readClinic } from "../../sync/clinic.js";
import { listUsers } from "../../sync/people.js";
import type { Account, Deputy, Unit } from "../../types.js";
import { type ChipChoice, chipField, chips } from "../../ui/controls/chips.js";
import { textInput } from "../../ui/controls/text-input.js";
import { type ActionState, attempts, saidBy, type Thrown } from "../../ui/forms/async-action.js";
import { backToMore, banner, bar, button, group, page, primary } from "../../ui/layout/page.js";
import { emergencyNumbers } from "./emergency-numbers.js";
import { noDeputy, reviewers } from "./reviewers.js";
import {
  countersignChoices,
  countryName,
  factorChoices,
  reviewChoices,
  settingLabel,
  settingWords,
} from "./setting-labels.js";

export const title = () => t("Clinic settings");

type Name = Exclude<keyof ClinicSettings, "countries" | "clinicians">;

interface State extends ActionState {
  busy: boolean;
  /** As the server has them; null until it has answered. */
  current: ClinicSettings | null;
  /** What was changed here and is not saved yet. */
  changed: Partial<ClinicSettings>;
  /** Who may be a trainee. */
  people: Account[];
  /** A stand-in that is being entered. */
  standIn: Deputy;
  /** Why the server refused a value. */
  errors: Record<string, string>;
}

interface Acts {
  load: () => Promise<unknown>;
  set: (name: Name, value: unknown) => void;
  save: () => Promise<unknown>;
  discard: () => void;
  redraw: () => void;
}

const LOCKS = [1, 2, 5, 10, 15, 30];
const LEASES = [1, 3, 7, 14];
const LINKS = [0, 7, 30, 90];
const SCOPES = [12, 24, 36, 60, 120];

export function view(host: HTMLElement) {
  const state: State = {
    problem: "",
    busy: false,
    current: null,
    changed: {},
    people: [],
    standIn: noDeputy(),
    errors: {},
  };
  return serverView(
    host,
    (redraw) => actsOn(state, redraw),
    (acts) => screen(state, acts),
  );
}

function actsOn(state: State, redraw: () => void): Acts {
  const kept = draftOf<Partial<ClinicSettings>>("clinic-settings");
  const attempt = attempts(state, redraw, (error) => {
    const fields: Record<string, string[]> = (error as Thrown).problem?.fields ?? {};
    state.errors = Object.fromEntries(
      Object.entries(fields).map(([name, why]) => [
        name,
        NUMBERS.includes(name) ? notANumber() : [why].flat().join(" "),
      ]),
    );
    return saidBy(t("The settings are kept on the server, which cannot be reached now."))(error);
  });
  return {
    redraw,
    load: () =>
      attempt(async () => {
        state.changed = (await kept.load()) ?? {};
        [state.current, state.people] = await Promise.all([readClinic(), listUsers()]);
      }),
    set: (name, value) => {
      const { [name]: _before, ...others } = state.changed;
      const isNew = !same(value, state.current?.[name]);
      state.changed = isNew ? { ...others, [name]: value } : others;
      state.errors = { ...state.errors, [name]: "" };
      void kept.save(state.changed);
      redraw();
    },
    save: () =>
      attempt(async () => {
        state.current = await changeClinic(trimmed(state.changed));
        Object.assign(state, { changed: {}, errors: {} });
        await kept.clear();
        await renewForms().catch(() => {}); // it is fetched again within minutes
      }),
    discard: () => {
      Object.assign(state, { changed: {}, errors: {}, problem: "" });
      void kept.clear();
      redraw();
    },
  };
}

const NUMBERS = ["phone", "emergency"];
const notANumber = () => t("Digits, spaces and + ( ) . / - only, at most 30 characters.");

function trimmed({ trained, ...changed }: Partial<ClinicSettings>): Partial<ClinicSettings> {
  const texts = Object.entries(changed).map(([name, value]) => [
    name,
    typeof value === "string" ? value.trim() : value,
  ]);
  const kept = trained && Object.fromEntries(Object.entries(trained).filter(([, ids]) => ids.length));
  return { ...Object.fromEntries(texts), ...(kept && { trained: kept }) };
}

function screen(state: State, acts: Acts): Template {
  const { problem, current, changed, busy } = state;
  const n = Object.keys(changed).length;
  return page(
    title(),
    html`
    ${problem ? banner(current ? "block" : "warn", problem, current ? nothing : button(t("Try again"), acts.load), "alert") : nothing}
    ${current ? settings({ ...current, ...changed }, state, acts) : nothing}
    ${n ? bar(button(t("Discard"), acts.discard, busy), primary(t("Save changes ({n})", { n }), acts.save, busy)) : nothing}`,
    backToMore(),
    "registry",
  );
}

function settings(now: ClinicSettings, state: State, acts: Acts): Template {
  const chosen = (name: Name, choices: ChipChoice[]) =>
    html`${chipField(`clinic-${name}`, settingLabel(name), choices, now[name], (value) => acts.set(name, value))}${errorOf(name, state)}`;
  const figures = (
    name: "lock_minutes" | "lease_days" | "scope_months" | "review_share" | "review_days" | "link_days",
    usual: number[],
  ) =>
    chosen(
      name,
      [...new Set([...usual, state.current?.[name] ?? now[name]])]
        .sort((a, b) => a - b)
        .map((value) => ({ value, label: settingWords(name, value) })),
    );
  const typed = (name: "phone" | "emergency", hint: string) =>
    textInput(`clinic-${name}`, settingLabel(name), {
      type: "tel",
      required: false,
      value: now[name],
      hint,
      error: state.errors[name],
      onInput: (text) => acts.set(name, text),
    });
  return html`
    ${group(
      t("Where the clinic is"),
      html`<div class="form">
        ${picked("country", countries(now.countries), now, state, acts)}
        ${picked("time_zone", zones(now.time_zone), now, state, acts)}
        <p class="hint">${t("Times of signatures on the printed record are in this time zone; without one they are in UTC.")}</p></div>`,
    )}
    ${group(
      t("Numbers patients call"),
      html`<div class="form">
        ${typed("phone", t("Printed on the patient's page. Without it the number of the note is printed."))}
        ${typed("emergency", t("Without it the page says to call emergency services."))}
        ${emergencyOffers(now, acts)}</div>`,
    )}
    ${group(
      t("Links for patients"),
      html`<div class="form">
        ${figures("link_days", LINKS)}
        <p class="hint">${t("A patient who agrees can open their page at home by a link. Links need a server with a public name.")}</p></div>`,
    )}
    ${group(
      t("Tablets"),
      html`<div class="form">
        ${figures("lock_minutes", LOCKS)}
        <p class="hint">${t("A tablet that nobody touches locks itself. What is typed is stored first. Tablets hear of a change within five minutes.")}</p>
        ${figures("lease_days", LEASES)}
        <p class="hint">${t("After that a tablet that has not reached the server hides the records until it does; writing goes on.")}</p>
        ${figures("scope_months", SCOPES)}
        <p class="hint">${t("Tablets hold every patient with something still to be done. Others stay for so long after the last visit or change; after that they are found by search and fetched from the server.")}</p></div>`,
    )}
    ${reviewPart(now, chosen, figures, state, acts)}
    ${trainingPart(now, state, acts)}
    ${group(t("Signing in"), html`<div class="form">${chosen("second_factor", factorChoices())}</div>`)}`;
}

type Chosen = (name: Name, choices: ChipChoice[]) => Template;
type Figures = (name: "review_share" | "review_days", usual: number[]) => Template;

const SHARES = [0, 10, 20, 50, 100];
const REVIEW_DAYS = [3, 7, 14, 30];

function reviewPart(now: ClinicSettings, chosen: Chosen, figures: Figures, state: State, acts: Acts): Template {
  const isAlone = now.clinicians < 2;
  return group(
    t("Review"),
    html`<div class="form">
      ${isAlone || now.countersign === "none" ? chosen("countersign", countersignChoices()) : nothing}
      ${isAlone || now.countersign === "none" ? html`<p class="hint">${isAlone ? t("A practice with one clinician may declare that nobody countersigns. It is printed with every note signed from then on.") : t("Not in force: more than one clinician works here.")}</p>` : nothing}
      ${chosen("review", reviewChoices())}
      <p class="hint">${t("Chosen are all notes of trainees, all with a finding, all that are signed again, and a share of the others, drawn by a seed that the clinic keeps.")}</p>
      ${now.review === "chosen" ? html`${figures("review_share", SHARES)}${trainees(now, state, acts)}` : nothing}
      ${figures("review_days", REVIEW_DAYS)}
      ${reviewers({ now, people: state.people, begun: state.standIn, set: acts.set, redraw: acts.redraw, errorOf: (name) => errorOf(name, state) })}</div>`,
  );
}

function trainees({ trainees: now }: ClinicSettings, { people }: State, acts: Acts): Template {
  const choices = people
    .filter(({ id, active, role, treats }) => now.includes(id) || (active && (treats || role === "practitioner")))
    .map(({ id, name }) => ({ value: id, label: name }));
  const choose = (ids: unknown) => acts.set("trainees", ids ?? []);
  return html`<div class="field"><span class="label" id="clinic-trainees">${settingLabel("trainees")}</span>
    ${chips({ choices, value: now, multiple: true, labelledby: "clinic-trainees", onChange: choose })}</div>`;
}

/** The register of who is trained on a device; a device without anybody keeps none. */
function trainingPart({ trained }: ClinicSettings, { people, errors }: State, acts: Acts): Template {
  const devices = Object.entries<Unit>(currentForms()?.limits.devices ?? {});
  const set = (product: string, ids: string[]) => acts.set("trained", { ...trained, [product]: ids });
  const choicesFor = (ids: string[]) =>
    people
      .filter(({ id, active, role, treats }) => ids.includes(id) || (active && (treats || role !== "admin")))
      .map(({ id, name }) => ({ value: id, label: name }));
  const add = (event: Event) => set((event.currentTarget as HTMLSelectElement).value, []);
  return group(
    settingLabel("trained"),
    html`<div class="form">
      <p class="hint">${t("For a device listed here, whoever is not named gives a reason when signing. For any other device the note itself says it.")}</p>
      ${devices
        .filter(([product]) => trained[product])
        .map(([product, { label }]) => {
          const choices = choicesFor(trained[product]);
          const onChange = (ids: unknown) => set(product, (ids as string[] | null) ?? []);
          return html`<div class="field"><span class="label" id="trained-${product}">${label}</span>
            ${chips({ choices, value: trained[product], multiple: true, labelledby: `trained-${product}`, onChange })}</div>`;
        })}
      <label class="field"><span class="label">${t("Add a device")}</span>
        <select name="trained" @change=${add}><option value="">${t("Not chosen")}</option>
          ${devices.filter(([product]) => !trained[product]).map(([product, { label }]) => html`<option value=${product}>${label}</option>`)}
        </select></label>${errors.trained ? html`<p class="input-error" role="alert">${errors.trained}</p>` : nothing}</div>`,
  );
}

const errorOf = (name: Name, { errors }: State): Template =>
  errors[name] ? html`<p class="input-error" role="alert">${errors[name]}</p>` : nothing;

const picked = (
  name: "country" | "time_zone",
  choices: ChipChoice[],
  now: ClinicSettings,
  state: State,
  acts: Acts,
): Template => html`
  <label class="field"><span class="label">${settingLabel(name)}</span>
    <select name=${name} @change=${(event: Event) => acts.set(name, (event.currentTarget as HTMLSelectElement).value)}>
      <option value="" ?selected=${!now[name]}>${t("Not chosen")}</option>
      ${choices.map(({ value, label }) => html`<option value=${value} ?selected=${value === now[name]}>${label}</option>`)}
    </select>${errorOf(name, state)}</label>`;

const countries = (codes: string[]): ChipChoice[] =>
  codes.map((value) => ({ value, label: countryName(value) })).sort((a, b) => a.label.localeCompare(b.label));

/** Those that this browser knows, and the one in use. */
const zones = (now: string): ChipChoice[] =>
  [...new Set([...Intl.supportedValuesOf("timeZone"), ...(now ? [now] : [])])].map((value) => ({
    value,
    label: value,
  }));

function emergencyOffers({ country, emergency }: ClinicSettings, acts: Acts): Template {
  const offered = emergencyNumbers(country).filter((number) => number !== emergency);
  return offered.length
    ? html`<div class="cluster">${offered.map((number) => button(t("Use {number}", { number }), () => acts.set("emergency", number)))}</div>`
    : nothing;
}
