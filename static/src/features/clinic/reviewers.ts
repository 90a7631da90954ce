// Whose notes are reviewed by whom, and who stands in for a reviewer on which days.
import { formatDate, today } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { ClinicSettings } from "../../sync/clinic.js";
import type { Account, Deputy } from "../../types.js";
import { chips } from "../../ui/controls/chips.js";
import { textInput } from "../../ui/controls/text-input.js";
import { button, quiet } from "../../ui/layout/page.js";

type Set = (name: "reviewers" | "deputies", value: unknown) => void;

interface Options {
  now: ClinicSettings;
  people: Account[];
  /** The stand-in that is being entered. */
  begun: Deputy;
  set: Set;
  redraw: () => void;
  errorOf: (name: "reviewers" | "deputies") => Template;
}

export const noDeputy = (): Deputy => ({ of: "", by: "", first: today(), last: "" });

const supervises = ({ active, role }: Account) => active && role === "supervisor";
const isFull = ({ of, by, first, last }: Deputy) => Boolean(of && by && of !== by && first && last && last >= first);

export function reviewers(options: Options): Template {
  const { now, people, errorOf } = options;
  const able = people.filter(supervises);
  const writing = people.filter(
    ({ id, active, role, treats }) =>
      now.reviewers.some(({ of }) => of === id) || (active && (treats || role === "practitioner")),
  );
  return html`
    <div class="field"><span class="label">${t("Who reviews whom")}</span>
      <p class="hint">${t("Notes of a person for whom nobody is named wait for every supervisor. A review that is late waits for all of them.")}</p></div>
    ${writing.map((person) => reviewersOf(person, able, options))}${errorOf("reviewers")}
    ${able.length > 1 || now.deputies.length ? deputies(able, options) : nothing}`;
}

function reviewersOf({ id, name }: Account, able: Account[], { now, set }: Options): Template {
  const label = `clinic-reviewers-${id}`;
  const choices = able.filter((one) => one.id !== id).map((one) => ({ value: one.id, label: one.name }));
  const choose = (ids: unknown) => {
    const by = (ids ?? []) as string[];
    const others = now.reviewers.filter(({ of }) => of !== id);
    set("reviewers", by.length ? [...others, { of: id, by }] : others);
  };
  const chosen = now.reviewers.find(({ of }) => of === id)?.by ?? [];
  return html`<div class="field"><span class="label" id=${label}>${t("Notes of {name}", { name })}</span>
    ${choices.length ? chips({ choices, value: chosen, multiple: true, labelledby: label, onChange: choose }) : html`<p class="hint">${t("There is no other supervisor.")}</p>`}</div>`;
}

function deputies(able: Account[], { now, people, begun, set, redraw, errorOf }: Options): Template {
  const nameOf = (id: string) => people.find((one) => one.id === id)?.name ?? t("somebody who has left");
  const words = ({ of, by, first, last }: Deputy) =>
    t("{by} for {of}, {first} to {last}", {
      by: nameOf(by),
      of: nameOf(of),
      first: formatDate(first),
      last: formatDate(last),
    });
  const change = (name: keyof Deputy) => (value: string) => {
    begun[name] = value;
    redraw();
  };
  const picked = (name: "of" | "by", label: string) =>
    html`<label class="field"><span class="label">${label}</span>
      <select name="deputy-${name}" @change=${(event: Event) => change(name)((event.currentTarget as HTMLSelectElement).value)}>
        <option value="" ?selected=${!begun[name]}>${t("Not chosen")}</option>
        ${able.map((one) => html`<option value=${one.id} ?selected=${one.id === begun[name]}>${one.name}</option>`)}
      </select></label>`;
  const add = () => {
    set("deputies", [...now.deputies, { ...begun }]);
    Object.assign(begun, noDeputy());
    redraw();
  };
  return html`
    <div class="field"><span class="label">${t("Stand-ins")}</span>
      ${
        now.deputies.length
          ? html`<ul class="list">${now.deputies.map(
              (one) =>
                html`<li class="cluster cluster--apart"><span>${words(one)}</span>${quiet(t("Remove"), () =>
                  set(
                    "deputies",
                    now.deputies.filter((each) => each !== one),
                  ),
                )}</li>`,
            )}</ul>`
          : html`<p class="hint">${t("Nobody stands in for anybody.")}</p>`
      }</div>
    ${picked("of", t("Reviewer who is away"))}${picked("by", t("Stands in"))}
    ${textInput("deputy-first", t("From"), { type: "date", value: begun.first, required: false, onInput: change("first") })}
    ${textInput("deputy-last", t("Until, included"), { type: "date", value: begun.last, required: false, onInput: change("last") })}
    <div class="cluster">${button(t("Add the stand-in"), add, !isFull(begun))}</div>${errorOf("deputies")}`;
}
