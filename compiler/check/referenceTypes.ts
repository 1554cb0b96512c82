/** Types of names in an expression. */
import { pathText } from "../../grammar/syntax/common.ts";
import type { Reference } from "../../grammar/syntax/expression.ts";
import { energyDimension, lengthDimension } from "../../runtime/units/dimension.ts";
import { describeKind } from "../bind/bind.ts";
import { resolvePath } from "../bind/resolve.ts";
import type { Scope } from "../bind/scope.ts";
import { symbolOf } from "./symbolOf.ts";
import { reportBareSpecies } from "./measureTypes.ts";
import { componentNames, typeOfMember } from "./spatial/attributes.ts";
import { depthName, mayHaveDepth } from "./spatial/space.ts";
import { sizeDimension } from "./species.ts";
import { mayHaveTemperature, thermalEnergy } from "./temperature.ts";
import type { Locals } from "./locals.ts";
import type { Typing } from "./typing.ts";
import { numberType, quantityType, unknownType, type ValueType } from "./valueType.ts";

/** The type of what a name stands for; unknown after reporting that it is no value. */
export function typeOfReference(
  checker: Typing,
  expression: Reference,
  scope: Scope,
  locals: Locals,
): ValueType {
  const [first, ...rest] = expression.path.parts;
  const labelled = first === undefined ? undefined : locals.get(first.text);
  if (labelled?.kind === "molecule") return typeOfMember(checker, labelled.type, rest, scope);
  if (labelled?.kind === "unknown") return unknownType;
  if (labelled?.kind === "vector" && rest.length === 1) {
    const component = (componentNames as readonly string[]).indexOf(rest[0]?.text ?? "");
    if (component >= 0 && component < (labelled.components ?? 3))
      return { kind: "quantity", dimension: labelled.dimension };
  }
  if (first !== undefined && rest.length === 0) {
    const local = locals.get(first.text);
    if (local !== undefined) return local;
    if (first.text === "pi") return numberType;
    if (first.text === thermalEnergy && scope.lookup(thermalEnergy) === null) {
      if (!mayHaveTemperature(scope))
        checker.sink.report("TDL5154", { file: scope.file, span: expression.span }, { what: "`kT`" });
      return quantityType(energyDimension);
    }
    const isDepth = first.text === depthName && scope.lookup(depthName) === null;
    if (isDepth && mayHaveDepth(scope)) return quantityType(lengthDimension);
  }
  const attribute = unlabelledAttribute(checker, expression, scope);
  if (attribute !== null) return attribute;
  const resolution = resolvePath(checker.program, scope, expression.path);
  if (resolution.kind === "size") return quantityType(sizeDimension(resolution.compartment));
  const symbol = symbolOf(checker, resolution, scope);
  if (symbol === null) return unknownType;
  const location = { file: scope.file, span: expression.span };
  switch (symbol.kind) {
    case "const":
    case "param":
    case "variable":
    case "define":
    case "output":
    case "observe":
    case "input":
      return checker.typeOfSymbol(symbol);
    case "species":
      reportBareSpecies(checker, symbol, pathText(expression.path), location);
      return unknownType;
    case "compartment":
      checker.sink.report(
        "TDL4008",
        location,
        { name: symbol.name, kind: describeKind(symbol) },
        {
          suggestion: `Write \`${symbol.name}.${symbol.node.size?.measure ?? "volume"}\` for its size.`,
        },
      );
      return unknownType;
    case "molecule":
      checker.sink.report(
        "TDL4008",
        location,
        { name: symbol.name, kind: describeKind(symbol) },
        { suggestion: `Write \`count ${symbol.name}\` for the number of all ${symbol.name}.` },
      );
      return unknownType;
    default:
      checker.sink.report("TDL4008", location, { name: symbol.name, kind: describeKind(symbol) });
      return unknownType;
  }
}

/** `Bead.age`: told of by its own message; null for anything else. */
function unlabelledAttribute(checker: Typing, { path, span }: Reference, scope: Scope): ValueType | null {
  const [first, name] = path.parts;
  const symbol = first === undefined || name === undefined ? null : scope.lookup(first.text);
  if (symbol?.kind !== "molecule" || name === undefined) return null;
  symbol.uses++;
  const molecule = symbol.name;
  checker.sink.report("TDL5230", { file: scope.file, span }, { molecule, attribute: name.text });
  return unknownType;
}
