// The courses of all patients, in the order of their next visits. They are kept: after a change only those of the
// patients whom it concerns are computed anew.

import { inTime, today } from "../../lib/dates.js";
import { ofChanged } from "../../lib/of-changed.js";
import { sameItems } from "../../lib/slices.js";
import { type Source, summaries } from "../../live-query.js";
import type { Summaries } from "../../store/summaries.js";
import type { Forms } from "../../types.js";
import { coursesOf, notesOf, type PatientCourse } from "./course-labels.js";

const LATER = "9999";

const byDue = (a: PatientCourse, b: PatientCourse) =>
  inTime(a.due ?? LATER, b.due ?? LATER) || inTime(a.patient.id, b.patient.id);

/** Those that are `wanted`, of active patients; told again when one of them is another. */
export const allCourses =
  (forms: Forms | null, wanted: (course: PatientCourse) => unknown): Source<PatientCourse[]> =>
  (listener) => {
    const read: { patients?: Summaries; notes?: Summaries } = {};
    let courses: PatientCourse[] | null = null;
    let day = "";
    const of = (id: string): PatientCourse[] => {
      const patient = read.patients?.byId.get(id);
      if (patient?.state !== "active" || !read.notes) return [];
      return coursesOf(patient, notesOf(read.notes, id), forms, day)
        .map((course) => ({ patient, ...course }))
        .filter(wanted);
    };
    const work = ofChanged(
      () => read.patients?.byId.keys() ?? [],
      of,
      (found, ids) => {
        const others = ids ? (courses ?? []).filter(({ patient }) => !ids.has(patient.id)) : [];
        const next = [...others, ...found].sort(byDue);
        if (courses && sameItems(courses, next)) return;
        courses = next;
        listener(courses);
      },
    );
    const follow = (name: keyof typeof read) => (news: Summaries) => {
      read[name] = news;
      if (!read.patients || !read.notes) return;
      const isNewDay = day !== today();
      day = today();
      work.changed(isNewDay ? null : news.changed);
    };
    const stops = [summaries("patient")(follow("patients")), summaries("note")(follow("notes"))];
    return () => {
      work.end();
      for (const stop of stops) stop?.();
    };
  };
