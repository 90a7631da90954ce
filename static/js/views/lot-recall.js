import { emptyState } from "../components/empty-state.js";
import { icon } from "../components/frame-icons.js";
import { patientName } from "../components/patient-words.js";
import { kindWord } from "../components/shelf-words.js";
import { textInput } from "../components/text-input.js";
import { formatDate } from "../lib/dates.js";
import { html, nothing, render } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { currentRoute } from "../router.js";
import { findLot, recallTable } from "../sync/registry.js";

export const title = () => t("Lot recall");

/** Which patients had a lot. Asked of the server, which has every note of the clinic; a tablet may lack some. */
export function view(host) {
  const page = { lot: currentRoute().query.lot ?? "", found: null, asked: "", busy: false, problem: "" };
  let ended = false;
  const draw = () => ended || render(screen(page, acts), host);
  const change = (news) => {
    Object.assign(page, news);
    draw();
  };
  const ask = async (more) => {
    const asked = more ? page.asked : page.lot.trim();
    if (!asked || page.busy) return;
    change({ busy: true, problem: "" });
    try {
      const found = await findLot(asked, more ? page.found.next : null);
      change({ asked, found: more ? { ...found, items: [...page.found.items, ...found.items] } : found });
    } catch (error) {
      change({ problem: error.status ? (error.detail ?? error.message) : t("A recall needs the server, which has every note of the clinic. It cannot be reached now.") });
    }
    change({ busy: false });
  };
  const acts = {
    type: (lot) => change({ lot }),
    find: (event) => {
      event.preventDefault();
      ask(false);
    },
    more: () => ask(true),
  };
  draw();
  if (page.lot) ask(false);
  return () => {
    ended = true;
  };
}

function screen(page, acts) {
  const { lot, found, asked, busy, problem } = page;
  return html`
    <div class="page recall">
      <a class="back no-print" href="#/settings">${icon("back")}${t("More")}</a>
      <h1 tabindex="-1">${t("Lot recall")}</h1>
      <form class="stack no-print" role="search" @submit=${acts.find}>
        ${textInput("recall-lot", t("LOT of a cartridge, numbing product, serum, PRP kit or glide"), { value: lot, onInput: acts.type, hint: t("Capitals, spaces and dashes do not matter.") })}
        <button class="button button--primary" ?disabled=${busy || !lot.trim()}>${icon("search")}${t("Find the patients")}</button>
      </form>
      ${problem ? html`<p class="banner" data-severity="warn" role="alert">${icon("warn")}${problem}</p>` : nothing}
      ${found ? result(found, asked, busy, acts) : nothing}
    </div>`;
}

function result(found, asked, busy, acts) {
  if (!found.items.length) return emptyState(t("No note names {lot}", { lot: asked }), t("Compare it with the box: a digit that differs is another lot. Void notes are not searched."));
  return html`
    <section class="group" aria-live="polite">
      <h2>${t("{lot} · patients: {n} · visits: {visits}", { lot: asked, n: found.patients, visits: found.visits })}</h2>
      <ul class="list">${found.items.map(line)}</ul>
      ${found.next ? html`<button type="button" class="button no-print" ?disabled=${busy} @click=${acts.more}>${t("Show more")}</button>` : nothing}
    </section>
    <div class="bar no-print">
      <a class="button" href=${recallTable(asked)} download="recall.csv">${t("As a table (CSV)")}</a>
      <button type="button" class="button button--primary" ?disabled=${Boolean(found.next)} @click=${() => print()}>${icon("print")}${t("Print the list")}</button>
    </div>
    ${found.next ? html`<p class="hint no-print">${t("Show all of it before printing; the table holds all of it already.")}</p>` : nothing}`;
}

function line({ patient, note_id: note, kind, lot, unit_code: code, operator_name: operator, happened_at: at }) {
  const { birth_date: born, mrn } = patient;
  return html`<li class="recall-line">
    <a href="#/notes/${note}"><strong>${patientName({ fields: { identity: patient } })}</strong></a>
    <span class="recall-when">${formatDate(at.slice(0, 10))}</span>
    <span class="row-detail">${[mrn, born && t("born {date}", { date: formatDate(born) }), kindWord(kind), lot, code && t("unit {code}", { code }), operator].filter(Boolean).join(" · ")}</span>
  </li>`;
}
