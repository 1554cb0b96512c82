/**
 * How well laws hold that shared species and ledgers obey together, when nothing holds the shared species: the
 * largest change of a law in a run of the surrogate as simulators run it, over the law's value or the largest total of
 * molecules, if that is more. Sums are rounded as their parts are: where the module holds hundreds of molecules and
 * less than one of what the law counts, the latter is no measure of rounding.
 */
import { evaluateModel } from "../../compiler/emit/evaluate.ts";
import { modelText } from "../../compiler/emit/modelLiteral.ts";
import type { Artefact } from "../../compiler/surrogate/artefact.ts";
import { embedSurrogate } from "../../compiler/surrogate/embed.ts";
import type { PreparedModule } from "../../compiler/surrogate/prepareModule.ts";
import { optimise } from "../../compiler/optimise/optimise.ts";
import { makePlan } from "../../compiler/plan/makePlan.ts";
import { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { odeEngine } from "../../runtime/engines/ode/odeEngine.ts";
import { Simulation } from "../../runtime/simulation.ts";

const steps = 40;

export function conservationError(prepared: PreparedModule, artefact: Artefact, horizon: number): number {
  const { flat, source, submodel, origin } = prepared;
  const { card } = artefact;
  if (card.ledgers.length === 0) return 0;
  const { flat: embedded, ledgers: held } = embedSurrogate(
    { ...flat, observables: [] },
    { artefact, submodel: source, outside: "unguarded", isStochastic: false, origin },
  );
  const { graph } = embedded;
  const laws = submodel.ledgers.map((ledger, m) => {
    const shared = submodel.shared.map(({ species }, s) => {
      const name = flat.species[species]?.name;
      const amount = embedded.species.find((candidate) => candidate.name === name)?.amount;
      return graph.multiply([graph.number(ledger.shared[s] ?? 0), amount ?? graph.number(0)]);
    });
    return graph.add([held[m] ?? graph.number(0), ...shared]);
  });
  const display = { unit: "", factor: 1, dimension: [0, 0, 0, 0, 0, 0] as const };
  const model = {
    ...embedded,
    observables: laws.map((value, m) => ({ name: `law ${m}`, value, display, doc: null })),
    experiment: { ...embedded.experiment, plots: [], sweeps: [], sensitivities: [] },
  };
  const compiled = evaluateModel(modelText(optimise(makePlan(model, "ode", new DiagnosticSink()))));
  const simulation = new Simulation(compiled, odeEngine);
  const before = Object.values(simulation.observe());
  const largest = submodel.totals.reduce((most, { value }) => Math.max(most, Math.abs(value)), 1);
  let worst = 0;
  for (let n = 1; n <= steps; n++) {
    simulation.advanceTo((n * horizon) / steps);
    Object.values(simulation.observe()).forEach((value, m) => {
      worst = Math.max(worst, Math.abs(value - before[m]) / Math.max(Math.abs(before[m]), largest));
    });
  }
  return worst;
}
