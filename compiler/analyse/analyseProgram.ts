/**
 * What the rules of a whole model say together, told by `tendril check`: rules that can never happen, repeat each other
 * or have no effect, names, sites and states that nothing uses or reaches, divisions by zero at the start, complexes that
 * grow without bound, places that are left unsaid, and circles of reversible reactions that do not close.
 * All are warnings, for such a model runs, but what is wrong with surrogates, and methods that can not run it.
 *
 * Every model of the main file is looked at with the values that it declares, without an experiment.
 */
import { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import type { Model } from "../../grammar/syntax/sourceTree.ts";
import type { Experiment } from "../../grammar/syntax/experiment.ts";
import type { BoundProgram, Scope } from "../bind/scope.ts";
import { refuseAttributes, statedMethod } from "../check/attributeMethod.ts";
import { flatten } from "../model/flatten.ts";
import type { Origin } from "../model/origin.ts";
import type { AnalysedProgram } from "./analysedProgram.ts";
import { reportCycles } from "./reportCycles.ts";
import { reportDivisions } from "./reportDivisions.ts";
import { reportGrowth } from "./reportGrowth.ts";
import { reportIdleExperiment } from "./reportIdleExperiments.ts";
import { reportIdleNames } from "./reportIdleNames.ts";
import { reportContradictions, reportRepeatedRules, reportZeroRates } from "./reportIdleRules.ts";
import { reportIdleEvents, reportIdleSpecies } from "./reportIdleSpecies.ts";
import { reportDeadRules } from "./reportUnreachable.ts";
import { reportForces } from "./reportForces.ts";
import { reportPlaces } from "./reportPlaces.ts";
import { givenSpecies, mentionedBy, poolsOf, reportCountedTwice } from "./pools.ts";
import { reportSurrogates } from "./reportSurrogates.ts";
import { reportSizes } from "./reportSizes.ts";
import { reportSteps } from "./reportSteps.ts";
import { reportTurns } from "./reportTurns.ts";
import { reportUnevenRules } from "./reportUnevenRules.ts";
import { reportRepeatedSpatialRules } from "./reportRepeatedSpatialRules.ts";
import { RuleIndex } from "./ruleIndex.ts";
import { ReachableFacts } from "./siteFacts.ts";
import { comparableRules, spatialFacts } from "./spatialFacts.ts";
import { SiteUsage } from "./siteUsage.ts";

/** For programs without errors. */
export function analyseProgram({ sources, program, checker }: AnalysedProgram, sink: DiagnosticSink): void {
  const rules = new RuleIndex(program);
  const usage = new SiteUsage();
  for (const model of sources.main.declarations) {
    if (model.kind !== "model") continue;
    const scope = program.scopes.get(model);
    if (scope !== undefined) analyseModel(model, scope);
  }
  usage.report(program, sink);
  reportIdleNames(program, sink);
  reportSurrogates({ sources, program, checker }, sink);

  function analyseModel(model: Model, scope: Scope): void {
    const own = new DiagnosticSink();
    const flat = flatten({ program, checker, model, experiment: null, hash: "", sink: own });
    // A model that needs an experiment's values can not be looked at alone.
    if (own.hasErrors) return;
    reportZeroRates(flat, scope, rules, sink);
    reportDivisions(flat, scope, rules, sink);
    const experiments = experimentsOf(program, model);
    reportIdleSpecies(flat, scope, mentionedBy(experiments, scope), sink);
    reportIdleEvents(flat, sink);
    const { species, variables, observables } = flat;
    const hasState =
      species.length + variables.length + observables.length > 0 ||
      flat.structured !== null ||
      flat.spatial !== null;
    for (const experiment of experiments) {
      const own = program.scopes.get(experiment);
      if (own === undefined) continue;
      reportIdleExperiment(experiment, own, hasState, program, sink);
      const stated = statedMethod(experiment);
      if (stated !== null) refuseAttributes(flat, stated.method, { file: own.file, span: stated.span }, sink);
      if (flat.spatial !== null && flat.spatial.motions.length > 0)
        reportStepsOf(model, experiment, { file: own.file, span: experiment.name.span });
    }
    const given = givenSpecies(flat, scope, experiments);
    reportCountedTwice(flat, rules, sink);
    const { structured, graph } = flat;
    if (structured !== null) {
      const facts = new ReachableFacts(structured, graph, poolsOf(flat, given, flat.spatial));
      usage.record(structured, facts, reportDeadRules(structured, flat.species, facts, rules, sink));
      reportRepeatedRules(structured, graph, rules, sink);
      reportContradictions(structured, rules, sink);
      reportUnevenRules(structured, rules, sink);
      reportSizes(flat, structured, facts, rules, sink);
      reportGrowth(flat, facts, experiments, rules, sink);
    }
    const spatial = spatialFacts(flat);
    if (spatial !== null) {
      const facts = new ReachableFacts(spatial, graph, poolsOf(flat, given, flat.structured));
      usage.record(spatial, facts, reportDeadRules(spatial, flat.species, facts, rules, sink));
      const comparable = comparableRules(flat, spatial);
      reportRepeatedRules(comparable, graph, rules, sink);
      reportUnevenRules(comparable, rules, sink);
      if (flat.spatial !== null) reportRepeatedSpatialRules(flat.spatial, graph, rules, sink);
      reportForces(flat, sink);
      reportPlaces(flat, sink);
    }
    reportCycles(flat, asksForBalance(model), rules, sink);
  }

  /** With the values that the experiment gives. */
  function reportStepsOf(model: Model, experiment: Experiment, origin: Origin): void {
    const own = new DiagnosticSink();
    const flat = flatten({ program, checker, model, experiment, hash: "", sink: own });
    if (own.hasErrors) return;
    reportSteps(flat, sink);
    reportTurns(flat, origin, sink);
  }
}

function experimentsOf(program: BoundProgram, model: Model): readonly Experiment[] {
  return [...program.scopes].flatMap(([node, scope]) =>
    node.kind === "experiment" && scope.parent?.module === model ? [node] : [],
  );
}

function asksForBalance({ body }: Model): boolean {
  return body.some(
    (statement) =>
      statement.kind === "check" && statement.of === null && statement.property.text === "detailed_balance",
  );
}
