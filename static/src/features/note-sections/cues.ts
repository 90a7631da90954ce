// What has to be settled before an act, said beside the button that records it (domain-2.md 12, F4): consent and
// safety questions before cream, blood and needles; the cream off before the first needle; the rest of the PRP.
import { number } from "../../core/figures.js";
import { unitsOf } from "../../core/units.js";
import { localIso } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { showNumber } from "../../lib/numbers.js";
import type { Unit } from "../../types.js";
import { isEmpty } from "../../ui/forms/field.js";
import { findingTemplate } from "../../ui/forms/finding.js";
import { banner, quiet } from "../../ui/layout/page.js";
import type { NoteModel } from "../note/note-model.js";

const ACTS = ["numbing", "prp", "needling"];
const CONSENTS = ["C01", "C03"];

/** The lines above the form of a step. */
export function cues(step: string, model: NoteModel): Template {
  if (!ACTS.includes(step) || model.form.disabled) return nothing;
  return html`${consents(step, model)}${questions(step, model)}${step === "needling" ? creams(model) : nothing}${step === "prp" ? remainder(model) : nothing}`;
}

/** Without a consent, this is said at once, before the act and after it. */
const consents = (step: string, { judged, actions }: NoteModel) =>
  judged.findings
    .filter(({ rule }) => CONSENTS.includes(rule) && (step === "prp" || rule === "C01"))
    .map((finding) => {
      const [unit, name] = finding.fields[0].split(".");
      return findingTemplate(finding, { short: true, disabled: true, onJump: () => actions.jump(unit, name) });
    });

/** Before the first act of this step; the questions are worth little once it is done. */
function questions(step: string, { note: { content }, judged, actions }: NoteModel): Template {
  const begun: Record<string, unknown> = {
    numbing: content.numbing?.applied_at,
    prp: content.prp?.drawn_at,
    needling: content.needling?.started_at,
  };
  const isMeant = judged.fact("exposure", step === "needling" ? "needle" : step === "prp" ? "prp" : "cream");
  const open = judged.gaps.find(({ unit, problem }) => unit === "check" && problem === "missing");
  if (!isMeant || !isEmpty(begun[step]) || !open) return nothing;
  return banner(
    "warn",
    t("The safety questions have not been answered yet."),
    quiet(t("Show"), () => actions.jump("check", open.field)),
  );
}

/** The creams that nobody has recorded as removed: one tap settles it, but where a time is picked or no cream is on. */
function creams({ note: { content }, judged, form, actions }: NoteModel): Template[] {
  const isStarted = !isEmpty(content.needling?.started_at);
  return unitsOf(content, "numbing")
    .filter((unit) => unit !== "numbing" || content.numbing.used === true)
    .filter((unit) => isEmpty(content[unit].residual_removed) && judged.fact("exposure", "cream"))
    .map((unit) => {
      const { applied_at, removed_at } = content[unit];
      const settle = (words: string, stamp: () => Unit = () => ({})) =>
        quiet(words, () => actions.set(unit, { residual_removed: "yes", ...stamp() }));
      if (!isEmpty(removed_at))
        return banner(
          "warn",
          t("It is not recorded whether all of the cream was removed."),
          settle(t("All cream removed")),
        );
      const isStamped = !form.pickOn && !isEmpty(applied_at) && !isStarted;
      return banner(
        "warn",
        t("The cream is not recorded as removed."),
        isStamped
          ? settle(t("Cream off, all removed"), () => ({ removed_at: localIso() }))
          : quiet(t("Show"), () => actions.jump(unit, "removed_at")),
      );
    });
}

/** What is left of each draw is offered as discarded. */
function remainder({ note: { content }, judged, actions, context }: NoteModel): Template[] {
  const least = number(context.forms.limits.prp.balance_ml) ?? 0;
  return unitsOf(content, "prp").flatMap((unit) => {
    const left = number(judged.fact(unit, "left_ml"));
    const isOpen = isEmpty(content[unit].discarded_ml) && judged.fact(unit, "given") === true;
    if (!isOpen || left == null || left <= least || isEmpty(judged.fact(unit, "spent_ml"))) return [];
    return banner(
      "info",
      t("Not accounted for: {n} mL of PRP.", { n: showNumber(left) }),
      quiet(t("The rest was discarded"), () => actions.set(unit, { discarded_ml: left })),
    );
  });
}
