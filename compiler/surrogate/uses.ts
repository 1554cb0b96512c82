/** The `use` statements of an experiment, and the parts that they are for. */
import { pathText } from "../../grammar/syntax/common.ts";
import type { Experiment, UseSurrogate } from "../../grammar/syntax/experiment.ts";
import { differentialEquations } from "../check/checkUse.ts";

/** Prefixes of the parts that the experiment uses surrogates for. */
export function usedPrefixes(experiment: Experiment | null): readonly string[] {
  return usesOf(experiment).map((use) => prefixOf(use));
}

export function allUses(experiment: Experiment | null): readonly UseSurrogate[] {
  return (experiment?.body ?? []).flatMap((statement) => (statement.kind === "use" ? [statement] : []));
}

/** Those of surrogates. */
export function usesOf(experiment: Experiment | null): readonly UseSurrogate[] {
  return allUses(experiment).filter(({ surrogate }) => pathText(surrogate) !== differentialEquations);
}

/** Prefixes of the parts that run by differential equations. */
export function equationsPrefixes(experiment: Experiment | null): readonly string[] {
  return allUses(experiment).flatMap((use) =>
    pathText(use.surrogate) === differentialEquations ? [prefixOf(use)] : [],
  );
}

export function prefixOf(use: UseSurrogate): string {
  return `${pathText(use.instance)}.`;
}
