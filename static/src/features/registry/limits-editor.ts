// @ts-nocheck
// What can be done with the clinic's limits. What was typed is kept on the tablet until it is saved or discarded.

import { same } from "../../core/canonical.js";
import { REASON_MIN } from "../../core/reasons.js";
import { t } from "../../lib/i18n.js";
import { clearDraft, getDraft, saveDraft } from "../../store/drafts.js";
import { currentForms, renewForms } from "../../store/forms.js";
import { approveLimits, limitsHistory, readLimits, saveLimits } from "../../sync/registry.js";
import { askText, confirmSheet } from "../../ui/controls/dialog.js";
import { saidBy } from "../../ui/forms/async-action.js";
import { typedValue, valueAt } from "./limit-labels.js";

const DRAFT = "limits";

/** page: {part, current, texts, errors, problem, offline, busy, history}; `draw` shows it again. */
export function limitsDesk(page, draw) {
  const change = (news) => {
    Object.assign(page, news);
    draw();
  };
  /** Runs an act that answers with the limits as they stand then; what was typed is kept over every refusal. */
  const attempt = async (act) => {
    change({ busy: true, problem: "" });
    try {
      const current = await act();
      if (current) {
        Object.assign(page, { current, offline: false, history: null });
        await renewForms().catch(() => {});
      }
    } catch (error) {
      await refused(error);
    }
    change({ busy: false });
    if (page.part === "history") await history();
  };
  const refused = async (error) => {
    page.problem = saidBy(
      t("The registry is kept on the server, which cannot be reached now. Notes go by the limits received last."),
    )(error);
    page.offline = !error.status;
    if (error.code === "stale") page.current = await readLimits().catch(() => page.current);
    if (error.fields)
      page.errors = Object.fromEntries(
        Object.entries(error.fields).map(([path, why]) => [
          path,
          [why]
            .flat()
            .map((text) => t(text))
            .join(" "),
        ]),
      );
    if (!page.current) page.current = lastReceived();
  };
  const history = async (more = false) => {
    try {
      const found = await limitsHistory(more ? page.history?.next : null);
      change({ history: { items: [...(more ? page.history.items : []), ...found.items], next: found.next } });
    } catch (error) {
      await refused(error);
      draw();
    }
  };
  const keepTyped = (texts) => (Object.keys(texts).length ? saveDraft(DRAFT, texts) : clearDraft(DRAFT));
  return {
    history,
    open: (part) => {
      change({ part });
      if (part === "history" && !page.history) history();
    },
    load: () =>
      attempt(async () => {
        page.texts = (await getDraft(DRAFT)) ?? {};
        return readLimits();
      }),
    type: (field, text) => {
      const value = typedValue(field, text);
      const { [field.path]: _text, ...texts } = page.texts;
      const { [field.path]: _error, ...errors } = page.errors;
      if (value === undefined)
        errors[field.path] = field.kind === "text" ? t("Say where it comes from.") : t("A number, not below zero.");
      if (value === undefined || !same(value, field.value)) texts[field.path] = text;
      keepTyped(texts);
      change({ texts, errors, problem: "" });
    },
    discard: async () => {
      await clearDraft(DRAFT);
      change({ texts: {}, errors: {}, problem: "" });
    },
    save: async () => {
      const changes = changesOf(page);
      const n = Object.keys(changes).length;
      const reason = await askText({
        heading: t("Why are these limits changed?"),
        label: t(
          "Changes: {n}. They count from now on for every note, as not yet approved. At least {minimum} characters.",
          { n, minimum: REASON_MIN },
        ),
        confirm: t("Save the limits"),
        minimum: REASON_MIN,
      });
      if (!reason) return;
      await attempt(async () => {
        const saved = await saveLimits(page.current.version, changes, reason);
        await clearDraft(DRAFT);
        Object.assign(page, { texts: {}, errors: {} });
        return saved;
      });
    },
    approve: async () => {
      const sure = await confirmSheet({
        heading: t("Approve these limits?"),
        body: t(
          "Your name and today's date are put under the table as it stands. You answer for it as the responsible clinician.",
        ),
        confirm: t("Approve"),
      });
      if (sure) await attempt(() => approveLimits(page.current.version));
    },
  };
}

/** What was typed, as values by path, without what stands already. */
function changesOf({ texts, current: { limits, editable } }) {
  const values = Object.entries(texts)
    .filter(([path]) => editable[path])
    .map(([path, text]) => [path, typedValue(editable[path], text)]);
  return Object.fromEntries(
    values.filter(([path, value]) => value !== undefined && !same(value, valueAt(limits, path))),
  );
}

/** Without the server: the limits that came with the forms, to read. */
function lastReceived() {
  const forms = currentForms();
  return (
    forms && {
      version: -1,
      limits: forms.limits,
      approved: forms.limits_approved,
      editable: figuresOf(forms.limits, forms.limits.reference),
    }
  );
}

/** Every figure, list of figures and source of the tables, in the form the server tells what may be changed; without those
 * of `reference`, "zones.*.skin_mm.male" naming all its rows. */
function figuresOf(table, reference = [], path = "") {
  return Object.assign(
    {},
    ...Object.entries(table).map(([name, value]) => {
      const here = path ? `${path}.${name}` : name;
      if (value && typeof value === "object" && !Array.isArray(value)) return figuresOf(value, reference, here);
      const figures =
        typeof value === "number" || (Array.isArray(value) && value.every((each) => typeof each === "number"));
      const kind = figures ? "number" : name === "source" ? "text" : null;
      const alike = here.replace(/^(\w+)\.\w+\.(.+)$/, "$1.*.$2");
      if (reference.includes(here) || reference.includes(alike)) return {};
      return kind && path && !/^(derived|scores|emla_)/.test(here) ? { [here]: { kind, nullable: true } } : {};
    }),
  );
}
