// A few figures over time as a line: small, without axes; the figures themselves are beside it and in a table.
import { formatDate } from "../../lib/dates.js";
import { html, svg, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { showNumber } from "../../lib/numbers.js";

export interface ChartPoint {
  date: string;
  /** Where the points are no days: the place on the line, and its name. */
  at?: { place: number; name: string };
  value: number;
  /** The formatted value. */
  words: string;
}

export interface Series {
  label: string;
  /** Two or more for a chart, in the order of their days. */
  points: ChartPoint[];
  /** The ends of the scale. */
  lowest: number;
  highest: number;
  /** A lower figure is the better one, and stands higher: up is better in each chart that says so. */
  bestFirst?: boolean;
}

const [WIDTH, HEIGHT, EDGE] = [320, 96, 10];

const share = (part: number, whole: number) => part / (whole || 1);

const nameOf = ({ at, date }: ChartPoint) => at?.name ?? formatDate(date);

/** Days keep their distances; a single point is centred. */
function placed({ points, lowest, highest, bestFirst }: Series) {
  const days = points.map(({ at, date }) => at?.place ?? Date.parse(date));
  const [first, span] = [days[0], days[days.length - 1] - days[0]];
  return points.map(({ value }, at) => ({
    x: span ? EDGE + ((days[at] - first) / span) * (WIDTH - 2 * EDGE) : WIDTH / 2,
    y: HEIGHT - EDGE - share(bestFirst ? highest - value : value - lowest, highest - lowest) * (HEIGHT - 2 * EDGE),
  }));
}

const said = (point: ChartPoint) =>
  point.at ? `${point.at.name}: ${point.words}` : t("{value} on {date}", { value: point.words, date: nameOf(point) });

export function lineChart(series: Series): Template {
  const { label, points, lowest, highest, bestFirst } = series;
  const spots = placed(series);
  const [from, to] = [points[0], points[points.length - 1]];
  return html`<figure class="chart">
    <figcaption><span class="label">${label}</span><span class="figure">${showNumber(from.value)} → ${showNumber(to.value)}</span>
      <span class="hint">${bestFirst ? t("Up is better") : t("Down is better")}</span></figcaption>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}: ${points.map(said).join("; ")}">
      ${[lowest, highest].map((_value, at) => svg`<path class="chart-edge" d="M0 ${at ? EDGE : HEIGHT - EDGE}H${WIDTH}"></path>`)}
      <path class="chart-line" d="M${spots.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}"></path>
      ${spots.map(({ x, y }) => svg`<circle class="chart-point" cx=${x.toFixed(1)} cy=${y.toFixed(1)} r="4"></circle>`)}
    </svg>
    <p class="chart-days" aria-hidden="true"><span>${nameOf(from)}</span><span>${nameOf(to)}</span></p>
  </figure>`;
}

/** The same figures as a table: a row for each day, a column for each series. */
export function seriesTable(series: Series[]): Template {
  const dates = [...new Set(series.flatMap(({ points }) => points.map(({ date }) => date)))].sort();
  const cell = (each: Series, date: string) => each.points.findLast((point) => point.date === date)?.words ?? "–";
  return html`<table class="chart-table"><thead><tr><th scope="col">${t("Date")}</th>${series.map(({ label }) => html`<th scope="col">${label}</th>`)}</tr></thead>
    <tbody>${dates.map((date) => html`<tr><th scope="row">${formatDate(date)}</th>${series.map((each) => html`<td>${cell(each, date)}</td>`)}</tr>`)}</tbody></table>`;
}
