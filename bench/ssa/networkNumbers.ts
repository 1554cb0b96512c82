/** A compiled network of simple mass action as the numbers that the C programs here read (plainNetwork.h). */
import type { CompiledModel } from "../../runtime/model.ts";

/** Null when a reaction has another form than c n m with whole numbers of at most two reactants. */
export function networkNumbers(model: CompiledModel, until: number): string | null {
  const { jumps } = model;
  if (jumps === null || jumps.continuous.length > 0) return null;
  const c = new Float64Array(model.constantCount);
  model.code.derive(c, new Uint8Array(model.parameters.length));
  const y = new Float64Array(model.states.length);
  model.code.initial(c, y);
  const lines = [`${y.length} ${jumps.rateConstant.length} ${until}`, y.map(Math.round).join(" ")];
  for (let j = 0; j < jumps.rateConstant.length; j++) {
    const reactants: number[] = [];
    for (let entry = jumps.reactantStart[j]; entry < jumps.reactantStart[j + 1]; entry++)
      for (let n = 0; n < jumps.reactantMultiplicity[entry]; n++) reactants.push(jumps.reactantState[entry]);
    if (jumps.rateConstant[j] < 0 || reactants.length > 2) return null;
    const changes: number[] = [];
    for (let entry = jumps.changeStart[j]; entry < jumps.changeStart[j + 1]; entry++)
      changes.push(jumps.changeState[entry], jumps.changeAmount[entry]);
    const [first = -1, second = -1] = reactants;
    lines.push([c[jumps.rateConstant[j]], first, second, changes.length / 2, ...changes].join(" "));
  }
  return `${lines.join("\n")}\n`;
}
