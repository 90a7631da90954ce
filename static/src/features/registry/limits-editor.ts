// Actions on the clinic's limits. Typed text is kept on the tablet until it is saved or discarded.

import { ApiError } from "../../api.js";
import { same } from "../../core/canonical.js";
import { REASON_MIN } from "../../core/reasons.js";
import { t } from "../../lib/i18n.js";
import { clearDraft, draftOf, getDraft, saveDraft } from "../../store/drafts.js";
import { currentForms, renewForms } from "../../store/forms.js";
import { approveLimits, limitsHistory, readLimits, saveLimits } from "../../sync/registry.js";
import type { Limits, Unit } from "../../types.js";
import { askText, confirmSheet } from "../../ui/controls/dialog.js";
import { saidBy } from "../../ui/forms/async-action.js";
import {
  type EditableLimit,
  type EditableLimits,
  type LimitField,
  type LimitValue,
  typedValue,
  valueAt,
} from "./limit-labels.js";

type Approval = { name: string; at: string } | null;

/**
 * GET /limits: those in use. Version -1 stands for the limits of the stored forms, while the server cannot be reached.
 */
export interface CurrentLimits {
  version: number;
  limits: Limits;
  approved: Approval;
  /** Whether this person may approve them now. */
  may_approve?: boolean;
  editable: EditableLimits;
}

/** One change of the limits, or one approval, which changes nothing. */
export interface LimitsVersion {
  version: number;
  author_name: string;
  created_at: string;
  reason: string;
  approved: Approval;
  changes: { path: string; before: LimitValue; after: LimitValue }[];
}

/** GET /limits/history, the pages read so far. */
export interface LimitsHistory {
  items: LimitsVersion[];
  next: string | null;
}

export interface LimitsPage {
  /** The open table, "other" for those without rows, or "history". */
  part: string;
  current: CurrentLimits | null;
  /** Typed text that is not saved, by path. */
  texts: Record<string, string>;
  errors: Record<string, string>;
  problem: string;
  offline: boolean;
  busy: boolean;
  history: LimitsHistory | null;
}

export interface LimitsController {
  history: (more?: boolean) => Promise<void>;
  open: (part: string) => void;
  load: () => Promise<void>;
  type: (field: LimitField, text: string) => void;
  discard: () => Promise<void>;
  save: () => Promise<void>;
  approve: () => Promise<void>;
}

const DRAFT = "limits";

/** The actions of the registry on the state of its screen; `draw` redraws it. */
export function limitsController(page: LimitsPage, draw: () => void): LimitsController {
  const change = (news: Partial<LimitsPage>) => {
    Object.assign(page, news);
    draw();
  };
  /** Runs an action that returns the new limits; typed text is kept when it is refused. */
  const attempt = async (act: () => Promise<CurrentLimits>) => {
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
  const refused = async (error: unknown) => {
    page.problem = saidBy(
      t("The registry is kept on the server, which cannot be reached now. Notes go by the limits received last."),
    )(error);
    const refusal = error instanceof ApiError ? error : null;
    page.offline = !refusal;
    if (refusal?.code === "stale") page.current = await readLimits().catch(() => page.current);
    if (refusal?.fields)
      page.errors = Object.fromEntries(
        Object.entries(refusal.fields).map(([path, why]) => [
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
      const before = more ? page.history : null;
      const found: LimitsHistory = await limitsHistory(before?.next ?? null);
      change({ history: { items: [...(before?.items ?? []), ...found.items], next: found.next } });
    } catch (error) {
      await refused(error);
      draw();
    }
  };
  const keepTyped = (texts: Record<string, string>) =>
    Object.keys(texts).length ? saveDraft(DRAFT, texts) : clearDraft(DRAFT);
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
      const { current } = page;
      if (!current) return;
      const changes = changesOf(page.texts, current);
      const n = Object.keys(changes).length;
      const kept = draftOf<string>("limits-reason");
      const reason = await askText({
        heading: t("Why are these limits changed?"),
        label: t(
          "Changes: {n}. They count from now on for every note, as not yet approved. At least {minimum} characters.",
          { n, minimum: REASON_MIN },
        ),
        confirm: t("Save the limits"),
        minimum: REASON_MIN,
        kept,
      });
      if (!reason) return;
      await attempt(async () => {
        const saved = await saveLimits(current.version, changes, reason);
        await Promise.all([clearDraft(DRAFT), kept.clear()]);
        Object.assign(page, { texts: {}, errors: {} });
        return saved;
      });
    },
    approve: async () => {
      const { current } = page;
      if (!current) return;
      const sure = await confirmSheet({
        heading: t("Approve these limits?"),
        body: t(
          "Your name and today's date are put under the table as it stands. You answer for it as the responsible clinician.",
        ),
        confirm: t("Approve"),
      });
      if (sure) await attempt(() => approveLimits(current.version));
    },
  };
}

/** The typed texts as values by path, without those equal to the current value. */
function changesOf(texts: Record<string, string>, { limits, editable }: CurrentLimits): Record<string, LimitValue> {
  const changes: Record<string, LimitValue> = {};
  for (const [path, text] of Object.entries(texts)) {
    const value = editable[path] && typedValue(editable[path], text);
    if (value !== undefined && !same(value, valueAt(limits, path))) changes[path] = value;
  }
  return changes;
}

/** Offline: the limits of the stored forms, read-only. */
function lastReceived(): CurrentLimits | null {
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

/**
 * Every figure, list of figures and source of the tables, as the server's `editable` lists them; without those of
 * `reference`, where "zones.*.skin_mm.male" stands for all rows.
 */
function figuresOf(table: Unit, reference: string[] = [], path = ""): EditableLimits {
  return Object.assign(
    {},
    ...Object.entries(table).map(([name, value]) => {
      const here = path ? `${path}.${name}` : name;
      if (value && typeof value === "object" && !Array.isArray(value)) return figuresOf(value, reference, here);
      const figures =
        typeof value === "number" || (Array.isArray(value) && value.every((each) => typeof each === "number"));
      const kind: EditableLimit["kind"] | null = figures ? "number" : name === "source" ? "text" : null;
      const alike = here.replace(/^(\w+)\.\w+\.(.+)$/, "$1.*.$2");
      if (reference.includes(here) || reference.includes(alike)) return {};
      return kind && path && !/^(derived|scores|emla_)/.test(here) ? { [here]: { kind, nullable: true } } : {};
    }),
  );
}
