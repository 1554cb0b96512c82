/**
 * BioNetGen's run_network (Harris et al. 2016, doi:10.1093/bioinformatics/btw469): exact simulation of a network, and its
 * differential equations by CVODE with a dense Jacobian or with GMRES.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { flattenModel } from "../../compiler/compile.ts";
import { MemoryHost } from "../../compiler/host.ts";
import { defaultNetworkLimits } from "../../compiler/plan/network/network.ts";
import { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { exportNet } from "../../interop/bngl/write/exportNet.ts";
import type { BenchSettings, Outcome, Program } from "../benchmark.ts";
import { inTendril } from "../inTendril.ts";
import type { Integration, ModelSource } from "../ownProgram.ts";
import { inFolder, output, printedNumber } from "./peers.ts";

/** None without `--peer run_network=…`. `until` in s. */
export function runNetworkPrograms(
  { peers }: BenchSettings,
  model: ModelSource,
  until: number,
): readonly Program[] {
  const program = peers.get("run_network");
  if (program === undefined) return [];
  return [
    {
      name: "run_network",
      run: (): Outcome =>
        inFolder((folder) => {
          const file = join(folder, "model.net");
          writeFileSync(file, netText(model));
          const args = ["-o", "model", "-p", "ssa", "-h", "5", "-i", String(until), file, String(until), "1"];
          const text = output(program, args, folder);
          return {
            work: printedNumber(text, /TOTAL STEPS:\s*([\d.e+]+)/),
            cost: printedNumber(text, /Propagation took ([\d.e+-]+) CPU/),
          };
        }),
    },
  ];
}

/** Both ways to solve the linear systems; the dense one only up to a thousand species. */
export function runNetworkIntegrators(
  { peers }: BenchSettings,
  model: ModelSource,
  until: number,
  species: number,
): readonly { readonly name: string; integrate(tolerance: number): Integration }[] {
  const program = peers.get("run_network");
  if (program === undefined) return [];
  const text = netText(model);
  const solvers = [
    { name: "run_network, GMRES", flags: ["-b"] },
    ...(species > 1000 ? [] : [{ name: "run_network, dense", flags: [] }]),
  ];
  return solvers.map(({ name, flags }) => ({
    name,
    integrate: (tolerance) =>
      inFolder((folder) => {
        const file = join(folder, "model.net");
        writeFileSync(file, text);
        const tolerances = ["-a", String(tolerance), "-r", String(tolerance)];
        const args = ["-o", "model", "-p", "cvode", ...flags, ...tolerances, file, String(until), "1"];
        const printed = output(program, args, folder);
        const rows = readFileSync(join(folder, "model.cdat"), "utf8").trim().split("\n");
        const [, ...values] = (rows.at(-1) ?? "").trim().split(/\s+/).map(Number);
        return { work: 1, cost: printedNumber(printed, /Propagation took ([\d.e+-]+) CPU/), values };
      }),
  }));
}

function netText(model: ModelSource): string {
  const host = new MemoryHost(new Map([["m.tdl", inTendril(model)]]));
  const sink = new DiagnosticSink();
  const { model: flat, diagnostics } = flattenModel({ main: "m.tdl", host, experiment: null, method: null });
  const written = flat === null ? null : exportNet({ ...flat, limits: defaultNetworkLimits, sink });
  if (written === null)
    throw new Error([...diagnostics, ...sink.diagnostics].map(({ message }) => message).join("\n"));
  return written.text;
}
