/**
 * Phase 5, model: the tree of modules and parts becomes one flat model of the chosen experiment.
 *
 * Declarations are visited in the order of the text, parts in place, so that species keep the order in which
 * a reader meets them. What becomes of each kind of declaration stands in the files flatten*.ts.
 */
import type { Span } from "../../diagnostics/source.ts";
import type { Statement } from "../../grammar/syntax/sourceTree.ts";
import type { Experiment } from "../../grammar/syntax/experiment.ts";
import type { Pattern } from "../../grammar/syntax/pattern.ts";
import { ownFirst } from "../../runtime/results/ofPart.ts";
import { signsOf } from "../check/growthSigns.ts";
import { isStructured } from "../check/ruleAnalysis.ts";
import { depthName, spaceOf } from "../check/spatial/space.ts";
import { boltzmannConstant } from "../check/temperature.ts";
import { ExpressionGraph, type ExpressionId, type SymbolId } from "../expression/graph.ts";
import { experimentPlan } from "./experimentPlan.ts";
import type { FlattenRequest, Flattening } from "./flattening.ts";
import type { Origin } from "./origin.ts";
import type { FlatClamp, FlatModel, FlatSchedule } from "./flatModel.ts";
import { ChangeFlattener } from "./flattenChanges.ts";
import { MoleculeFlattener } from "./flattenMolecules.ts";
import { ObservableFlattener } from "./flattenObservables.ts";
import { ReactionFlattener } from "./flattenReactions.ts";
import { SpeciesFlattener } from "./flattenSpecies.ts";
import { flattenStimulus } from "./flattenStimulus.ts";
import { ValueFlattener } from "./flattenValues.ts";
import { reportIneffectiveChanges } from "./ineffectiveChanges.ts";
import { type Found, type Instance, InstanceTree } from "./instance.ts";
import { ReadAhead } from "./readAhead.ts";
import { referencesOf } from "./references.ts";
import { SpatialFlattener } from "./spatial/flattenSpatial.ts";
import type { Shape } from "./spatial/moleculeValue.ts";
import { FieldFlattener } from "./spatial/spatialFields.ts";
import { SubmodelCollector } from "./submodels.ts";
import { Translator } from "./translate.ts";

export function flatten(request: FlattenRequest): FlatModel {
  return new Flattener(request).run();
}

class Flattener implements Flattening {
  readonly graph = new ExpressionGraph();
  readonly translator: Translator;
  readonly tree: InstanceTree;
  readonly request: FlattenRequest;
  readonly timeSymbol: SymbolId;
  readonly time: ExpressionId;
  readonly clamps: FlatClamp[] = [];
  readonly schedule: FlatSchedule[] = [];
  readonly sources: { readonly species: number; readonly origin: Origin }[] = [];
  readonly ahead: ReadAhead;
  readonly submodels: SubmodelCollector;
  readonly values = new ValueFlattener(this);
  readonly species = new SpeciesFlattener(this);
  readonly reactions = new ReactionFlattener(this);
  readonly changes = new ChangeFlattener(this);
  readonly observables = new ObservableFlattener(this);
  readonly fields = new FieldFlattener(this);
  readonly #molecules = new MoleculeFlattener(this);
  readonly #spatial = new SpatialFlattener(this);
  readonly dimensions: 0 | 2 | 3;

  constructor(request: FlattenRequest) {
    this.request = request;
    const scope = request.program.scopes.get(request.model);
    this.dimensions = scope === undefined ? 0 : (spaceOf(scope)?.dimensions ?? 0);
    this.tree = new InstanceTree(request.program);
    this.timeSymbol = this.graph.declareSymbol("time", "time");
    this.time = this.graph.symbol(this.timeSymbol);
    this.ahead = new ReadAhead(this.tree, request.changingSizes ?? []);
    this.submodels = new SubmodelCollector(this, request.submodels ?? []);
    this.translator = new Translator(this.tree, {
      graph: this.graph,
      time: this.time,
      value: (found) => this.values.of(found),
      concentration: (found) => this.species.concentration(found),
      amount: (found) => this.species.at(found).amount,
      size: (found) => this.values.size(found),
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

  setByEvent(pattern: Pattern, instance: Instance): { readonly index: number; readonly size: ExpressionId } {
    return this.#molecules.setByEvent(pattern, instance);
  }

  run(): FlatModel {
    const { program, model, experiment, hash, sink } = this.request;
    const scope = program.scopes.get(model);
    if (scope === undefined) throw new Error(`${model.name.text} is not bound`);
    const root = this.tree.root(scope);
    const experimentScope = experiment === null ? undefined : program.scopes.get(experiment);
    const outermost = experimentScope === undefined ? root : this.tree.experiment(experimentScope, root);
    this.ahead.readModel(root);
    if (experiment !== null) this.ahead.readExperiment(experiment, outermost);
    for (const instance of this.tree.withParts(root)) {
      for (const statement of instance.scope.module?.body ?? [])
        if (statement.kind === "field") this.fields.declare(statement, instance);
    }
    this.#visit(root);
    if (experiment !== null) this.#visitExperiment(experiment, outermost);
    const plan = experimentPlan(experiment, outermost, this);
    const structured = this.#molecules.result();
    this.fields.refuseOtherChanges(structured?.rules ?? []);
    if (this.observables.all.length === 0) this.observables.observeEverything();
    reportIneffectiveChanges(this, sink);
    const submodels = this.submodels.result(root);
    return {
      name: model.name.text,
      title: model.title?.value ?? null,
      hash,
      graph: this.graph,
      time: this.timeSymbol,
      parameters: this.values.parameters,
      species: this.species.all,
      variables: this.values.variables,
      reactions: this.reactions.all,
      flows: this.changes.flows,
      events: this.changes.events,
      clamps: this.clamps,
      schedule: this.schedule,
      observables: ownFirst(this.observables.all),
      structured,
      spatial: this.#spatial.result(root),
      references: referencesOf(this.tree, root, experiment?.body ?? []),
      submodels,
      functions: [],
      surrogates: [],
      experiment: plan,
    };
  }

  // --- Declarations, in the order of the text

  #visit(instance: Instance): void {
    const { body = [], written = [] } = instance.scope.module ?? {};
    for (const statement of written)
      if (statement.kind === "filament" || statement.kind === "membrane")
        for (const { what, value, mayBeZero } of signsOf(statement))
          if (!mayBeZero) this.#spatial.addSize(what, value, instance);
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
          if (isStructured(statement, instance.scope))
            this.#flattenerOf(statement, instance).addRule(statement, instance);
          else this.reactions.addRule(statement, instance);
          break;
        case "energy":
          this.#flattenerOf(statement, instance).addEnergy(statement, instance);
          break;
        case "init":
          this.#flattenerOf(statement, instance).addInitial(statement, instance);
          break;
        case "define":
          if (statement.persistence !== undefined) {
            const { filament, state } = statement.persistence;
            const where = state === "" ? filament : `${filament} in the state ${state}`;
            this.#spatial.addSize(`The persistence length of ${where}`, statement.value, instance);
          }
          break;
        case "motion":
          this.#spatial.addMotion(statement, instance);
          break;
        case "boundary":
          this.#spatial.addBoundary(statement, instance);
          break;
        case "flow":
          if (statement.pattern.length > 0) this.#spatial.addFlow(statement, instance);
          else for (const equation of statement.equations) this.changes.addFlow(equation, instance);
          break;
        case "event":
          this.changes.addEvent(statement, instance);
          break;
        case "stimulus":
          flattenStimulus(statement, instance, this);
          break;
        case "observe":
          this.observables.add(instance, statement.name.text);
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
    if (symbol.kind === "species") this.species.at(found);
    else if (symbol.kind === "compartment") this.values.size(found);
    else this.values.of(found);
  }

  #visitExperiment(experiment: Experiment, instance: Instance): void {
    for (const statement of experiment.body) {
      switch (statement.kind) {
        case "param":
          this.#own(instance, statement.name.text, "param");
          break;
        case "event":
          this.changes.addEvent(statement, instance);
          break;
        case "stimulus":
          flattenStimulus(statement, instance, this);
          break;
        case "observe":
          this.observables.add(instance, statement.name.text);
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

  // --- What the whole model has

  kT(instance: Instance): ExpressionId | null {
    const stated = this.ahead.temperatureOf(instance);
    if (stated === null) return null;
    const temperature = this.translator.translate(stated.value, stated.instance);
    return this.graph.multiply([this.graph.number(boltzmannConstant), temperature]);
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

  thickness(): ExpressionId {
    return this.dimensions === 2 ? this.#depth() : this.graph.number(1);
  }

  reportNoTemperature(what: string, instance: Instance, span: Span): ExpressionId {
    this.request.sink.report("TDL5154", { file: instance.scope.file, span }, { what });
    return this.graph.number(Number.NaN);
  }
}
