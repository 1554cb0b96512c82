/** Declarations of models, modules and files. */
import type { Span } from "../../diagnostics/source.ts";
import type { Name, Path, StringText, UnitText } from "./common.ts";
import type { Assignment, Expression, NamedArgument } from "./expression.ts";
import type { Pattern } from "./pattern.ts";

/** The trailing `{ doc "…" source doi:… range 1 .. 10 fit sd 2 }` of any declaration. */
export interface Fields {
  readonly doc: StringText | null;
  /** As written: `doi:10.1371/…`, or a quoted text. */
  readonly sources: readonly StringText[];
  readonly range: { readonly low: Expression; readonly high: Expression; readonly span: Span } | null;
  readonly fit: Span | null;
  readonly sd: Expression | null;
  readonly span: Span;
}

interface Declared {
  readonly name: Name;
  readonly fields: Fields | null;
  readonly span: Span;
}

/** `space 2D depth 0.1 um` or `space 3D`. */
export interface Space {
  readonly kind: "space";
  readonly dimensions: 2 | 3;
  readonly depth: Expression | null;
  readonly span: Span;
}

export interface Temperature {
  readonly kind: "temperature";
  readonly value: Expression;
  readonly span: Span;
}

/** `compartment head { volume 0.03 um^3 }`; the measure may be `volume`, `area` or `length`. */
export interface Compartment extends Declared {
  readonly kind: "compartment";
  readonly share: boolean;
  readonly size: {
    readonly measure: "volume" | "area" | "length";
    readonly value: Expression;
    readonly span: Span;
  } | null;
}

/** `share fixed species A, B in head = 1 uM`; one node a statement, several names. */
export interface SpeciesDeclaration {
  readonly kind: "species";
  readonly share: boolean;
  readonly fixed: boolean;
  readonly names: readonly Name[];
  readonly compartment: Path | null;
  readonly initial: Expression | null;
  readonly fields: Fields | null;
  readonly span: Span;
}

/** `molecule CaMKII { T286 {u, p}, cam, r * 2, pos: vector um }`. */
export interface MoleculeDeclaration extends Declared {
  readonly kind: "molecule";
  readonly sites: readonly SiteDeclaration[];
  /** What it was made from, for pictures. */
  readonly role?: "filament" | "membrane";
}

export interface SiteDeclaration {
  readonly name: Name;
  /** Declared states, or null for a pure binding site. Labels may be names or whole numbers. */
  readonly states: readonly Name[] | null;
  /** `r * 2`: identical sites. */
  readonly multiplicity: number;
  /** `age: s`, `pos: vector um`: a continuous attribute with its unit. */
  readonly attribute: UnitText | null;
  /** The attribute has as many components as space has dimensions. */
  readonly vector: boolean;
  readonly span: Span;
}

/** `extend CaMKII { site x {u, p} }`. */
export interface Extend {
  readonly kind: "extend";
  readonly type: Path;
  readonly sites: readonly SiteDeclaration[];
  readonly span: Span;
}

/** `const N = 6`: structure, folded. */
export interface Constant extends Declared {
  readonly kind: "const";
  readonly unit: UnitText | null;
  readonly value: Expression;
}

/** `param k = 4 /uM/s`, `param k: /s = 2 * j`. */
export interface Parameter extends Declared {
  readonly kind: "param";
  readonly unit: UnitText | null;
  readonly value: Expression;
}

/** `variable V: mV = -65 mV`: a value that changes by flows and events. */
export interface Variable extends Declared {
  readonly kind: "variable";
  readonly unit: UnitText | null;
  readonly value: Expression;
}

/** `define I = g * (V - E)`: a name for an expression. */
export interface Definition extends Declared {
  readonly kind: "define";
  readonly unit: UnitText | null;
  readonly value: Expression;
  /** Of what a filament expands to: its persistence length in a state of its subunits, "" if in all. */
  readonly persistence?: { readonly filament: string; readonly state: string };
}

/** `function hill(x: uM, K: uM, n) = x^n / (K^n + x^n)`. */
export interface FunctionDeclaration extends Declared {
  readonly kind: "function";
  readonly parameters: readonly {
    readonly name: Name;
    readonly unit: UnitText | null;
    readonly span: Span;
  }[];
  readonly value: Expression;
}

/** `table kon[K.s, CaM.c, CaM.n] /uM/s { 0, 1, 2  u, 0: … }`; a key may also be `{first, second}`. */
export interface Table extends Declared {
  readonly kind: "table";
  readonly keys: readonly TableKey[];
  readonly unit: UnitText | null;
  /** Labels of the last of several keys; null for one key. */
  readonly columns: readonly Name[] | null;
  readonly rows: readonly TableRow[];
}

/** `u, 0: 0.1, 0.2`: a label for every key but the last, or the one key. */
export interface TableRow {
  readonly labels: readonly Name[];
  readonly cells: readonly Expression[];
  readonly span: Span;
}

export type TableKey =
  | { readonly kind: "site"; readonly path: Path; readonly span: Span }
  | { readonly kind: "labels"; readonly labels: readonly Name[]; readonly span: Span };

/** `input area: um^2`, with an optional default. */
export interface Input extends Declared {
  readonly kind: "input";
  readonly unit: UnitText | null;
  readonly value: Expression | null;
}

/** `output export: count/s = …`. */
export interface Output extends Declared {
  readonly kind: "output";
  readonly unit: UnitText | null;
  readonly value: Expression;
}

/** `part pump = Pump(Ca = Ca, area = 0.4 um^2)`. */
export interface Part {
  readonly kind: "part";
  readonly name: Name;
  readonly module: Path;
  readonly bindings: readonly NamedArgument[];
  readonly span: Span;
}

/**
 * `rule r: A + B <-> C @ kf, back kr`. Without an arrow `right` is null and the rule only edits in place.
 */
export interface Rule extends Declared {
  readonly kind: "rule";
  readonly left: RuleSide;
  readonly arrow: "->" | "<->" | null;
  readonly right: RuleSide | null;
  readonly sets: readonly Assignment[];
  readonly conditions: readonly RuleCondition[];
  /** `distinct`: matches that agree in all that the rule changes count as one. */
  readonly isDistinct: boolean;
  readonly when: Expression | null;
  readonly rate: Rate;
  /** Made from a growth statement: several statements may rightly come to the same in some states. */
  readonly isExpansion?: true;
}

/** No participants for `nothing`. */
export interface RuleSide {
  readonly participants: readonly Participant[];
  readonly span: Span;
}

export interface Participant {
  /** `2 A`: stoichiometric coefficient of a plain species, else 1. */
  readonly coefficient: number;
  readonly action: "match" | "new" | "delete" | "delete complex" | "move complex";
  /**
   * Written after a comma: of one complex with the participant before. Only where `new` or `delete` stands
   * between, since molecules that are matched in one complex are members of one pattern.
   */
  readonly joined: boolean;
  readonly pattern: Pattern;
  readonly span: Span;
}

/** `include reactant 1: P`, `exclude product 1: P`. */
export interface RuleCondition {
  readonly kind: "include" | "exclude";
  readonly side: "reactant" | "product";
  readonly index: number;
  readonly pattern: Pattern;
  readonly span: Span;
}

export type Rate =
  /** `@ k, within ku, back kr, anywhere, balanced phi`. */
  | {
      readonly kind: "massAction";
      readonly forward: Expression;
      readonly within: Expression | null;
      readonly back: Expression | null;
      readonly anywhere: boolean;
      /** How much of the change of energy slows the way forward; the rest speeds the way back. */
      readonly balanced: Expression | null;
      readonly span: Span;
    }
  /** `total v`, `total v, back w`: the velocity of the whole rule. */
  | {
      readonly kind: "total";
      readonly forward: Expression;
      readonly back: Expression | null;
      readonly span: Span;
    };

/** `flow x' = …`, `flow [Ca]' = …`, `flow head.volume' = …`, `flow ageing: a: Actin(..) a.age' = 1`. */
export interface Flow {
  readonly kind: "flow";
  readonly name: Name | null;
  readonly pattern: readonly Pattern[];
  readonly equations: readonly Assignment[];
  readonly fields: Fields | null;
  readonly span: Span;
}

/**
 * `init CaM = 20 uM in psd`, `init ring of 6 CaMKII by r - l = 126 count in psd`, `fixed init L(r[.]) = 1 nM`:
 * the quantity of that complex is held. `init Bead = 10 count set pos = vec(0 um, 0 um)` gives attributes values.
 */
export interface Initial {
  readonly kind: "init";
  readonly fixed: boolean;
  readonly template: InitialTemplate | null;
  readonly pattern: Pattern;
  readonly value: Expression;
  readonly compartment: Path | null;
  readonly sets: readonly Assignment[];
  readonly fields: Fields | null;
  readonly span: Span;
}

/** `ring of 6 … by r - l`, `chain of 5 … by barbed - pointed`, `stack of 2 …`. */
export interface InitialTemplate {
  readonly shape: "ring" | "chain" | "stack";
  readonly count: Expression;
  readonly by: { readonly from: Name; readonly to: Name } | null;
  readonly span: Span;
}

/** `observe active = fraction CaMKII(T286{p})`. */
export interface Observable extends Declared {
  readonly kind: "observe";
  readonly unit: UnitText | null;
  readonly value: Expression;
}

/** `event spike when time >= 1 s priority 2 set [Ca] = 10 uM, x = 0`. */
export interface EventDeclaration extends Declared {
  readonly kind: "event";
  readonly trigger: Expression;
  readonly priority: Expression | null;
  readonly assignments: readonly Assignment[];
}

/**
 * `stimulus s adds Ca from 1 s every 2 s for 60 s shape 1 uM/ms * (t / 2 ms) * exp(-t / 10 ms)`.
 * Without `every` one pulse; `t` in `shape` runs from each pulse's start.
 */
export interface Stimulus extends Declared {
  readonly kind: "stimulus";
  readonly action: "adds" | "sets";
  readonly target: Path;
  /** Start of the first pulse; absent: 0 s. */
  readonly from: Expression | null;
  readonly every: Expression | null;
  /** How long pulses keep starting (with `every`), or how long the stimulus acts (without). */
  readonly duration: Expression | null;
  readonly shape: Expression;
}
