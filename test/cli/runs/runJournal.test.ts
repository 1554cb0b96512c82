import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { RunJournal } from "../../../cli/runs/runJournal.ts";
import type { RunOutcome } from "../../../cli/runs/runTask.ts";
import { fakeContext } from "../fakeContext.ts";

function outcome(index: number, ...values: number[]): RunOutcome {
  const end = { isFinished: true, error: null, statistics: { events: index }, notices: [], parameters: [] };
  return { index, end, values: Float64Array.from(values) };
}

describe("the journal of finished runs", () => {
  it("gives back what was added, in any order, also after it was opened again", () => {
    const path = join(fakeContext().cwd, "r.unfinished");
    const journal = RunJournal.create(path, { seed: "a" });
    journal.add([outcome(4, 1.5, Number.NaN), outcome(5)]);
    journal.add([outcome(0, -0, 1e-300)]);
    journal.close();
    expect(RunJournal.settingsAt(path)).toEqual({ seed: "a" });
    const reopened = RunJournal.reopen(path);
    expect([0, 1, 4, 5].map((index) => reopened.has(index))).toEqual([true, false, true, true]);
    expect([...reopened.values(4)]).toEqual([1.5, Number.NaN]);
    expect([...reopened.values(0)]).toEqual([-0, 1e-300]);
    expect(reopened.values(5)).toHaveLength(0);
    expect(reopened.end(5).statistics).toEqual({ events: 5 });
    reopened.remove();
    expect(existsSync(path)).toBe(false);
  });

  it.skipIf(!existsSync("/dev/full"))("says that the disk is full", () => {
    expect(() => RunJournal.create("/dev/full", { seed: "a" })).toThrow(
      "/dev/full can not be written: the disk is full; nothing was kept",
    );
  });

  it("is not read from a file that is something else", () => {
    const { cwd } = fakeContext({ "a.unfinished": "time,a\n0,1\n" });
    expect(RunJournal.settingsAt(join(cwd, "a.unfinished"))).toBeNull();
  });
});
