/** Molecules with attributes in the flat model: types, rules, energies, motion, measures and seeds become indices. */
import type { Flow, Initial, Rule } from "../../../grammar/syntax/declaration.ts";
import type { AggregateExpression, Expression } from "../../../grammar/syntax/expression.ts";
import type { Boundary, Energy, Motion } from "../../../grammar/syntax/growth.ts";
import type { Pattern } from "../../../grammar/syntax/pattern.ts";
import { pathText } from "../../../grammar/syntax/common.ts";
import { dimensionless } from "../../../runtime/units/dimension.ts";
import { moleculeLocals } from "../../check/matchValues.ts";
import { type AnalysedAgent, PatternAnalyser } from "../../check/patternAnalysis.ts";
import { analysedPatterns, energyProximity } from "../../check/spatial/checkSpatialEnergy.ts";
import { motionTarget } from "../../check/spatial/checkMotion.ts";
import { shapeOf, wallOf } from "../../check/spatial/checkRegion.ts";
import { regionNamed } from "../../check/spatial/spatialCalls.ts";
import { spaceOf } from "../../check/spatial/space.ts";
import { fits } from "../../check/valueType.ts";
import { dependencies } from "../../expression/dependencies.ts";
import type { ExpressionId } from "../../expression/graph.ts";
import type { Flattening } from "../flattening.ts";
import type { Instance } from "../instance.ts";
import { type concentration, type MeasureKind, measureValue } from "../measureValue.ts";
import { noAssignment } from "../moleculeTables.ts";
import type {
  Proximity,
  SpatialBoundary,
  SpatialEnergy,
  SpatialFlow,
  SpatialMeasure,
  SpatialModel,
  SpatialMotion,
  SpatialSeed,
  SpatialSize,
} from "../spatial.ts";
import type { MoleculePattern } from "../structured.ts";
import { MatchScope } from "./matchScope.ts";
import type { Shape } from "./moleculeValue.ts";
import { SpatialRuleFlattener } from "./spatialRules.ts";
import { spatialSeed } from "./spatialSeeds.ts";
import { SpatialTables } from "./spatialTables.ts";
import type { Components } from "./vectorAlgebra.ts";

export class SpatialFlattener {
  readonly #flattener: Flattening;
  readonly #tables: SpatialTables;
  readonly #rules: SpatialRuleFlattener;
  readonly #energies: SpatialEnergy[] = [];
  readonly #motions: SpatialMotion[] = [];
  readonly #flows: SpatialFlow[] = [];
  readonly #measures: SpatialMeasure[] = [];
  readonly #measureValues = new Map<string, ExpressionId>();
  readonly #seeds: SpatialSeed[] = [];
  readonly #sizes: SpatialSize[] = [];
  readonly #boundaries: { readonly boundary: Boundary; readonly instance: Instance }[] = [];

  constructor(flattener: Flattening) {
    this.#flattener = flattener;
    this.#tables = new SpatialTables(flattener);
    this.#rules = new SpatialRuleFlattener(flattener, this.#tables);
  }

  /** Null when the model has no molecules with attributes. */
  result(root: Instance): SpatialModel | null {
    const { fields } = this.#flattener;
    if (this.#tables.isEmpty && fields.isEmpty) return null;
    const space = spaceOf(root.scope);
    const depth = space?.depth ?? null;
    return {
      dimension: this.#flattener.dimensions,
      depth: depth === null ? null : this.#flattener.translator.translate(depth, root),
      kT: this.#flattener.kT(root),
      types: this.#tables.types(),
      rules: this.#rules.rules,
      energies: this.#energies,
      motions: this.#motions,
      flows: this.#flows,
      measures: this.#measures,
      seeds: this.#seeds,
      boundaries: this.#boundaries.flatMap(({ boundary, instance }) => this.#boundary(boundary, instance)),
      fields: fields.fields(this.#boundaries),
      fieldReactions: fields.reactions,
      sizes: this.#sizes,
    };
  }

  addRule(rule: Rule, instance: Instance): void {
    this.#rules.add(rule, instance);
  }

  addInitial(initial: Initial, instance: Instance): void {
    const seed = spatialSeed(initial, instance, this.#flattener, this.#tables);
    if (seed !== null) this.#seeds.push(seed);
  }

  // --- Energies and motion

  addEnergy(energy: Energy, instance: Instance): void {
    const { graph, translator, request } = this.#flattener;
    const { checker } = request;
    const written = analysedPatterns(energy, instance.scope, checker);
    if (written === null) return;
    const found = energyProximity(energy, written, instance.scope, checker);
    // The molecule that is near a segment is one of the first pattern.
    const first = written[0]?.length ?? 0;
    const swaps = found !== null && found.end !== null && found.a >= first;
    const patterns = swaps ? [...written].reverse() : written;
    const count = patterns.flat().length;
    const moved = (agent: number): number => (swaps ? (agent + count - first) % count : agent);
    const agents = patterns.flat();
    const scope = new MatchScope(graph, this.#tables);
    const locals = scope.locals(agents);
    const translate = (expression: Expression): ExpressionId =>
      translator.translate(expression, instance, locals);
    const type = checker.typeOf(energy.value, instance.scope, new Map(moleculeLocals(agents)));
    let value = translate(energy.value);
    if (fits(type, dimensionless) && graph.numberValue(value) !== 0) {
      const kT = this.#flattener.kT(instance);
      const what = `The energy ${energy.name.text}, a number of kT,`;
      value =
        kT === null
          ? this.#flattener.reportNoTemperature(what, instance, energy.value.span)
          : graph.multiply([value, kT]);
    }
    if (scope.reads.some(({ agent, slot }) => this.#tables.isConcentration(agents[agent].type, slot))) {
      const values = { name: energy.name.text };
      request.sink.report("TDL5291", { file: instance.scope.file, span: energy.value.span }, values);
    }
    const proximity = found === null ? null : { ...found, a: moved(found.a), b: moved(found.b) };
    this.#energies.push({
      name: instance.prefix + energy.name.text,
      patterns: patterns.map((members) => this.#pattern(members, instance)),
      proximity:
        proximity === null ? null : this.#proximity(proximity, patterns[0]?.length ?? 0, moved, instance),
      condition: energy.when === null ? null : translate(energy.when),
      value,
      reads: scope.reads,
      origin: { file: instance.scope.file, span: energy.span },
    });
  }

  #proximity(
    found: NonNullable<ReturnType<typeof energyProximity>>,
    first: number,
    moved: (agent: number) => number,
    instance: Instance,
  ): Proximity {
    const { isClosed } = found;
    const below = this.#flattener.translator.translate(found.below, instance);
    if (found.end !== null) return { a: found.a, b: found.b, end: moved(found.end), below, isClosed };
    const [a, b] = found.a < first ? [found.a, found.b] : [found.b, found.a];
    return { a, b, end: null, below, isClosed };
  }

  addMotion(motion: Motion, instance: Instance): void {
    const target = motionTarget(motion, instance.scope);
    if (target === null) return;
    const { slot, components } = this.#tables.attribute(target.molecule, target.name.text);
    this.#motions.push({
      type: this.#tables.type(target.molecule),
      slot,
      components,
      drag: this.#flattener.values.initial(motion.drag, instance, "The drag"),
      thermal: motion.thermal,
      origin: { file: instance.scope.file, span: motion.span },
    });
  }

  /** Of a filament or membrane: what its energies and new beads divide by, where parameters decide it. */
  addSize(what: string, value: Expression, instance: Instance): void {
    const { graph, translator } = this.#flattener;
    const size = translator.translate(value, instance);
    const isFixed = [...dependencies(graph, size)].every(
      (symbol) => graph.symbolInfo(symbol).kind === "parameter",
    );
    if (isFixed && graph.numberValue(size) === null) this.#sizes.push({ what, value: size });
  }

  addFlow(flow: Flow, instance: Instance): void {
    const { graph, translator } = this.#flattener;
    const [pattern] = flow.pattern;
    const agents = pattern === undefined ? null : this.#analysed(pattern, instance);
    if (agents === null) return;
    const scope = new MatchScope(graph, this.#tables);
    const locals = scope.locals(agents);
    const targets = flow.equations.flatMap(({ target, value }) => {
      const [label, name] = target.kind === "reference" ? target.path.parts : [];
      const agent = agents.findIndex((one) => one.label !== null && one.label === label?.text);
      const owner = agents[agent];
      if (owner === undefined || name === undefined) return [];
      const { slot } = this.#tables.attribute(owner.type, name.text);
      const rates = translator.components(value, instance, locals);
      return rates.map((rate, i) => ({ agent, slot: slot + i, rate }));
    });
    this.#flows.push({
      name: instance.prefix + (flow.name?.text ?? ""),
      pattern: this.#pattern(agents, instance),
      targets,
      reads: scope.reads,
      origin: { file: instance.scope.file, span: flow.span },
    });
  }

  // --- Regions

  addBoundary(boundary: Boundary, instance: Instance): void {
    this.#boundaries.push({ boundary, instance });
  }

  region(name: string, instance: Instance): Shape {
    const region = regionNamed(instance.scope, name);
    const shape = region === null ? null : shapeOf(region, instance.scope);
    if (shape === null) throw new Error(`no region ${name}`);
    const values = shape.arguments.map((argument) =>
      this.#flattener.values.initial(argument, instance, "A region"),
    );
    const split = shape.kind === "ball" ? values.length - 1 : values.length / 2;
    return { kind: shape.kind, from: values.slice(0, split), to: values.slice(split) };
  }

  #boundary(boundary: Boundary, instance: Instance): SpatialBoundary[] {
    const { of, condition } = boundary;
    if (condition === "membrane") return this.#membraneWall(boundary, instance);
    const region = regionNamed(instance.scope, pathText(of));
    const within = region?.compartment ?? null;
    const { kind, from, to } = this.region(pathText(of), instance);
    const [radius] = to;
    const types = this.#tables.types().flatMap(({ position, compartment }, index) => {
      const isThere = within === null || compartment === null || compartment === pathText(within);
      return position !== null && isThere ? [index] : [];
    });
    if (kind === "box") return [{ condition, types, shape: { kind, low: from, high: to } }];
    return radius === undefined ? [] : [{ condition, types, shape: { kind, centre: from, radius } }];
  }

  /** It holds whatever moves, but for what walls are made of. */
  #membraneWall({ of, condition }: Boundary, instance: Instance): SpatialBoundary[] {
    const wall = this.#wallType(of, instance);
    if (wall === null) return [];
    const walls = this.#boundaries.map((other) =>
      other.boundary.condition === condition ? this.#wallType(other.boundary.of, other.instance) : null,
    );
    const types = this.#tables.types().flatMap(({ position }, type) => {
      if (position === null || walls.includes(type)) return [];
      const isMoved =
        this.#motions.some((motion) => motion.type === type && motion.slot === position) ||
        this.#flows.some(({ pattern, targets }) =>
          targets.some(
            ({ agent, slot }) =>
              pattern.agents[agent]?.type === type &&
              slot >= position &&
              slot < position + this.#flattener.dimensions,
          ),
        );
      return isMoved ? [type] : [];
    });
    if (types.length === 0)
      this.#flattener.request.sink.report(
        "TDL5239",
        { file: instance.scope.file, span: of.span },
        { name: pathText(of) },
      );
    return [{ condition: "membrane", types, shape: { kind: "curve", of: wall } }];
  }

  #wallType(of: Boundary["of"], { scope }: Instance): number | null {
    const wall = wallOf(pathText(of), scope, this.#flattener.request.checker);
    return wall === null ? null : this.#tables.type(wall);
  }

  // --- Measures

  /** `count P` and `complexes P`, and what is made of them. */
  measure(
    pattern: Pattern,
    { measure }: MeasureKind | typeof concentration,
    instance: Instance,
  ): ExpressionId {
    const { graph } = this.#flattener;
    const agents = this.#analysed(pattern, instance);
    if (agents === null) throw new Error("a pattern that the check phase refused");
    const text = textOf(pattern, instance);
    const counted = measure === "concentration" ? "count" : measure;
    const value = measureValue(
      graph,
      agents,
      { measure: counted, having: null },
      text,
      (members, kind, _, name) => this.#measured(kind, members, null, `${kind} ${name}`, instance),
    );
    if (measure !== "concentration") return value;
    const { molecules } = this.#tables;
    const size = molecules.compartments[molecules.defaultCompartment(instance)]?.size ?? graph.number(1);
    return graph.divide(value, size);
  }

  /** One measure for every component. */
  aggregate({ aggregate, over, value }: AggregateExpression, instance: Instance): Components {
    const { graph, translator } = this.#flattener;
    const agents = this.#analysed(over, instance);
    if (agents === null) throw new Error("a pattern that the check phase refused");
    const scope = new MatchScope(graph, this.#tables);
    const components = translator.components(value, instance, scope.locals(agents));
    const name = `${aggregate}(${textOf(value, instance)} over ${textOf(over, instance)})`;
    return components.map((component) =>
      this.#measured(aggregate, agents, { component, scope }, name, instance),
    );
  }

  #measured(
    measure: SpatialMeasure["measure"],
    agents: readonly AnalysedAgent[],
    summand: { readonly component: ExpressionId; readonly scope: MatchScope } | null,
    name: string,
    instance: Instance,
  ): ExpressionId {
    const { graph } = this.#flattener;
    const pattern = this.#pattern(agents, instance);
    const key = `${measure} ${JSON.stringify(pattern)}`;
    const known = summand === null ? this.#measureValues.get(key) : undefined;
    if (known !== undefined) return known;
    const symbol = graph.declareSymbol(name, "definition");
    const value = summand?.component ?? null;
    this.#measures.push({ symbol, name, pattern, measure, value, reads: summand?.scope.reads ?? [] });
    const id = graph.symbol(symbol);
    if (summand === null) this.#measureValues.set(key, id);
    return id;
  }

  // --- Patterns

  #analysed(pattern: Pattern, instance: Instance): readonly AnalysedAgent[] | null {
    return new PatternAnalyser(this.#flattener.request.checker, instance.scope).molecules(pattern);
  }

  #pattern(agents: readonly AnalysedAgent[], instance: Instance): MoleculePattern {
    return this.#tables.molecules.pattern(agents, instance, noAssignment);
  }
}

function textOf({ span }: Pattern | Expression, { scope }: Instance): string {
  return scope.file.text.slice(span.start, span.end).replace(/\s+/g, " ");
}
