// Evaluates functions for tests/node/page.py: one line of JSON {script, given} in, one line {value} or {error} out.
import { createInterface } from "node:readline";

for await (const line of createInterface({ input: process.stdin })) {
  const { script, given } = JSON.parse(line);
  let answer;
  try {
    // biome-ignore lint/security/noGlobalEval: the script comes from the test that started this process
    answer = { value: (await eval(script)(given)) ?? null };
  } catch (error) {
    answer = { error: String(error?.stack ?? error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
process.exit(); // a timer that still runs, as that of the longest wait for a photo, keeps nobody waiting
