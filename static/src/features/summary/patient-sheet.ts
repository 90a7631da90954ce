// The patient's page as HTML, in the order of the paper. Every word comes finished in the document.
import type { PatientPage } from "../../core/patient-page/page.js";
import { html, nothing, svg, type Template } from "../../lib/dom.js";
import { allZones } from "../face-map/face-map.js";

export const patientSheet = (page: PatientPage): Template => html`
  <article class="summary" lang=${page.lang} dir=${page.dir}>
    <header class="summary-head"><strong>${page.clinic}</strong><strong>${page.demo}</strong></header>
    <h1 tabindex="-1">${page.title}</h1>
    <p><strong>${page.name}</strong> ${page.ids.map((id) => html`<span class="quiet">${id}</span> `)}</p>
    ${page.minor ? html`<p><strong>${page.minor}</strong></p>` : nothing}
    <p>${page.lead}</p>
    ${page.deferred ? waited(page.deferred) : done(page)}
    ${course(page)}
    ${callBox(page)}
    ${page.lots ? html`<p class="summary-small">${page.lots}</p>` : nothing}
    ${page.care ? aftercare(page.care) : nothing}
    <footer class="summary-small">${page.foot.join(" ")}</footer>
  </article>`;

const waited = (found: NonNullable<PatientPage["deferred"]>): Template => html`
  <section><h2>${found.nothing}</h2><p>${found.nothing_v}</p></section>
  <section><h2>${found.why}</h2><ul>${found.reasons.map((reason) => html`<li>${reason}</li>`)}</ul></section>
  <section><h2>${found.next}</h2><ol>${found.steps.map((step) => html`<li>${step}</li>`)}</ol></section>`;

const done = (page: PatientPage): Template => html`
  <div class="summary-columns">
    ${Object.keys(page.map.zones).length ? face(page.map) : nothing}
    <div class="summary-told">
      ${page.depths.length ? html`<section><h2>${page.depths_title}</h2><ul class="summary-depths">${page.depths.map(depth)}</ul><p class="summary-small">${page.scale}</p></section>` : nothing}
      ${page.put.length ? html`<section><h2>${page.put_title}</h2>${page.put.map(({ label, value }) => html`<p><strong>${label}</strong><br />${value}</p>`)}</section>` : nothing}
      ${page.left ? html`<section><h2>${page.left_title}</h2><p>${page.left}</p></section>` : nothing}
    </div>
  </div>`;

const depth = ({ label, value, level }: PatientPage["depths"][number]): Template =>
  html`<li><i data-step=${level}></i><strong>${value}</strong> ${label}</li>`;

/** Facing the reader like a photograph. */
function face({ zones, left, right, alt }: PatientPage["map"]): Template {
  const figure = (key: string, at: string, small: string | undefined) =>
    svg`<g class="map-figure" transform="translate(${at})" data-step=${zones[key].level} data-small=${small ?? nothing}><text y="5">${zones[key].short}</text></g>`;
  return html`<figure class="map" dir="ltr">
    <svg class="map-face" viewBox="62 38 276 444" role="img" aria-label=${alt}>
      <use href="#face-behind"></use>
      ${allZones().map(({ key, d, transform }) => svg`<path class="map-zone" d=${d} transform=${transform} data-step=${zones[key]?.level ?? 0}></path>`)}
      <use href="#face-lines"></use>
      ${allZones().map(({ key, at, small }) => (zones[key] ? figure(key, at, small) : nothing))}
    </svg>
    <figcaption class="map-sides"><span>${right}</span><span>${left}</span></figcaption></figure>`;
}

function course({ progress, next }: PatientPage): Template {
  if (!progress && !next) return nothing;
  return html`<div class="summary-columns">
    ${
      progress
        ? html`<section><h2>${progress.title}</h2>
      <table><tbody>${progress.points.map((point) => html`<tr data-done=${point.done}><th scope="row">${point.label}</th><td>${point.date}</td><td>${point.word || point.state}</td></tr>`)}</tbody></table>
      ${progress.score ? html`<p><strong>${progress.score}</strong></p>` : nothing}
      ${progress.rated ? html`<p class="summary-small">${progress.rated}</p>` : nothing}</section>`
        : nothing
    }
    ${next ? html`<section class="summary-next"><h2>${next.title}</h2>${next.big ? html`<p class="summary-big">${next.big.replace("\n", " ")}</p>` : nothing}<p>${next.note}</p></section>` : nothing}
  </div>`;
}

/** The loudest thing on the page. */
function callBox({ call, deferred }: PatientPage): Template {
  const number = html`<p class="summary-phone" dir="ltr">${call.phone}</p>`;
  if (deferred) return html`<section class="summary-call"><div><h2>${call.plain}</h2>${number}</div></section>`;
  return html`<section class="summary-call"><div><h2>${call.title}</h2>${number}</div>
    <div><ul>${call.signs.map((sign: string) => html`<li>${sign}</li>`)}</ul>
      ${call.loud ? html`<p><strong>${call.emergency}</strong> ${call.emergency_signs.join(", ")}</p>` : nothing}</div></section>`;
}

const aftercare = (care: NonNullable<PatientPage["care"]>): Template => html`
  <section class="summary-care"><h1>${care.title}</h1><p>${care.sub}</p>
    <h2>${care.leave_out}</h2>
    <table><tbody>
      ${care.out.map(({ label, fine }) => html`<tr><th scope="row">${label}</th><td>${fine}</td></tr>`)}
      ${
        care.sun
          ? html`<tr><th scope="row">${care.sun.label}</th><td>${care.sun.words.join(" → ")}</td></tr>
      <tr><th scope="row">${care.sun.label_spf}</th><td>${care.sun.spf_words}</td></tr>`
          : nothing
      }</tbody></table>
    <h2>${care.expect}</h2>
    <table><thead><tr><td></td><th scope="col">${care.skin_col}</th><th scope="col">${care.helps}</th></tr></thead>
      <tbody>${care.cards.map((card) => html`<tr><th scope="row">${card.when}<br /><span class="quiet">${card.date}</span></th><td>${card.skin}</td><td>${card.do}</td></tr>`)}</tbody></table>
    ${care.notes.length ? html`<p>${care.notes.join(" ")}</p>` : nothing}
    ${care.ask ? html`<p><strong>${care.ask}</strong></p>` : nothing}
  </section>`;
