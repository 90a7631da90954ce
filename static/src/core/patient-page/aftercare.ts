// The second page in words. Mirrors server/exports/patient_page/aftercare.py.
import { dayOfWeek, fill, type Language, later, listed, longDate, weekday } from "./language.js";
import type { Care, CareDays } from "./types.js";

const CLOCK_DAYS = 3; // up to here the hour counts, later the day is enough
const ICONS: Record<string, string> = { heat: "waves", actives: "bottle" };

export function aftercareText(found: Care | null, on: string, days: CareDays, tongue: Language) {
  if (!found) return null;
  const { words } = tongue;
  const { bars } = words;
  const out = days.out
    .filter(({ item }) => found.items.includes(item))
    .map((one) => ({
      icon: ICONS[one.icon] ?? one.icon,
      label: bars[one.icon],
      no: one.days,
      fine: until(found, one.days, tongue),
    }));
  const sun = found.items.includes(days.sun.item) ? sunshine(found, days, tongue) : null;
  const skin = days.skin.filter(({ name }) => name !== "bruise" || found.bruise);
  const said = [...out.map(({ label, fine }) => `${label}: ${fine}`), ...(sun ? [`${bars.sun}: ${sun.spoken}`] : [])];
  const asked = found.asks.map((day) => dayOfWeek(tongue, day));
  return {
    title: words.care,
    sub: fill(words.care_from, { date: longDate(tongue, on) }),
    feel: bars.skin,
    leave_out: bars.out,
    skin: skin.map((one) => ({ ...one, label: bars[one.name] })),
    out,
    sun,
    cards: cards(found, days, tongue),
    notes: [...(found.bruise ? [words.bruise_note] : []), ...(found.prp ? [words.prp_note] : [])],
    axis: days.axis.map((day) => axisDay(found, day, tongue)),
    expect: words.expect,
    helps: words.helps,
    skin_col: words.skin_col,
    ask: asked.length ? `${`${words.ask} ${listed(tongue, asked)}`.replace(/\.$/, "")}.` : "",
    alt: fill(words.care_alt, { list: said.join("; ") }),
  };
}

function axisDay({ first, is_today: isToday }: Care, day: number, tongue: Language) {
  const on = later(first, day);
  return {
    day,
    week: day === 0 && isToday ? tongue.words.today : weekday(tongue, on),
    num: String(Number(on.slice(8, 10))),
  };
}

function until({ first, ended }: Care, days: number, tongue: Language): string {
  const on = dayOfWeek(tongue, later(first, days));
  if (ended && days <= CLOCK_DAYS) return fill(tongue.words.from_t, { d: on, t: ended.slice(11, 16) });
  return fill(tongue.words.from_day, { d: on });
}

function sunshine({ first }: Care, { sun }: CareDays, tongue: Language) {
  const { words } = tongue;
  const [low, fine] = [sun.strict, sun.low].map((days) => dayOfWeek(tongue, later(first, days)));
  const screen = fill(words.spf_v, { d: dayOfWeek(tongue, later(first, sun.screen)) });
  return {
    label: words.bars.sun,
    strict: sun.strict,
    low: sun.low,
    words: [words.sun_no, words.sun_low, words.sun_ok],
    label_spf: words.spf_label,
    spf_words: screen,
    spoken: `${words.sun_no}; ${low}: ${words.sun_low}; ${fine}: ${words.sun_ok}. ${words.spf_label}: ${screen}`,
  };
}

function cards({ first, is_today: isToday }: Care, { cards: days, sun }: CareDays, tongue: Language) {
  const { words } = tongue;
  const spf = longDate(tongue, later(first, sun.screen));
  return days.map(([begin, end], n) => {
    const [when, skin, helps] = words.cards[n];
    const [start, stop] = [later(first, begin), later(first, end)];
    return {
      when: n < 2 && !isToday ? words[["first_day", "second_day"][n]] : when,
      date: begin === end ? dayOfWeek(tongue, start) : `${brief(start, tongue)} – ${brief(stop, tongue)}`,
      skin,
      do: helps.replace("{spf}", spf),
    };
  });
}

const brief = (day: string, tongue: Language) => `${weekday(tongue, day)} ${Number(day.slice(8, 10))}`;
