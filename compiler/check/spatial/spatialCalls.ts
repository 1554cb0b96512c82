/** Types of calls of the functions on vectors and molecules, and of those that draw random numbers. */
import { nearestName } from "../../../diagnostics/nearest.ts";
import type { Span } from "../../../diagnostics/source.ts";
import { pathText } from "../../../grammar/syntax/common.ts";
import type { CallExpression, Expression } from "../../../grammar/syntax/expression.ts";
import type { Region } from "../../../grammar/syntax/growth.ts";
import {
  type Dimension,
  dimensionless,
  forceDimension,
  lengthDimension,
} from "../../../runtime/units/dimension.ts";
import { resolvePath } from "../../bind/resolve.ts";
import type { Scope } from "../../bind/scope.ts";
import { describeQuantity } from "../describeQuantity.ts";
import { concentrationDimensionOf, placeOf } from "../species.ts";
import type { MoleculeSymbol } from "../moleculeTypes.ts";
import type { Locals } from "../locals.ts";
import type { Typing } from "../typing.ts";
import {
  booleanType,
  describeType,
  fits,
  numberType,
  quantityType,
  unknownType,
  type ValueType,
} from "../valueType.ts";
import { symbolOf } from "../symbolOf.ts";
import { attributeNamed, positionName } from "./attributes.ts";
import { dimensionsOf } from "./space.ts";
import { commonVector, productDimension, vectorType, type VectorType } from "./vectorTypes.ts";

/** Stands among local names where random numbers may be drawn: no name holds a space. */
export const drawsAllowed = "may draw";

const arities: ReadonlyMap<string, readonly number[]> = new Map([
  ["vec", [2, 3]],
  ["norm", [1]],
  ["dot", [2]],
  ["cross", [2]],
  ["unit", [1]],
  ["angle", [2]],
  ["rotate", [2, 3]],
  ["perpendicular", [1]],
  ["distance", [2]],
  ["segment_distance", [3]],
  ["contact_force", [1]],
  ["concentration_at", [2]],
  ["inside", [2]],
  ["uniform", [2]],
  ["normal", [2]],
  ["random_direction", [0]],
  ["random_point", [1]],
  ["draw", [1]],
]);

const drawing: ReadonlySet<string> = new Set([
  "uniform",
  "normal",
  "random_direction",
  "random_point",
  "draw",
]);

export const spatialFunctionNames: readonly string[] = [...arities.keys()];

export function isSpatialFunction(name: string): boolean {
  return arities.has(name);
}

/** The region of this name that a module declares, or the model around it. */
export function regionNamed(scope: Scope, name: string): Region | null {
  for (let at: Scope | null = scope; at !== null; at = at.parent)
    for (const statement of at.module?.body ?? [])
      if (statement.kind === "region" && statement.name.text === name) return statement;
  return null;
}

export function typeOfSpatialCall(
  checker: Typing,
  call: CallExpression,
  scope: Scope,
  locals: Locals,
): ValueType {
  return new CallTyper(checker, call, scope, locals).type();
}

class CallTyper {
  readonly #checker: Typing;
  readonly #call: CallExpression;
  readonly #name: string;
  readonly #scope: Scope;
  readonly #locals: Locals;

  constructor(checker: Typing, call: CallExpression, scope: Scope, locals: Locals) {
    this.#checker = checker;
    this.#call = call;
    this.#name = pathText(call.callee);
    this.#scope = scope;
    this.#locals = locals;
  }

  type(): ValueType {
    const given = this.#call.arguments;
    const expected = arities.get(this.#name) ?? [];
    const dimensions = dimensionsOf(this.#scope);
    // A vector and a rotation take as many arguments as space has dimensions.
    const needed = expected.length > 1 && dimensions !== null && dimensions !== 0 ? [dimensions] : expected;
    if (!needed.includes(given.length)) {
      const count = needed.join(" or ");
      const text = count === "0" ? "no arguments" : `${count} ${count === "1" ? "argument" : "arguments"}`;
      this.#checker.sink.report("TDL4004", this.#at(this.#call.span), {
        name: this.#name,
        expected: text,
        given: given.length,
      });
      return unknownType;
    }
    if (drawing.has(this.#name)) {
      if (!this.#locals.has(drawsAllowed)) {
        this.#checker.sink.report("TDL5207", this.#at(this.#call.span), { name: this.#name });
        return unknownType;
      }
    }
    return this.#typeOf(given);
  }

  #typeOf(given: readonly Expression[]): ValueType {
    const [first, second, third] = given;
    switch (this.#name) {
      case "vec": {
        const types = given.map((one) => this.#quantity(one));
        const known = types.find((type) => type.kind === "quantity" && type.dimension !== null);
        const dimension = known?.kind === "quantity" ? known.dimension : null;
        for (const [i, type] of types.entries())
          if (dimension !== null && !fits(type, dimension))
            this.#mismatch(given[i], type, describeQuantity(dimension));
        return vectorType(dimension, given.length === 2 ? 2 : 3);
      }
      case "norm": {
        const v = this.#vector(first);
        return v === null ? unknownType : { kind: "quantity", dimension: v.dimension };
      }
      case "unit":
      case "perpendicular": {
        const v = this.#vector(first);
        if (v === null) return unknownType;
        return this.#name === "unit" ? vectorType(dimensionless, v.components) : v;
      }
      case "dot":
      case "cross":
      case "angle": {
        const u = this.#vector(first);
        const v = this.#vector(second);
        if (u === null || v === null) return unknownType;
        if (this.#name === "angle") return numberType;
        const dimension = productDimension(u, v);
        const components = u.components ?? v.components;
        if (this.#name === "dot" || components === 2) return { kind: "quantity", dimension };
        // In a module for 2D and 3D nothing is known of a cross product.
        return components === 3 ? vectorType(dimension, 3) : unknownType;
      }
      case "rotate": {
        const v = this.#vector(first);
        if (third !== undefined) this.#vector(second);
        this.#number(third ?? second);
        return v ?? unknownType;
      }
      case "distance":
        return this.#distance(first, second);
      case "segment_distance":
        this.#places(given);
        return quantityType(lengthDimension);
      case "contact_force": {
        const molecule = this.#molecule(first);
        if (molecule === null) return unknownType;
        this.#placed(molecule, first?.span ?? this.#call.span);
        return vectorType(forceDimension, this.#components());
      }
      case "concentration_at": {
        const dimension = this.#fieldDimension(first);
        const molecule = this.#molecule(second);
        if (molecule !== null) this.#placed(molecule, second?.span ?? this.#call.span);
        return dimension === null ? unknownType : quantityType(dimension);
      }
      case "inside":
        this.#places([first].filter((one) => one !== undefined));
        this.#region(second);
        return booleanType;
      case "uniform":
      case "normal": {
        const low = this.#quantity(first);
        const high = this.#quantity(second);
        if (low.kind !== "quantity" || high.kind !== "quantity") return unknownType;
        if (low.dimension !== null && !fits(high, low.dimension))
          this.#mismatch(second, high, describeQuantity(low.dimension));
        return { kind: "quantity", dimension: low.dimension ?? high.dimension };
      }
      case "random_direction":
        return vectorType(dimensionless, this.#components());
      case "random_point":
        this.#region(first);
        return vectorType(lengthDimension, this.#components());
      default:
        this.#copyDraw(first);
        return numberType;
    }
  }

  /** Of the concentration of a species that is a field; null after reporting. */
  #fieldDimension(expression: Expression | undefined): Dimension | null {
    if (expression === undefined) return null;
    const { program, sink } = this.#checker;
    const symbol =
      expression.kind === "reference"
        ? symbolOf(this.#checker, resolvePath(program, this.#scope, expression.path), this.#scope)
        : null;
    if (symbol?.kind === "species") return concentrationDimensionOf(placeOf(program, symbol));
    if (symbol !== null || expression.kind !== "reference") {
      const { span } = expression;
      const text = this.#scope.file.text.slice(span.start, span.end);
      sink.report("TDL5244", this.#at(span), { name: text });
    }
    return null;
  }

  #components(): VectorType["components"] {
    const dimensions = dimensionsOf(this.#scope);
    return dimensions === 0 ? null : dimensions;
  }

  #at(span: Span): { readonly file: Scope["file"]; readonly span: Span } {
    return { file: this.#scope.file, span };
  }

  #mismatch(expression: Expression | undefined, found: ValueType, expected: string): null {
    this.#checker.sink.report("TDL5206", this.#at(expression?.span ?? this.#call.span), {
      name: this.#name,
      expected,
      found: describeType(found),
    });
    return null;
  }

  #quantity(expression: Expression | undefined): ValueType {
    if (expression === undefined) return unknownType;
    const type = this.#checker.typeOf(expression, this.#scope, this.#locals);
    if (type.kind === "quantity" || type.kind === "unknown") return type;
    this.#mismatch(expression, type, "a number");
    return unknownType;
  }

  #number(expression: Expression | undefined): void {
    const type = this.#quantity(expression);
    if (!fits(type, dimensionless)) this.#mismatch(expression, type, "an angle or plain number");
  }

  /** Null after reporting, or where nothing is known. */
  #vector(expression: Expression | undefined): VectorType | null {
    if (expression === undefined) return null;
    const type = this.#checker.typeOf(expression, this.#scope, this.#locals);
    if (type.kind === "vector") return type;
    return type.kind === "unknown" ? null : this.#mismatch(expression, type, "a vector");
  }

  #molecule(expression: Expression | undefined): MoleculeSymbol | null {
    if (expression === undefined) return null;
    const type = this.#checker.typeOf(expression, this.#scope, this.#locals);
    if (type.kind === "molecule") return type.type;
    return type.kind === "unknown" ? null : this.#mismatch(expression, type, "the label of a molecule");
  }

  /** Labels of molecules that have a place, or vectors of one dimension, alike. */
  #places(given: readonly Expression[]): VectorType | null {
    let common: VectorType | null = null;
    for (const expression of given) {
      const type = this.#checker.typeOf(expression, this.#scope, this.#locals);
      if (type.kind === "unknown") continue;
      if (type.kind !== "molecule" && type.kind !== "vector") {
        this.#mismatch(expression, type, "a vector or the label of a molecule");
        continue;
      }
      if (type.kind === "molecule" && !this.#placed(type.type, expression.span)) return null;
      const vector = type.kind === "vector" ? type : vectorType(lengthDimension, this.#components());
      const both: VectorType | null = common === null ? vector : commonVector(common, vector);
      if (both === null) this.#mismatch(expression, vector, describeType(common ?? vector));
      common = both ?? common;
    }
    return common;
  }

  #placed(molecule: MoleculeSymbol, span: Span): boolean {
    this.#checker.attributeUse.noteRead(molecule, positionName);
    if (attributeNamed(this.#checker, molecule, positionName)?.vector === true) return true;
    this.#checker.sink.report("TDL5225", this.#at(span), { molecule: molecule.name });
    return false;
  }

  /** The second may be a molecule type: the distance of the nearest bond between two of its molecules. */
  #distance(first: Expression | undefined, second: Expression | undefined): ValueType {
    if (first === undefined || second === undefined) return unknownType;
    const type = this.#moleculeType(second);
    if (type === null) {
      const vector = this.#places([first, second]);
      return vector === null ? unknownType : { kind: "quantity", dimension: vector.dimension };
    }
    const molecule = this.#molecule(first);
    if (molecule !== null) this.#placed(molecule, first.span);
    this.#placed(type, second.span);
    return quantityType(lengthDimension);
  }

  #moleculeType(expression: Expression): MoleculeSymbol | null {
    if (expression.kind !== "reference" || expression.path.parts.length !== 1) return null;
    const name = expression.path.parts[0]?.text ?? "";
    const symbol = this.#locals.has(name) ? null : this.#scope.lookup(name);
    return symbol?.kind === "molecule" ? symbol : null;
  }

  #region(expression: Expression | undefined): void {
    if (expression === undefined) return;
    const name = expression.kind === "reference" ? pathText(expression.path) : "";
    if (regionNamed(this.#scope, name) !== null) return;
    const regions = (this.#scope.module?.body ?? []).flatMap((statement) =>
      statement.kind === "region" ? [statement.name.text] : [],
    );
    const { span } = expression;
    const text = this.#scope.file.text.slice(span.start, span.end);
    this.#checker.sink.report("TDL5221", this.#at(span), { name: text, nearest: nearestName(text, regions) });
  }

  #copyDraw(expression: Expression | undefined): void {
    const isWhole =
      expression?.kind === "quantity" && expression.unit === null && Number.isInteger(expression.value);
    if (!isWhole || expression.value < 1)
      this.#checker.sink.report("TDL5229", this.#at(expression?.span ?? this.#call.span), {});
  }
}
