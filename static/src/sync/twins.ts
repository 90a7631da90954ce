// The decision about patients who may be the same person is kept on the server.

import { request } from "../api.js";
import { forgetTwins, type Pair } from "../store/scope.js";

/** Says that they are two people, and why. */
export async function settleTwins(pair: Pair, reason: string) {
  const [one, other] = pair;
  await request(`/patients/${one}/twins`, { method: "POST", body: { other_id: other, reason } });
  await forgetTwins(pair);
}
