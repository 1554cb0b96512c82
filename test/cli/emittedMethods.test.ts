/** The emitted simulator of every approximate method writes the bytes that `run` writes. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fakeContext, tendril } from "./fakeContext.ts";

const model = `language 1.0
model Genes {
  compartment cell { volume 1 um^3 }
  species gene_off = 1 count
  species gene_on = 0 count
  species mRNA = 20 count
  species protein in cell = 5000 count
  species dimer in cell = 5000 count
  rule switch: gene_off <-> gene_on @ 0.5 /s, back 0.5 /s
  rule transcribe: gene_on -> gene_on + mRNA @ 20 /s
  rule translate: mRNA -> mRNA + protein @ 50 /s
  rule lose_mRNA: mRNA -> nothing @ 0.4 /s
  rule lose: protein -> nothing @ 0.1 /s
  rule pair: 2 protein <-> dimer @ 0.002 um^3/count/s, back 5 /s
  stimulus drug adds protein from 1 s for 1 s shape 1e4 count/um^3/s
  observe proteins = count protein
  observe dimers = count dimer
  observe messages = count mRNA
}
`;

describe.each(["tau", "hybrid"])("method %s", (method) => {
  it("is the same in the simulator that is emitted", async () => {
    const experiment = `experiment e of Genes { method ${method}  until 4 s  every 1 s  seed "emitted" }`;
    const context = fakeContext({ "m.tdl": `${model}${experiment}\n` });
    const run = await tendril(context, "run", "m.tdl", "--out", "-");
    expect(run.code).toBe(0);
    expect(await tendril(context, "compile", "m.tdl", "-o", "sim.js")).toMatchObject({ code: 0 });
    const emitted = spawnSync(process.execPath, [join(context.cwd, "sim.js"), "--out", "-"], {
      encoding: "utf8",
      timeout: 60_000,
    });
    expect(emitted.status).toBe(0);
    expect(run.stdout.trim().split("\n")).toHaveLength(6);
    expect(emitted.stdout).toBe(run.stdout);
  });
});
