/**
 * `kf__FREE`: a value that is left to be fitted. Where such a name stands within expressions without being
 * declared, it becomes a parameter; a parameter that is nothing but such a name is itself the one to fit.
 */
import type { BnglExpression, BnglModel, BnglName } from "./syntax.ts";

export function isLeftToFit(name: string): boolean {
  return /__FREE_*$/.test(name);
}

export function withFreeParameters(model: BnglModel): {
  readonly model: BnglModel;
  readonly added: readonly BnglName[];
} {
  const declared = new Set(model.parameters.map(({ name }) => name.text));
  const expressions = [
    ...model.parameters.flatMap(({ value }) => (value.kind === "name" ? [] : [value])),
    ...model.compartments.map(({ volume }) => volume),
    ...model.seeds.map(({ value }) => value),
    ...model.functions.map(({ value }) => value),
    ...model.energies.map(({ value }) => value),
    ...model.rules.flatMap(({ forward, back }) => (back === null ? [forward] : [forward, back])),
  ];
  const added = new Map<string, BnglName>();
  for (const name of expressions.flatMap(namesIn))
    if (isLeftToFit(name.text) && !declared.has(name.text) && !added.has(name.text))
      added.set(name.text, name);
  const parameters = [...added.values()].map((name) => ({
    name,
    value: { kind: "number", text: "1", span: name.span } as const,
  }));
  return {
    model: { ...model, parameters: [...parameters, ...model.parameters] },
    added: [...added.values()],
  };
}

function namesIn(expression: BnglExpression): readonly BnglName[] {
  switch (expression.kind) {
    case "number":
      return [];
    case "name":
      return [expression.name];
    case "unary":
      return namesIn(expression.operand);
    case "binary":
      return [...namesIn(expression.left), ...namesIn(expression.right)];
    case "call":
      return expression.arguments.flatMap(namesIn);
  }
}
