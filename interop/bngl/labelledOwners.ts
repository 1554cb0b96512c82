/**
 * Labels of a BNGL rule that its rates use, `%x:A(b).B(a)` for a complex and `A(b)%x` for a molecule: the rule in
 * the language labels one molecule of each.
 */
import type { Direction } from "./direction.ts";
import type { BnglExpression, BnglMolecule } from "./syntax.ts";

export interface Owner {
  /** In the result. */
  readonly label: string;
  /** What is counted belongs to this molecule; null: to its whole complex. */
  readonly molecule: BnglMolecule | null;
}

export interface Owners {
  /** By the name in BNGL. */
  readonly names: ReadonlyMap<string, Owner>;
  /** By left molecule: its label in the result. */
  readonly labels: ReadonlyMap<number, string>;
}

/** `nameFor`: a name that nothing else in the model has. */
export function ownersOf(
  { molecules, followers }: Direction,
  rates: readonly BnglExpression[],
  nameFor: (wanted: string) => string,
): Owners {
  const used = new Set(rates.flatMap(argumentNames));
  const names = new Map<string, Owner>();
  const labels = new Map<number, string>();
  const add = (written: string, i: number, molecule: BnglMolecule | null): void => {
    if (names.has(written) || !used.has(written)) return;
    const label = labels.get(i) ?? nameFor(written);
    names.set(written, { label, molecule });
    labels.set(i, label);
  };
  molecules.forEach(({ molecule, pattern }, i) => {
    if (pattern.label !== null) add(pattern.label.text, i, null);
    if (molecule.label !== null) add(molecule.label, i, molecule);
  });
  // What only the right side labels serves the rate of the way back.
  for (const { molecule, pattern, from } of followers) {
    if (from === null) continue;
    if (pattern.label !== null) add(pattern.label.text, from, null);
    if (molecule.label !== null) add(molecule.label, from, molecule);
  }
  return { names, labels };
}

/** Names that stand alone as arguments of calls. */
function argumentNames(expression: BnglExpression): readonly string[] {
  switch (expression.kind) {
    case "number":
    case "name":
      return [];
    case "unary":
      return argumentNames(expression.operand);
    case "binary":
      return [...argumentNames(expression.left), ...argumentNames(expression.right)];
    case "call":
      return expression.arguments.flatMap((one) =>
        one.kind === "name" ? [one.name.text] : argumentNames(one),
      );
  }
}
