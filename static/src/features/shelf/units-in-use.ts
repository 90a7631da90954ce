// Which notes name a single-use part: after a change only the notes of the patients whom it concerns are looked at again.

import { type UnitsInUse, unitIndex } from "../../core/traceability.js";
import { ofChanged } from "../../lib/of-changed.js";
import { shared, summaries } from "../../live-query.js";
import type { Summaries } from "../../store/summaries.js";

export const namedUnits = shared<UnitsInUse>((listener) => {
  let index = unitIndex();
  let notes: Summaries | undefined;
  const look = (patient: string) => {
    index.look(patient, notes?.ofPatient.get(patient) ?? []);
    return [];
  };
  const work = ofChanged(
    () => {
      index = unitIndex();
      return notes?.ofPatient.keys() ?? [];
    },
    look,
    () => listener(index.inUse),
  );
  const stop = summaries("note")((news) => {
    notes = news;
    work.changed(news.changed);
  });
  return () => {
    work.end();
    stop?.();
  };
});
