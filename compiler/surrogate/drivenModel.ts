/**
 * A module that runs by itself under inputs that a program drives, with whatever shall be seen as observables in
 * internal units. Shared species do not change by reactions; those that are inputs move along slopes, and so do sizes.
 */
import { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { dimensionless } from "../../runtime/units/dimension.ts";
import { type ModelText, modelText } from "../emit/modelLiteral.ts";
import type { ExpressionId, SymbolId } from "../expression/graph.ts";
import { substitute } from "../expression/substitute.ts";
import type { Origin } from "../model/origin.ts";
import type { FlatModel, FlatParameter, FlatSubmodel } from "../model/flatModel.ts";
import { mapFlat } from "../model/mapFlat.ts";
import { optimise } from "../optimise/optimise.ts";
import { makePlan } from "../plan/makePlan.ts";
import type { CardInput } from "./card.ts";
import { atDefaults } from "./parameterDefaults.ts";

export interface DrivenInput extends CardInput {
  readonly state: { readonly name: string; readonly factor: number } | null;
  readonly slope: string;
}

export interface DrivenText {
  readonly text: ModelText;
  readonly inputs: readonly DrivenInput[];
  readonly columns: readonly string[];
}

const inInternalUnits = { unit: "", factor: 1, dimension: dimensionless };

export function drivenModel(
  whole: FlatModel,
  source: FlatSubmodel,
  inputs: readonly CardInput[],
  columns: readonly { readonly name: string; readonly value: ExpressionId }[],
  origin: Origin,
): DrivenText {
  const { graph } = whole;
  const at = atDefaults(whole);
  const { flat, rewrite } = withHeldConcentrations(whole, source, inputs);
  const shared = new Set(source.ports.flatMap((port) => (port.kind === "species" ? [port.species] : [])));
  const slopes: FlatParameter[] = [];
  const flows = [...flat.flows];
  const driven = inputs.map((input): DrivenInput => {
    const port = source.ports.find(({ name }) => name === input.name);
    const slope = `slope of ${input.name}`;
    const size = port?.kind === "size" ? variableOf(flat, port.value) : null;
    if (port?.kind !== "species" && size === null) return { ...input, state: null, slope };
    const symbol = graph.declareSymbol(slope, "parameter");
    slopes.push({
      name: slope,
      symbol,
      display: inInternalUnits,
      value: graph.number(0),
      doc: null,
      range: null,
    });
    const rateOf = (held: SymbolId): ExpressionId =>
      input.isLog ? graph.multiply([graph.symbol(symbol), graph.symbol(held)]) : graph.symbol(symbol);
    if (port?.kind !== "species") {
      const variable = flat.variables[size ?? -1];
      flows.push({ target: { kind: "variable", index: size ?? -1 }, rate: rateOf(variable.symbol), origin });
      return { ...input, state: { name: variable.name, factor: 1 }, slope };
    }
    const species = flat.species[port.species];
    flows.push({ target: { kind: "species", index: port.species }, rate: rateOf(species.symbol), origin });
    const isHeldSo = (species.holds === "concentration") === (input.measure === "concentration");
    const factor = isHeldSo || species.size === null ? 1 : at(species.size);
    return { ...input, state: { name: species.name, factor }, slope };
  });
  const model: FlatModel = {
    ...flat,
    species: flat.species.map((species, index) => ({
      ...species,
      display: inInternalUnits,
      isFixed: species.isFixed || shared.has(index),
    })),
    parameters: [
      // Errors are measured beyond the domain too, where a user's value would be refused.
      ...flat.parameters.map((parameter) => ({ ...parameter, display: inInternalUnits, range: null })),
      ...slopes,
    ],
    flows,
    observables: columns.map(({ name, value }) => ({
      name,
      value: rewrite(value),
      display: inInternalUnits,
      doc: null,
    })),
    clamps: [],
    experiment: { ...flat.experiment, plots: [], sweeps: [], sensitivities: [], until: null },
  };
  const plan = optimise(makePlan(model, "ode", new DiagnosticSink()));
  return { text: modelText(plan), inputs: driven, columns: columns.map(({ name }) => name) };
}

/** The variable that holds a size; null: it is constant. */
function variableOf({ graph, variables }: FlatModel, size: ExpressionId): number | null {
  const index = variables.findIndex(({ symbol }) => graph.symbol(symbol) === size);
  return index < 0 ? null : index;
}

/**
 * Species that are driven as concentrations in a compartment whose size is driven too are held as concentrations:
 * their amounts follow from both.
 */
function withHeldConcentrations(
  flat: FlatModel,
  source: FlatSubmodel,
  inputs: readonly CardInput[],
): { readonly flat: FlatModel; readonly rewrite: (id: ExpressionId) => ExpressionId } {
  const { graph } = flat;
  const amounts = new Map<SymbolId, ExpressionId>();
  const held = new Map<number, SymbolId>();
  for (const { name, measure } of inputs) {
    const port = source.ports.find((candidate) => candidate.name === name);
    if (port?.kind !== "species" || measure !== "concentration") continue;
    const { symbol, size, holds, name: species } = flat.species[port.species];
    if (holds === "concentration" || size === null || variableOf(flat, size) === null) continue;
    const concentration = graph.declareSymbol(species, "state");
    held.set(port.species, concentration);
    amounts.set(symbol, graph.multiply([graph.symbol(concentration), size]));
  }
  const rewrite = (id: ExpressionId): ExpressionId => substitute(graph, id, amounts);
  if (held.size === 0) return { flat, rewrite };
  const rewritten = mapFlat(flat, rewrite);
  return {
    rewrite,
    flat: {
      ...rewritten,
      species: rewritten.species.map((species, index) => {
        const symbol = held.get(index);
        return symbol === undefined ? species : { ...species, symbol, holds: "concentration" as const };
      }),
    },
  };
}
