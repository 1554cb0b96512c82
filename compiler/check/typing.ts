/**
 * What the checks of each kind of expression and statement ask of the checker as a whole, so that each of them stands
 * in a file that does not import the checker.
 */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import type { UnitText } from "../../grammar/syntax/common.ts";
import type { CallExpression, Expression } from "../../grammar/syntax/expression.ts";
import type { Dimension } from "../../runtime/units/dimension.ts";
import type { BoundProgram, Scope, SymbolOfKind, ValueSymbol } from "../bind/scope.ts";
import type { DefinitionDepth } from "./definitionDepth.ts";
import type { Locals } from "./locals.ts";
import type { MoleculeTypes } from "./moleculeTypes.ts";
import type { AttributeUse } from "./spatial/attributeUse.ts";
import type { SpatialTypes } from "./spatial/spatialTypes.ts";
import type { ValueType } from "./valueType.ts";

/** A call of one of the model's functions, and where it stands. */
export interface OpenCall {
  readonly call: CallExpression;
  readonly scope: Scope;
}

export interface Typing {
  readonly program: BoundProgram;
  readonly sink: DiagnosticSink;
  readonly molecules: MoleculeTypes;
  readonly spatial: SpatialTypes;
  readonly attributeUse: AttributeUse;
  readonly depth: DefinitionDepth;
  /** The call that the model itself makes, of those whose bodies are being checked; null outside of functions. */
  readonly outermostCall: OpenCall | null;

  /** The type of an expression; reports what is wrong in it. */
  typeOf(expression: Expression, scope: Scope, locals: Locals): ValueType;
  /** The type of a declared value; circles are reported and give unknown. */
  typeOfSymbol(symbol: ValueSymbol): ValueType;
  /** The type of a function's body for arguments of these types (reported where they do not fit). */
  typeOfFunction(
    symbol: SymbolOfKind<"function">,
    call: CallExpression,
    types: readonly ValueType[],
    scope: Scope,
  ): ValueType;
  /** Reports unless `expression` has the dimension. `what` begins the sentence: "The initial value of Ca". */
  expect(expression: Expression, scope: Scope, dimension: Dimension, what: string, locals?: Locals): void;
  /** Reports unless `expression` is true or false. `what` begins the sentence. */
  expectCondition(expression: Expression, scope: Scope, what: string, locals?: Locals): void;
  /** The dimension of a written unit; null (reported) when it is none. */
  unitDimension(unit: UnitText, scope: Scope): Dimension | null;
  /** The type of a number in a written unit; unknown (reported) when it is none. */
  unitType(unit: UnitText, scope: Scope): ValueType;
  /** Whether powers of this exponent are met for the first time in the scope. */
  isNewExponent(scope: Scope, written: string): boolean;
}
