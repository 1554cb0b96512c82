/**
 * Phase 5, model: the tree of modules and parts becomes one flat model of the chosen experiment.
 *
 * Declarations are visited in the order of the text, parts in place, so that species keep the order in which
 * a reader meets them. Values are translated when first needed, which lets declarations refer to later ones.
 */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import { pathText } from "../../grammar/syntax/common.ts";
import type { Fields, Model, Rule, RuleSide, Statement } from "../../grammar/syntax/declaration.ts";
import type { Assignment, Expression } from "../../grammar/syntax/expression.ts";
import type { Experiment } from "../../grammar/syntax/experiment.ts";
import {
  amountDimension,
  dimensionless,
  type Dimension,
  equalDimensions,
} from "../../runtime/units/dimension.ts";
import type { BoundProgram, SymbolOfKind } from "../bind/scope.ts";
import { noLocals, type TypeChecker } from "../check/typeChecker.ts";
import { compartmentsOf, concentrationDimensionOf, placeOf, sizeDimension } from "../check/species.ts";
import { depthName, spaceOf } from "../check/spatial/space.ts";
import { boltzmannConstant, temperatureOf } from "../check/temperature.ts";
import { dependencies } from "../expression/dependencies.ts";
import { substitute } from "../expression/substitute.ts";
import { ExpressionGraph, type ExpressionId, type SymbolId } from "../expression/graph.ts";
import { displayOf, usualDisplay } from "./displayUnit.ts";
import { FieldFlattener } from "./spatial/spatialFields.ts";
import { experimentPlan } from "./experimentPlan.ts";
import { isStructured } from "../check/ruleAnalysis.ts";
import { MoleculeFlattener } from "./flattenMolecules.ts";
import { flattenStimulus } from "./flattenStimulus.ts";
import { reportIneffectiveChanges } from "./ineffectiveChanges.ts";
import type {
  FlatClamp,
  FlatEvent,
  FlatFlow,
  FlatModel,
  FlatObservable,
  FlatParameter,
  FlatReaction,
  FlatSchedule,
  FlatSpecies,
  FlatVariable,
  Origin,
  StateTarget,
  Stoichiometry,
} from "./flatModel.ts";
import { type Found, type Instance, InstanceTree } from "./instance.ts";
import { SpatialFlattener } from "./spatial/flattenSpatial.ts";
import type { Shape } from "./spatial/moleculeValue.ts";
import { SubmodelCollector } from "./submodels.ts";
import { Translator } from "./translate.ts";

export interface FlattenRequest {
  readonly program: BoundProgram;
  readonly checker: TypeChecker;
  readonly model: Model;
  readonly experiment: Experiment | null;
  readonly hash: string;
  readonly sink: DiagnosticSink;
  /** Prefixes of the parts (`camkii.`, "" for the model itself) whose ports and values are kept apart. */
  readonly submodels?: readonly string[];
  /** Full names of compartments whose size may change although nothing in the model changes it. */
  readonly changingSizes?: readonly string[];
}

export function flatten(request: FlattenRequest): FlatModel {
  return new Flattener(request).run();
}

/** Everything that flattening has made so far; shared with flattenStimulus.ts. */
export class Flattener {
  readonly graph = new ExpressionGraph();
  readonly translator: Translator;
  readonly tree: InstanceTree;
  readonly request: FlattenRequest;
  readonly timeSymbol: SymbolId;
  readonly time: ExpressionId;
  readonly clamps: FlatClamp[] = [];
  readonly schedule: FlatSchedule[] = [];
  readonly reactions: FlatReaction[] = [];
  readonly flows: FlatFlow[] = [];
  /** Species that stimuli add to. */
  readonly sources: { readonly species: number; readonly origin: Origin }[] = [];
  readonly species: FlatSpecies[] = [];
  readonly variables: FlatVariable[] = [];
  readonly #molecules = new MoleculeFlattener(this);
  readonly #spatial = new SpatialFlattener(this);
  readonly fields = new FieldFlattener(this);
  /** Of space; 0 without one. */
  readonly dimensions: 0 | 2 | 3;
  readonly #parameters: FlatParameter[] = [];
  readonly #events: FlatEvent[] = [];
  readonly #observables: FlatObservable[] = [];
  readonly #values = new Map<string, ExpressionId>();
  readonly #speciesIndex = new Map<string, number>();
  readonly #variableIndex = new Map<string, number>();
  /** Compartments whose size a flow or an event changes. */
  readonly #changingSizes = new Set<string>();
  readonly #translating: string[] = [];
  /** By the prefix of the instance that states it. */
  readonly #temperatures = new Map<string, { readonly value: Expression; readonly instance: Instance }>();
  readonly #submodels: SubmodelCollector;
  /** Full names of the parameters that the experiment sweeps, or differentiates by. */
  readonly #swept = new Set<string>();
  /** Values that the experiment sets, by the parameter's full name. */
  readonly #overrides = new Map<string, { readonly value: Expression; readonly instance: Instance }>();

  constructor(request: FlattenRequest) {
    this.request = request;
    const scope = request.program.scopes.get(request.model);
    this.dimensions = scope === undefined ? 0 : (spaceOf(scope)?.dimensions ?? 0);
    this.tree = new InstanceTree(request.program);
    this.timeSymbol = this.graph.declareSymbol("time", "time");
    this.time = this.graph.symbol(this.timeSymbol);
    this.#submodels = new SubmodelCollector(this, request.submodels ?? []);
    this.translator = new Translator(this.tree, {
      graph: this.graph,
      time: this.time,
      value: (found) => this.value(found),
      concentration: (found) => this.concentration(found),
      amount: (found) => this.#speciesAt(found).amount,
      size: (found) => this.size(found),
      measure: (pattern, measure, instance) =>
        (request.checker.spatial.holds([pattern], instance.scope) ? this.#spatial : this.#molecules).measure(
          pattern,
          measure,
          instance,
        ),
      dimensions: this.dimensions,
      depth: () => this.#depth(),
      aggregate: (expression, instance) => this.#spatial.aggregate(expression, instance),
      region: (name, instance) => this.region(name, instance),
      field: (expression, instance) => this.fields.named(expression, instance),
      kT: (instance, span) => this.kT(instance) ?? this.reportNoTemperature("`kT`", instance, span),
    });
  }

  run(): FlatModel {
    const { program, model, experiment, hash, sink } = this.request;
    const scope = program.scopes.get(model);
    if (scope === undefined) throw new Error(`${model.name.text} is not bound`);
    const root = this.tree.root(scope);
    const experimentScope = experiment === null ? undefined : program.scopes.get(experiment);
    const outermost = experimentScope === undefined ? root : this.tree.experiment(experimentScope, root);
    if (experiment !== null) this.#readOverrides(experiment, outermost);
    this.#findTemperatures(root);
    this.#findChangingSizes(root);
    this.#findFields(root);
    for (const name of this.request.changingSizes ?? []) this.#changingSizes.add(name);
    if (experiment !== null) this.#findChangingSizesOf(experiment.body, outermost);
    this.#visit(root);
    if (experiment !== null) this.#visitExperiment(experiment, outermost);
    const plan = experimentPlan(experiment, outermost, this);
    const structured = this.#molecules.result();
    this.fields.refuseOtherChanges(this.#events, structured?.rules ?? []);
    if (this.#observables.length === 0) this.#observeEverything();
    reportIneffectiveChanges(this, this.#events, sink);
    const submodels = this.#submodels.result(root);
    return {
      name: model.name.text,
      title: model.title?.value ?? null,
      hash,
      graph: this.graph,
      time: this.timeSymbol,
      parameters: this.#parameters,
      species: this.species,
      variables: this.variables,
      reactions: this.reactions,
      flows: this.flows,
      events: this.#events,
      clamps: this.clamps,
      schedule: this.schedule,
      observables: this.#observables,
      structured,
      spatial: this.#spatial.result(root),
      submodels,
      functions: [],
      surrogates: [],
      experiment: plan,
    };
  }

  // --- Declarations, in the order of the text

  #visit(instance: Instance): void {
    const body = instance.scope.module?.body ?? [];
    for (const statement of body) {
      switch (statement.kind) {
        case "species":
          for (const name of statement.names) this.#own(instance, name.text, "species");
          break;
        case "param":
        case "input":
        case "variable":
        case "compartment":
          this.#own(instance, statement.name.text, statement.kind);
          break;
        case "part": {
          const symbol = instance.scope.values.get(statement.name.text);
          const inner = symbol?.kind === "part" ? this.tree.part(instance, symbol) : null;
          if (inner !== null) this.#visit(inner);
          break;
        }
        case "rule":
          this.#addRule(statement, instance);
          break;
        case "energy":
          this.#flattenerOf(statement, instance).addEnergy(statement, instance);
          break;
        case "init":
          this.#flattenerOf(statement, instance).addInitial(statement, instance);
          break;
        case "motion":
          this.#spatial.addMotion(statement, instance);
          break;
        case "boundary":
          this.#spatial.addBoundary(statement, instance);
          break;
        case "flow":
          if (statement.pattern.length > 0) this.#spatial.addFlow(statement, instance);
          else for (const equation of statement.equations) this.#addFlow(equation, instance);
          break;
        case "event":
          this.#addEvent(statement, instance);
          break;
        case "stimulus":
          flattenStimulus(statement, instance, this);
          break;
        case "observe":
          this.#addObservable(instance, statement.name.text);
          break;
        default:
          // Constants, functions, tables, definitions and outputs come in where they are used.
          break;
      }
    }
  }

  /** Of molecules with attributes, or of those without. */
  #flattenerOf(statement: Statement, instance: Instance): SpatialFlattener | MoleculeFlattener {
    return this.request.checker.spatial.includes(statement, instance.scope) ? this.#spatial : this.#molecules;
  }

  /** Makes the entity that an instance declares, unless its parent binds it. */
  #own(
    instance: Instance,
    name: string,
    kind: "species" | "param" | "input" | "variable" | "compartment",
  ): void {
    const symbol = instance.scope.values.get(name);
    if (symbol === undefined || symbol.kind !== kind || instance.bindings.has(name)) return;
    const found: Found = { instance, symbol, measure: null };
    if (symbol.kind === "species") this.#speciesAt(found);
    else if (symbol.kind === "compartment") this.size(found);
    else this.value(found);
  }

  #visitExperiment(experiment: Experiment, instance: Instance): void {
    for (const statement of experiment.body) {
      switch (statement.kind) {
        case "param":
          this.#own(instance, statement.name.text, "param");
          break;
        case "event":
          this.#addEvent(statement, instance);
          break;
        case "stimulus":
          flattenStimulus(statement, instance, this);
          break;
        case "observe":
          this.#addObservable(instance, statement.name.text);
          break;
        case "setting":
        case "set":
        case "sweep":
        case "plot":
        case "sensitivity":
        case "treat":
        case "use":
          break;
      }
    }
  }

  #readOverrides(experiment: Experiment, instance: Instance): void {
    for (const statement of experiment.body) {
      if (statement.kind === "sweep") {
        const { instance: owner, symbol } = this.tree.find(instance, statement.parameter);
        this.#swept.add(owner.prefix + symbol.name);
      }
      if (statement.kind === "sensitivity") {
        // An input that a part is given becomes a parameter of its own.
        for (const path of statement.parameters) {
          const { instance: owner, symbol } = this.tree.find(instance, path);
          this.#swept.add(owner.prefix + symbol.name);
        }
      }
      if (statement.kind !== "set") continue;
      for (const { target, value } of statement.assignments) {
        if (target.kind !== "reference") continue;
        const found = this.tree.find(instance, target.path);
        this.#overrides.set(found.instance.prefix + found.symbol.name, { value, instance });
      }
    }
  }

  #findTemperatures(instance: Instance): void {
    const statement = temperatureOf(instance.scope);
    if (statement !== null) this.#temperatures.set(instance.prefix, { value: statement.value, instance });
    for (const part of this.#partsOf(instance)) this.#findTemperatures(part);
  }

  #findFields(instance: Instance): void {
    for (const statement of instance.scope.module?.body ?? [])
      if (statement.kind === "field") this.fields.declare(statement, instance);
    for (const part of this.#partsOf(instance)) this.#findFields(part);
  }

  #partsOf(instance: Instance): Instance[] {
    return (instance.scope.module?.body ?? []).flatMap((statement) => {
      const symbol = statement.kind === "part" ? instance.scope.values.get(statement.name.text) : undefined;
      const inner = symbol?.kind === "part" ? this.tree.part(instance, symbol) : null;
      return inner === null ? [] : [inner];
    });
  }

  #findChangingSizes(instance: Instance): void {
    const body = instance.scope.module?.body ?? [];
    this.#findChangingSizesOf(body, instance);
    for (const part of this.#partsOf(instance)) this.#findChangingSizes(part);
  }

  #findChangingSizesOf(body: readonly { readonly kind: string }[], instance: Instance): void {
    for (const statement of body as Model["body"]) {
      const changes =
        statement.kind === "flow"
          ? statement.pattern.length > 0
            ? []
            : statement.equations
          : statement.kind === "event"
            ? statement.assignments
            : [];
      for (const { target } of changes) {
        if (target.kind !== "reference") continue;
        const found = this.tree.find(instance, target.path);
        if (found.symbol.kind === "compartment")
          this.#changingSizes.add(found.instance.prefix + found.symbol.name);
      }
    }
  }

  // --- Values

  value(found: Found): ExpressionId {
    const { instance, symbol } = found;
    const name = instance.prefix + symbol.name;
    // Names of files and of the model do not clash: shadowing is refused.
    const key =
      instance.scope.module === null && instance.outer === null
        ? `${instance.scope.file.path}:${name}`
        : name;
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    if (this.#translating.includes(key)) {
      const cycle = [...this.#translating.slice(this.#translating.indexOf(key)), key].join(" -> ");
      this.request.sink.report("TDL3006", { file: symbol.scope.file, span: symbol.span }, { cycle });
      return this.graph.number(Number.NaN);
    }
    this.#translating.push(key);
    const value = this.#submodels.value(found, this.#makeValue(found, name));
    this.#translating.pop();
    this.#values.set(key, value);
    return value;
  }

  #makeValue({ instance, symbol }: Found, name: string): ExpressionId {
    const binding = instance.bindings.get(symbol.name);
    switch (symbol.kind) {
      case "const":
      case "define":
      case "output":
      case "observe":
        return this.translator.translate(symbol.node.value, instance);
      case "param":
      case "input": {
        const override = this.#overrides.get(name);
        const isInput = symbol.kind === "input" && binding !== undefined;
        if (isInput && override === undefined && !this.#swept.has(name)) {
          return this.translator.translate(binding.value, binding.instance);
        }
        const given = override ?? binding;
        if (given === undefined && symbol.node.value === null) {
          const location = { file: symbol.scope.file, span: symbol.span };
          this.request.sink.report("TDL5023", location, { name: this.request.model.name.text });
          return this.graph.number(Number.NaN);
        }
        const id = this.graph.declareSymbol(name, "parameter");
        const declared = symbol.node.value;
        const source = given?.value ?? declared;
        const value =
          source === null
            ? this.graph.number(Number.NaN)
            : this.initialValue(source, given?.instance ?? instance, `The value of ${name}`);
        const dimension = this.dimensionOf(symbol);
        this.#parameters.push({
          name,
          symbol: id,
          display: displayOf(symbol.node.unit?.text ?? null, declared ?? source, dimension),
          value,
          ...documentation(symbol.node.fields),
        });
        return this.graph.symbol(id);
      }
      case "variable": {
        const index = this.#variableAt({ instance, symbol, measure: null }, symbol);
        return this.graph.symbol(this.#variable(index).symbol);
      }
      default:
        throw new Error(`${symbol.name} has no value`);
    }
  }

  /** Thermal energy of an instance, or of the nearest around it that states a temperature; null without. */
  kT(instance: Instance): ExpressionId | null {
    for (let prefix = instance.prefix; ; prefix = prefix.replace(/[^.]*\.$/, "")) {
      const stated = this.#temperatures.get(prefix);
      if (stated !== undefined) {
        const temperature = this.translator.translate(stated.value, stated.instance);
        return this.graph.multiply([this.graph.number(boltzmannConstant), temperature]);
      }
      if (prefix === "") return null;
    }
  }

  #depth(): ExpressionId {
    const scope = this.request.program.scopes.get(this.request.model);
    const depth = scope === undefined ? null : (spaceOf(scope)?.depth ?? null);
    if (scope !== undefined && depth !== null) return this.translator.translate(depth, this.tree.root(scope));
    const location = { file: this.request.program.main.file, span: this.request.model.name.span };
    this.request.sink.report("TDL3001", location, { name: depthName, nearest: null });
    return this.graph.number(Number.NaN);
  }

  region(name: string, instance: Instance): Shape {
    return this.#spatial.region(name, instance);
  }

  /** What areas are multiplied with to become volumes, in um. */
  thickness(): ExpressionId {
    return this.dimensions === 2 ? this.#depth() : this.graph.number(1);
  }

  /** Of a module that no model around it gives one. */
  reportNoTemperature(what: string, instance: Instance, span: Span): ExpressionId {
    this.request.sink.report("TDL5154", { file: instance.scope.file, span }, { what });
    return this.graph.number(Number.NaN);
  }

  dimensionOf(symbol: Parameters<TypeChecker["typeOfSymbol"]>[0]): Dimension {
    const type = this.request.checker.typeOfSymbol(symbol);
    return type.kind === "quantity" && type.dimension !== null ? type.dimension : dimensionless;
  }

  #variableAt(found: Found, symbol: SymbolOfKind<"variable">): number {
    const name = found.instance.prefix + symbol.name;
    const known = this.#variableIndex.get(name);
    if (known !== undefined) return known;
    const index = this.variables.length;
    this.#variableIndex.set(name, index);
    const dimension = this.dimensionOf(symbol);
    const { node } = symbol;
    const id = this.graph.declareSymbol(name, "state");
    const entry = {
      name,
      kind: "variable" as const,
      symbol: id,
      initial: this.graph.number(0),
      display: displayOf(node.unit?.text ?? null, node.value, dimension),
      doc: node.fields?.doc?.value ?? null,
    };
    this.variables.push(entry);
    const initial = this.initialValue(node.value, found.instance, `The initial value of ${name}`);
    this.variables[index] = { ...entry, initial };
    return index;
  }

  #variable(index: number): FlatVariable {
    const variable = this.variables[index];
    if (variable === undefined) throw new Error(`no variable ${index}`);
    return variable;
  }

  /** A value at the start: it may use parameters, nothing that changes in a run. */
  initialValue(value: Expression, instance: Instance, what: string): ExpressionId {
    const id = this.translator.translate(value, instance);
    for (const symbol of dependencies(this.graph, id)) {
      const info = this.graph.symbolInfo(symbol);
      if (info.kind === "parameter") continue;
      const location = { file: instance.scope.file, span: value.span };
      this.request.sink.report("TDL4014", location, { what, uses: `\`${info.name}\`` });
      break;
    }
    return id;
  }

  size(found: Found): ExpressionId {
    const { instance, symbol } = found;
    if (symbol.kind !== "compartment") throw new Error(`${symbol.name} is no compartment`);
    const name = `${instance.prefix}${symbol.name}`;
    const key = `size of ${name}`;
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const { size } = symbol.node;
    if (size === null) {
      const location = { file: symbol.scope.file, span: symbol.span };
      this.request.sink.report("TDL5004", location, { compartment: symbol.name });
      return this.graph.number(Number.NaN);
    }
    if (!this.#changingSizes.has(name)) {
      if (this.#translating.includes(key)) {
        const cycle = [...this.#translating.slice(this.#translating.indexOf(key)), key].join(" -> ");
        this.request.sink.report("TDL3006", { file: symbol.scope.file, span: symbol.span }, { cycle });
        return this.graph.number(Number.NaN);
      }
      this.#translating.push(key);
      const value = this.translator.translate(size.value, instance);
      this.#translating.pop();
      this.#values.set(key, value);
      return value;
    }
    const id = this.graph.declareSymbol(`${name}.${size.measure}`, "state");
    const value = this.graph.symbol(id);
    this.#values.set(key, value);
    this.#variableIndex.set(key, this.variables.length);
    this.variables.push({
      name: `${name}.${size.measure}`,
      kind: "size",
      symbol: id,
      initial: this.initialValue(size.value, instance, `The ${size.measure} of ${name}`),
      display: displayOf(null, size.value, sizeDimension(symbol)),
      doc: symbol.node.fields?.doc?.value ?? null,
    });
    return value;
  }

  // --- Species

  speciesIndex(found: Found): number {
    const { instance, symbol } = found;
    if (symbol.kind !== "species") throw new Error(`${symbol.name} is no species`);
    const name = instance.prefix + symbol.name;
    const known = this.#speciesIndex.get(name);
    if (known !== undefined) return known;
    const { node } = symbol;
    const size = this.#sizeOf(symbol, instance);
    const initialType =
      node.initial === null ? null : this.request.checker.typeOf(node.initial, instance.scope, noLocals);
    const initialDimension = initialType?.kind === "quantity" ? initialType.dimension : null;
    const isConcentration = initialDimension !== null && !equalDimensions(initialDimension, amountDimension);
    const written =
      node.initial === null
        ? this.graph.number(0)
        : this.initialValue(node.initial, instance, `The initial value of ${name}`);
    const isSizeChanging = size !== null && this.#changesInRun(size);
    const holds = node.fixed && isConcentration && isSizeChanging ? "concentration" : "amount";
    const id = this.graph.declareSymbol(name, "state");
    const held = this.graph.symbol(id);
    const amount = holds === "concentration" && size !== null ? this.graph.multiply([held, size]) : held;
    const initialSize = size === null ? null : this.sizeAtStart(size);
    const initial =
      isConcentration && holds === "amount" && initialSize !== null
        ? this.graph.multiply([written, initialSize])
        : written;
    const index = this.species.length;
    this.#speciesIndex.set(name, index);
    const ownConcentration = concentrationDimensionOf(placeOf(this.request.program, symbol));
    const shown =
      initialDimension ?? (size === null ? amountDimension : (ownConcentration ?? amountDimension));
    if (size === null && isConcentration) this.#reportNoPlace(symbol);
    this.species.push({
      name,
      symbol: id,
      holds,
      amount,
      size,
      initial,
      isFixed: node.fixed,
      isReservoir: node.fixed && isConcentration,
      display: displayOf(null, node.initial, shown),
      ...documentation(node.fields),
    });
    return index;
  }

  #speciesAt(found: Found): FlatSpecies {
    const species = this.species[this.speciesIndex(found)];
    if (species === undefined) throw new Error("no such species");
    return species;
  }

  concentration(found: Found): ExpressionId {
    const species = this.#speciesAt(found);
    if (species.holds === "concentration") return this.graph.symbol(species.symbol);
    if (species.size === null && found.symbol.kind === "species") this.#reportNoPlace(found.symbol);
    return species.size === null ? species.amount : this.graph.divide(species.amount, species.size);
  }

  readonly #withoutPlace = new Set<SymbolOfKind<"species">>();

  /** A shared species whose compartment the parent would decide, in a model that runs by itself. */
  #reportNoPlace(symbol: SymbolOfKind<"species">): void {
    if (this.#withoutPlace.has(symbol)) return;
    this.#withoutPlace.add(symbol);
    this.request.sink.report(
      "TDL4006",
      { file: symbol.scope.file, span: symbol.span },
      { name: symbol.name },
    );
  }

  #sizeOf(symbol: SymbolOfKind<"species">, instance: Instance): ExpressionId | null {
    const { node, scope } = symbol;
    if (node.compartment !== null) return this.size(this.tree.find(instance, node.compartment));
    const compartments = compartmentsOf(scope);
    const [only, ...more] = compartments;
    if (only === undefined) return null;
    if (more.length > 0) {
      const location = { file: scope.file, span: symbol.span };
      const names = compartments.map((candidate) => candidate.name).join(", ");
      this.request.sink.report("TDL5003", location, { species: symbol.name, compartments: names });
    }
    return this.size(
      this.tree.find(instance, { parts: [{ text: only.name, span: only.span }], span: only.span }),
    );
  }

  #changesInRun(id: ExpressionId): boolean {
    return [...dependencies(this.graph, id)].some(
      (symbol) => this.graph.symbolInfo(symbol).kind !== "parameter",
    );
  }

  /** A changing size at t = 0: its states replaced by their initial values. */
  sizeAtStart(size: ExpressionId): ExpressionId {
    const map = new Map<SymbolId, ExpressionId>([[this.timeSymbol, this.graph.number(0)]]);
    for (const variable of this.variables) map.set(variable.symbol, variable.initial);
    for (const species of this.species) map.set(species.symbol, species.initial);
    return this.#changesInRun(size) ? substitute(this.graph, size, map) : size;
  }

  // --- What happens

  #addRule(rule: Rule, instance: Instance): void {
    if (isStructured(rule, instance.scope)) {
      this.#flattenerOf(rule, instance).addRule(rule, instance);
      return;
    }
    const name = instance.prefix + rule.name.text;
    const right = rule.right;
    if (right === null) return;
    const left = this.#stoichiometry(rule.left, instance);
    const products = this.#stoichiometry(right, instance);
    this.#addReaction(name, rule, rule.rate.forward, left, products, instance);
    if (rule.rate.back !== null)
      this.#addReaction(`${name} (back)`, rule, rule.rate.back, products, left, instance);
  }

  #addReaction(
    name: string,
    rule: Rule,
    rate: Expression,
    reactants: readonly Stoichiometry[],
    products: readonly Stoichiometry[],
    instance: Instance,
  ): void {
    const { graph } = this;
    const written = this.translator.translate(rate, instance);
    const value =
      rule.when === null
        ? written
        : graph.conditional(this.translator.translate(rule.when, instance), written, graph.number(0));
    const origin = { file: instance.scope.file, span: rule.span };
    if (this.fields.takeReaction(rule, name, value, reactants, products, origin)) return;
    if (rule.rate.kind === "total") {
      this.reactions.push({ name, reactants, products, rate: { kind: "total", velocity: value }, origin });
      return;
    }
    const size = this.#referenceSize(rule, instance, reactants.length === 0 ? products : reactants);
    this.reactions.push({
      name,
      reactants,
      products,
      rate: { kind: "massAction", constant: value, size },
      origin,
    });
  }

  /**
   * The size of highest dimension among the participants: volumes before areas before lengths. Two of equal
   * rank are reported: only species that a parent binds can still lie in different compartments here.
   */
  #referenceSize(
    rule: Rule,
    instance: Instance,
    participants: readonly Stoichiometry[],
  ): ExpressionId | null {
    let best: { size: ExpressionId; rank: number; place: string } | null = null;
    const rivals = new Set<string>();
    const isFirstOrder = participants.reduce((order, { count }) => order + count, 0) === 1;
    for (const { species } of participants) {
      const { rank, name: place, homeless } = this.#places[species] ?? noPlace;
      if (homeless !== null && !isFirstOrder) this.#reportNoPlace(homeless);
      const size = this.species[species]?.size ?? null;
      if (size === null || (best !== null && rank < best.rank)) continue;
      if (best === null || rank > best.rank) {
        best = { size, rank, place };
        rivals.clear();
      }
      rivals.add(place);
    }
    if (rivals.size > 1) {
      const location = { file: instance.scope.file, span: rule.rate.span };
      this.request.sink.report("TDL5005", location, {
        rule: rule.name.text,
        compartments: [...rivals].join(", "),
      });
    }
    return best?.size ?? null;
  }

  /** Where each species that takes part in a rule lies. */
  readonly #places: Place[] = [];

  #stoichiometry(side: RuleSide, instance: Instance): Stoichiometry[] {
    const counts = new Map<number, number>();
    for (const { pattern, coefficient } of side.participants) {
      const found = this.translator.species(pattern, instance);
      const species = this.speciesIndex(found);
      this.#places[species] = placeInTree(found, this.tree);
      counts.set(species, (counts.get(species) ?? 0) + coefficient);
    }
    return [...counts].map(([species, count]) => ({ species, count }));
  }

  #addFlow(equation: Assignment, instance: Instance): void {
    const { target, toHeld } = this.target(equation.target, instance);
    const rate = toHeld(this.translator.translate(equation.value, instance));
    this.flows.push({ target, rate, origin: { file: instance.scope.file, span: equation.target.span } });
  }

  /** What an assignment changes, and how its value becomes the held quantity. */
  target(
    written: Assignment["target"],
    instance: Instance,
  ): { readonly target: StateTarget; readonly toHeld: (value: ExpressionId) => ExpressionId } {
    const same = (value: ExpressionId): ExpressionId => value;
    if (written.kind === "reference") {
      const found = this.tree.find(instance, written.path);
      if (found.symbol.kind === "compartment") {
        this.size(found);
        const index = this.#variableIndex.get(`size of ${found.instance.prefix}${found.symbol.name}`);
        if (index === undefined) throw new Error(`${pathText(written.path)} does not change`);
        return { target: { kind: "variable", index }, toHeld: same };
      }
      if (found.symbol.kind !== "variable") throw new Error(`${pathText(written.path)} can not change`);
      return { target: { kind: "variable", index: this.#variableAt(found, found.symbol) }, toHeld: same };
    }
    const index = this.speciesIndex(this.translator.species(written.of, instance));
    const species = this.species[index];
    if (species === undefined) throw new Error("no such species");
    const { size } = species;
    const isConcentration = written.kind === "concentration";
    const toHeld = (value: ExpressionId): ExpressionId => {
      if (size === null || isConcentration === (species.holds === "concentration")) return value;
      return isConcentration ? this.graph.multiply([value, size]) : this.graph.divide(value, size);
    };
    return { target: { kind: "species", index }, toHeld };
  }

  #addEvent(event: Extract<Model["body"][number], { kind: "event" }>, instance: Instance): void {
    this.#events.push({
      name: instance.prefix + event.name.text,
      trigger: this.translator.translate(event.trigger, instance),
      priority:
        event.priority === null ? this.graph.number(0) : this.translator.translate(event.priority, instance),
      assignments: event.assignments.map((assignment) => {
        const { target, toHeld } = this.target(assignment.target, instance);
        const value = toHeld(this.translator.translate(assignment.value, instance));
        return { target, value, origin: { file: instance.scope.file, span: assignment.target.span } };
      }),
    });
  }

  // --- Results

  #addObservable(instance: Instance, name: string): void {
    const symbol = instance.scope.values.get(name);
    if (symbol?.kind !== "observe") return;
    this.#observables.push({
      name: instance.prefix + name,
      value: this.value({ instance, symbol, measure: null }),
      display: displayOf(symbol.node.unit?.text ?? null, null, this.dimensionOf(symbol)),
      doc: symbol.node.fields?.doc?.value ?? null,
    });
  }

  /** The column that shows an expression of a plot: an observable's own, else one named like the text. */
  column(expression: Expression, instance: Instance): string {
    if (expression.kind === "time") return "time";
    if (expression.kind === "reference") {
      const found = this.tree.find(instance, expression.path);
      const name = found.instance.prefix + found.symbol.name;
      if (this.#observables.some((observable) => observable.name === name)) return name;
    }
    const { file } = instance.scope;
    const name = file.text.slice(expression.span.start, expression.span.end).replace(/\s+/g, " ");
    if (this.#observables.some((observable) => observable.name === name)) return name;
    const type = this.request.checker.typeOf(expression, instance.scope, noLocals);
    const dimension = type.kind === "quantity" && type.dimension !== null ? type.dimension : dimensionless;
    const value = this.translator.translate(expression, instance);
    this.#observables.push({ name, value, display: usualDisplay(dimension), doc: null });
    return name;
  }

  /** Without any `observe` all species and variables are shown, each in the unit it was declared in. */
  #observeEverything(): void {
    for (const species of this.species) {
      const asAmount = equalDimensions(species.display.dimension, amountDimension) || species.size === null;
      const value = asAmount
        ? species.amount
        : this.graph.divide(species.amount, species.size ?? this.graph.number(1));
      this.#observables.push({ name: species.name, value, display: species.display, doc: species.doc });
    }
    for (const variable of this.variables) {
      const value = this.graph.symbol(variable.symbol);
      this.#observables.push({ name: variable.name, value, display: variable.display, doc: variable.doc });
    }
  }
}

function documentation(fields: Fields | null): {
  readonly doc: string | null;
  readonly sources: readonly string[];
} {
  return { doc: fields?.doc?.value ?? null, sources: fields?.sources.map((source) => source.value) ?? [] };
}

interface Place {
  /** Full name of the compartment. */
  readonly name: string;
  /** 3 for volumes, 2 for areas, 1 for lengths, 0 without a compartment. */
  readonly rank: number;
  /** A shared species of a model that runs by itself, which has no compartment of its own. */
  readonly homeless: SymbolOfKind<"species"> | null;
}

const noPlace: Place = { name: "?", rank: 0, homeless: null };

function placeInTree({ symbol, instance }: Found, tree: InstanceTree): Place {
  if (symbol.kind !== "species") return noPlace;
  const [only] = compartmentsOf(symbol.scope);
  const own = only === undefined ? null : { parts: [{ text: only.name, span: only.span }], span: only.span };
  const path = symbol.node.compartment ?? own;
  const found = path === null ? null : tree.find(instance, path);
  if (found === null || found.symbol.kind !== "compartment") {
    return symbol.node.share ? { ...noPlace, homeless: symbol } : noPlace;
  }
  const measure = found.symbol.node.size?.measure ?? "volume";
  const name = found.instance.prefix + found.symbol.name;
  return { name, rank: { volume: 3, area: 2, length: 1 }[measure], homeless: null };
}
