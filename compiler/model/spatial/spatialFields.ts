/**
 * Fields in the flat model: which species differ from place to place, on which grid, and what happens to them in its
 * cells. They are found before anything else, so that rules know them wherever they stand.
 */
import { pathText } from "../../../grammar/syntax/common.ts";
import type { Rule } from "../../../grammar/syntax/declaration.ts";
import type { Expression } from "../../../grammar/syntax/expression.ts";
import type { Field } from "../../../grammar/syntax/growth.ts";
import { fieldPlaceName } from "../../check/spatial/checkField.ts";
import { shapeOf } from "../../check/spatial/checkRegion.ts";
import { regionNamed } from "../../check/spatial/spatialCalls.ts";
import { dependencies } from "../../expression/dependencies.ts";
import type { ExpressionGraph, ExpressionId } from "../../expression/graph.ts";
import { largestFieldGrid } from "../../../runtime/engines/graph/fields/gridLimit.ts";
import type { Origin } from "../origin.ts";
import type { Stoichiometry } from "../flatModel.ts";
import type { FlattenedFields, Flattening, PlacedBoundary } from "../flattening.ts";
import type { Instance } from "../instance.ts";
import type { FieldReaction, SpatialField } from "../spatial.ts";
import type { StructuredRule } from "../structured.ts";
import { at } from "./vectorAlgebra.ts";

interface Declared {
  readonly field: Field;
  readonly instance: Instance;
  /** Full name of the species. */
  readonly name: string;
}

export class FieldFlattener implements FlattenedFields {
  readonly reactions: FieldReaction[] = [];
  readonly #flattener: Flattening;
  readonly #declared: Declared[] = [];

  constructor(flattener: Flattening) {
    this.#flattener = flattener;
  }

  get isEmpty(): boolean {
    return this.#declared.length === 0;
  }

  declare(field: Field, instance: Instance): void {
    const found = this.#flattener.tree.find(instance, field.species);
    const name = found.instance.prefix + found.symbol.name;
    const at = { file: instance.scope.file, span: field.species.span };
    const region = regionNamed(instance.scope, pathText(field.region));
    if (region === null || shapeOf(region, instance.scope)?.kind !== "box") return;
    if (this.#declared.some((other) => other.name === name))
      this.#flattener.request.sink.report("TDL5242", at, { name });
    else this.#declared.push({ field, instance, name });
  }

  nameOf(index: number): string {
    return this.#declared[index]?.name ?? "?";
  }

  of(species: number): number | null {
    const name = this.#flattener.species.all[species]?.name;
    const index = this.#declared.findIndex((one) => one.name === name);
    return index < 0 ? null : index;
  }

  /** The field that `concentration_at` names. */
  named(expression: Expression, instance: Instance): number {
    if (expression.kind !== "reference") throw new Error("a field that the check phase refused");
    const { tree, request } = this.#flattener;
    const found = tree.find(instance, expression.path);
    const name = found.instance.prefix + found.symbol.name;
    const index = this.#declared.findIndex((one) => one.name === name);
    if (index >= 0) return index;
    request.sink.report("TDL5244", { file: instance.scope.file, span: expression.span }, { name });
    return 0;
  }

  takeReaction(
    rule: Rule,
    name: string,
    constant: ExpressionId,
    reactants: readonly Stoichiometry[],
    products: readonly Stoichiometry[],
    origin: Origin,
  ): boolean {
    const participants = [...reactants, ...products].map(({ species }) => species);
    const [first] = participants.filter((species) => this.of(species) !== null);
    if (first === undefined) return false;
    const {
      graph,
      species: { all: species },
      request,
    } = this.#flattener;
    const refuse = (reason: string): void => {
      const at = { file: origin.file, span: rule.name.span };
      const values = { rule: name, species: species[first].name, reason };
      request.sink.report("TDL5246", at, values);
    };
    const mixed = participants.find((one) => this.of(one) === null);
    const own = this.#gridKey(first);
    const other = participants.find((one) => this.of(one) !== null && this.#gridKey(one) !== own);
    if (mixed !== undefined) refuse(`${species[mixed].name} is the same everywhere`);
    else if (other !== undefined) refuse(`${species[other].name} has another grid`);
    else if (rule.rate.kind === "total") refuse("its velocity is a total");
    else if (!isFixed(graph, constant)) refuse("its rate changes during the run");
    this.reactions.push({ name, reactants, products, constant });
    return true;
  }

  /** Events, stimuli and flows change an amount as a whole; a field has an amount in every cell. */
  refuseOtherChanges(rules: readonly StructuredRule[]): void {
    const { clamps, sources, request } = this.#flattener;
    const { flows, events } = this.#flattener.changes;
    for (const { name, consumed, produced, origin } of rules) {
      const field = [...consumed, ...produced]
        .map(({ species }) => this.of(species))
        .find((one) => one !== null);
      if (field === undefined || field === null) continue;
      request.sink.report("TDL5245", origin, { rule: name, species: this.nameOf(field) });
    }
    const changes = [
      ...flows,
      ...clamps,
      ...events.flatMap(({ assignments }) => assignments),
      ...sources.map(({ species, origin }) => ({
        target: { kind: "species" as const, index: species },
        origin,
      })),
    ];
    for (const { target, origin } of changes) {
      const field = target.kind === "species" ? this.of(target.index) : null;
      if (field !== null) request.sink.report("TDL5247", origin, { name: this.nameOf(field) });
    }
  }

  fields(boundaries: readonly PlacedBoundary[]): readonly SpatialField[] {
    return this.#declared.map((declared) => this.#flat(declared, boundaries));
  }

  #flat({ field, instance, name }: Declared, boundaries: readonly PlacedBoundary[]): SpatialField {
    const flattener = this.#flattener;
    const { graph, tree, request } = flattener;
    const species = flattener.species.index(tree.find(instance, field.species));
    const { from: low, to: high } = flattener.region(pathText(field.region), instance);
    const origin = { file: instance.scope.file, span: field.span };
    const mesh = flattener.values.initial(field.mesh, instance, "A mesh");
    const lengths = low.map((start, i) => graph.subtract(at(high, i), start));
    const cells = lengths.reduce((product, length) => {
      const [whole, width] = [graph.numberValue(length), graph.numberValue(mesh)];
      return whole === null || width === null ? product : product * Math.max(1, Math.round(whole / width));
    }, 1);
    if (cells > largestFieldGrid) {
      const location = { file: origin.file, span: field.mesh.span };
      request.sink.report("TDL5248", location, { name, cells, limit: largestFieldGrid });
    }
    this.#compareSizes(species, lengths, name, { file: origin.file, span: field.region.span });
    const region = regionNamed(instance.scope, pathText(field.region));
    const boundary = boundaries.find(
      (one) =>
        one.instance.prefix === instance.prefix &&
        regionNamed(one.instance.scope, pathText(one.boundary.of)) === region,
    );
    const condition = boundary?.boundary.condition ?? "reflecting";
    return {
      species,
      low,
      high,
      condition: condition === "membrane" ? "reflecting" : condition,
      diffusion: flattener.values.initial(field.diffusion, instance, "A diffusion constant"),
      mesh,
      initial: this.#initial(field, instance, low.length),
      origin,
    };
  }

  #initial({ initial }: Field, instance: Instance, components: number): SpatialField["initial"] {
    if (initial === null) return null;
    const { graph, translator, request } = this.#flattener;
    const place = Array.from({ length: components }, (_, i) =>
      graph.declareSymbol(`${fieldPlaceName}.${"xyz"[i] ?? ""}`, "local"),
    );
    const locals = new Map([[fieldPlaceName, place.map((symbol) => graph.symbol(symbol))]]);
    const value = translator.translate(initial, instance, locals);
    const changing = [...dependencies(graph, value)].find(
      (symbol) => graph.symbolInfo(symbol).kind !== "parameter" && !place.includes(symbol),
    );
    if (changing !== undefined) {
      const location = { file: instance.scope.file, span: initial.span };
      const uses = `\`${graph.symbolInfo(changing).name}\``;
      request.sink.report("TDL4014", location, { what: "The concentration at the start", uses });
    }
    return { value, place };
  }

  /** A concentration refers to the compartment, a cell to its own volume: both should mean the same space. */
  #compareSizes(
    species: number,
    lengths: readonly ExpressionId[],
    name: string,
    location: { readonly file: Origin["file"]; readonly span: Field["span"] },
  ): void {
    const { graph, request } = this.#flattener;
    const { size } = this.#flattener.species.all[species];
    if (size === null) return;
    const volume = graph.multiply([...lengths, this.#flattener.thickness()]);
    const [compartment, region] = [graph.numberValue(size), graph.numberValue(volume)];
    if (compartment === null || region === null) return;
    if (Math.abs(region / compartment - 1) < 0.001) return;
    request.sink.report("TDL5249", location, { name, compartment, region });
  }

  /** The same for fields whose cells are the same. */
  #gridKey(species: number): string {
    const declared = this.#declared[this.of(species) ?? -1];
    if (declared === undefined) return "";
    const { field, instance } = declared;
    const mesh = this.#flattener.translator.translate(field.mesh, instance);
    return `${instance.prefix}${pathText(field.region)} ${mesh}`;
  }
}

function isFixed(graph: ExpressionGraph, id: ExpressionId): boolean {
  return [...dependencies(graph, id)].every((symbol) => graph.symbolInfo(symbol).kind === "parameter");
}
