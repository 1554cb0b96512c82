/** What becomes of Kappa's variables: a parameter, a variable that interventions set, a definition, a column. */
import { partsOf } from "./walk.ts";
import type { KappaExpression, KappaModel, KappaVariable } from "./syntax.ts";

export interface Value {
  readonly variable: KappaVariable;
  /** Its value can change only by interventions: nothing in it counts agents or tokens or reads the time. */
  readonly isConstant: boolean;
  /** An intervention sets it. */
  readonly isUpdated: boolean;
  /** `%obs`, or named by a `%plot`. */
  readonly isPlotted: boolean;
}

export type Values = ReadonlyMap<string, Value>;

/** By name; where one is declared twice, the last declaration counts. */
export function valuesOf(model: KappaModel): Values {
  const variables = new Map(model.variables.map((variable) => [variable.name.text, variable]));
  const updated = new Set(
    model.interventions.flatMap(({ effects }) =>
      effects.flatMap((effect) => (effect.kind === "update" ? [effect.variable.text] : [])),
    ),
  );
  const plotted = new Set(model.plots.flatMap((plot) => (plot.kind === "variable" ? [plot.name.text] : [])));
  const known = new Map<string, boolean>();
  const isConstant = (expression: KappaExpression): boolean =>
    partsOf(expression).every((part) => {
      if (part.kind === "token" || part.kind === "pattern" || part.kind === "clock") return false;
      return part.kind !== "variable" || isConstantName(part.name.text);
    });
  const isConstantName = (name: string): boolean => {
    const before = known.get(name);
    if (before !== undefined) return before;
    // A circle is reported where the model is compiled.
    known.set(name, true);
    const variable = variables.get(name);
    const result = variable === undefined || isConstant(variable.value);
    known.set(name, result);
    return result;
  };
  return new Map(
    [...variables].map(([name, variable]) => [
      name,
      {
        variable,
        isConstant: isConstantName(name),
        isUpdated: updated.has(name),
        isPlotted: variable.isObserved || plotted.has(name),
      },
    ]),
  );
}

/** Whether an expression changes in a run, by interventions too. */
export function varies(expression: KappaExpression, values: Values): boolean {
  return partsOf(expression).some((part) => {
    if (part.kind === "token" || part.kind === "pattern" || part.kind === "clock") return true;
    const value = part.kind === "variable" ? values.get(part.name.text) : undefined;
    return (
      value !== undefined && (!value.isConstant || value.isUpdated || varies(value.variable.value, values))
    );
  });
}
