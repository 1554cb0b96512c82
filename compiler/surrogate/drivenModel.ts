/**
 * A module that runs by itself under inputs that a program drives, with whatever shall be seen as observables in
 * internal units. Shared species do not change by reactions; those that are inputs move along slopes.
 */
import { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { dimensionless } from "../../runtime/units/dimension.ts";
import { type ModelText, modelText } from "../emit/modelLiteral.ts";
import type { ExpressionId } from "../expression/graph.ts";
import type { FlatModel, FlatParameter, FlatSubmodel, Origin } from "../model/flatModel.ts";
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
  flat: FlatModel,
  source: FlatSubmodel,
  inputs: readonly CardInput[],
  columns: readonly { readonly name: string; readonly value: ExpressionId }[],
  origin: Origin,
): DrivenText {
  const { graph } = flat;
  const at = atDefaults(flat);
  const shared = new Set(source.ports.flatMap((port) => (port.kind === "species" ? [port.species] : [])));
  const slopes: FlatParameter[] = [];
  const flows = [...flat.flows];
  const driven = inputs.map((input): DrivenInput => {
    const port = source.ports.find(({ name }) => name === input.name);
    const slope = `slope of ${input.name}`;
    if (port?.kind !== "species") return { ...input, state: null, slope };
    const species = flat.species[port.species];
    if (species === undefined) throw new Error(`no species ${port.species}`);
    const symbol = graph.declareSymbol(slope, "parameter");
    slopes.push({
      name: slope,
      symbol,
      display: inInternalUnits,
      value: graph.number(0),
      doc: null,
      sources: [],
    });
    const held = graph.symbol(species.symbol);
    const rate = input.isLog ? graph.multiply([graph.symbol(symbol), held]) : graph.symbol(symbol);
    flows.push({ target: { kind: "species", index: port.species }, rate, origin });
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
      ...flat.parameters.map((parameter) => ({ ...parameter, display: inInternalUnits })),
      ...slopes,
    ],
    flows,
    observables: columns.map(({ name, value }) => ({ name, value, display: inInternalUnits, doc: null })),
    clamps: [],
    experiment: { ...flat.experiment, plots: [], sweeps: [], until: null },
  };
  const plan = optimise(makePlan(model, "ode", new DiagnosticSink()));
  return { text: modelText(plan), inputs: driven, columns: columns.map(({ name }) => name) };
}
