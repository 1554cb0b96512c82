/** Functions of the language. Their dimension rule says what arguments may be and what comes out. */
export interface BuiltinFunction {
  readonly name: string;
  readonly arity: number | "several";
  /**
   * number: plain numbers in and out; same: any one dimension, the same out; root: any dimension, its square
   * root out.
   */
  readonly rule: "number" | "same" | "root";
  readonly doc: string;
}

const list: readonly BuiltinFunction[] = [
  { name: "exp", arity: 1, rule: "number", doc: "e to the power x" },
  { name: "log", arity: 1, rule: "number", doc: "natural logarithm" },
  { name: "log10", arity: 1, rule: "number", doc: "logarithm to base 10" },
  { name: "sqrt", arity: 1, rule: "root", doc: "square root" },
  { name: "abs", arity: 1, rule: "same", doc: "absolute value" },
  { name: "min", arity: "several", rule: "same", doc: "the smallest" },
  { name: "max", arity: "several", rule: "same", doc: "the largest" },
  { name: "sin", arity: 1, rule: "number", doc: "sine of an angle" },
  { name: "cos", arity: 1, rule: "number", doc: "cosine of an angle" },
  { name: "tan", arity: 1, rule: "number", doc: "tangent of an angle" },
  { name: "atan", arity: 1, rule: "number", doc: "arc tangent" },
  { name: "sinh", arity: 1, rule: "number", doc: "hyperbolic sine" },
  { name: "cosh", arity: 1, rule: "number", doc: "hyperbolic cosine" },
  { name: "tanh", arity: 1, rule: "number", doc: "hyperbolic tangent" },
  { name: "floor", arity: 1, rule: "number", doc: "largest whole number not above x" },
  { name: "ceil", arity: 1, rule: "number", doc: "smallest whole number not below x" },
  {
    name: "kummer_ratio",
    arity: 3,
    rule: "number",
    doc: "M(a + 1, b + 1, z) / M(a, b, z) of Kummer's functions M",
  },
  { name: "round", arity: 1, rule: "number", doc: "nearest whole number, halves up" },
];

export const builtinFunctions: ReadonlyMap<string, BuiltinFunction> = new Map(
  list.map((entry) => [entry.name, entry]),
);
