/** Motion of attributes down the energies, and flows of attributes. */
import { nearestName } from "../../../diagnostics/nearest.ts";
import { pathText } from "../../../grammar/syntax/common.ts";
import type { Flow } from "../../../grammar/syntax/declaration.ts";
import type { Motion } from "../../../grammar/syntax/growth.ts";
import {
  type Dimension,
  dimensionless,
  divideDimensions,
  energyDimension,
  multiplyDimensions,
  timeDimension,
} from "../../../runtime/units/dimension.ts";
import type { Scope } from "../../bind/scope.ts";
import { describeQuantity } from "../describeQuantity.ts";
import { checkKnownValue } from "../knownValue.ts";
import { checkSign } from "../leastValue.ts";
import { moleculeLocals } from "../matchValues.ts";
import type { MoleculeSymbol } from "../moleculeTypes.ts";
import { PatternAnalyser } from "../patternAnalysis.ts";
import { mayHaveTemperature } from "../temperature.ts";
import type { Typing } from "../typing.ts";
import { describeType, fits, type ValueType } from "../valueType.ts";
import { typeOfAttribute } from "./attributes.ts";
import { reportRepeatedLabels } from "./checkSpatialEnergy.ts";
import { commonVector, vectorType } from "./vectorTypes.ts";

/** The type and attribute that `motion T.pos` names. */
export function motionTarget(
  motion: Motion,
  scope: Scope,
): { readonly molecule: MoleculeSymbol; readonly name: Motion["attribute"]["parts"][number] } | null {
  const [type, name, ...rest] = motion.attribute.parts;
  const symbol = type === undefined ? null : scope.lookup(type.text);
  return symbol?.kind === "molecule" && name !== undefined && rest.length === 0
    ? { molecule: symbol, name }
    : null;
}

/** `moved`: attributes that motions and flows of the module move already. */
export function checkMotion(motion: Motion, scope: Scope, checker: Typing, moved: Set<string>): void {
  const { sink } = checker;
  const { span } = motion.attribute;
  const location = { file: scope.file, span };
  const text = pathText(motion.attribute);
  const target = motionTarget(motion, scope);
  checkKnownValue(motion.drag, scope, checker, "The drag");
  checkSign(motion.drag, scope, checker, `The drag of ${text}`, false);
  if (target === null) {
    const [type] = motion.attribute.parts;
    if (type === undefined || scope.isBroken(type.text)) return;
    const nearest = scope.lookup(type.text) === null ? nearestMovable(type.text, scope) : null;
    sink.report("TDL5220", location, { text, nearest });
    return;
  }
  const { molecule, name } = target;
  molecule.uses++;
  const type = typeOfAttribute(checker, molecule, name, scope);
  if (type === null) return;
  checker.attributeUse.noteSet(molecule, name.text);
  noteMoved(moved, molecule, name.text, "`motion`", location, checker);
  if (motion.thermal && !mayHaveTemperature(scope))
    sink.report(
      "TDL5154",
      location,
      { what: "Thermal motion" },
      { suggestion: "Add a statement such as `temperature 310 K`, or write `athermal` after the drag." },
    );
  if ((type.kind !== "quantity" && type.kind !== "vector") || type.dimension === null) return;
  const square = multiplyDimensions(type.dimension, type.dimension);
  const needed = divideDimensions(multiplyDimensions(energyDimension, timeDimension), square);
  checker.expect(motion.drag, scope, needed, `The drag of ${text}`);
}

function nearestMovable(name: string, scope: Scope): string | null {
  return nearestName(
    name,
    [...scope.names()].filter((known) => scope.lookup(known)?.kind === "molecule"),
  );
}

export function checkSpatialFlow(flow: Flow, scope: Scope, checker: Typing, moved: Set<string>): void {
  const { sink } = checker;
  const [pattern, ...more] = flow.pattern;
  if (pattern === undefined) return;
  const at = (span: Flow["span"]) => ({ file: scope.file, span });
  if (more.length > 0 || !checker.spatial.includes(flow, scope)) {
    sink.report("TDL5219", at(pattern.span), { statement: "A flow over a pattern" });
    return;
  }
  const agents = new PatternAnalyser(checker, scope).molecules(pattern);
  if (agents === null) return;
  reportRepeatedLabels(agents, scope, checker);
  const locals = new Map(moleculeLocals(agents));
  for (const { target, value } of flow.equations) {
    const { span } = target;
    const parts = target.kind === "reference" ? target.path.parts : [];
    const text = parts.map((part) => part.text).join(".");
    const [label, name, ...rest] = parts;
    const molecule = agents.find((agent) => agent.label !== null && agent.label === label?.text)?.type;
    const found = checker.typeOf(value, scope, locals);
    if (molecule === undefined || name === undefined || rest.length > 0) {
      sink.report("TDL5213", at(span), { target: text });
      continue;
    }
    const type = typeOfAttribute(checker, molecule, name, scope);
    if (type === null) continue;
    checker.attributeUse.noteSet(molecule, name.text);
    noteMoved(moved, molecule, name.text, `the flow ${flow.name?.text ?? ""}`, at(span), checker);
    const needed = perTime(type);
    if (needed === null || isSameType(needed, found)) continue;
    const expected =
      needed.kind === "quantity" && needed.dimension !== null
        ? describeQuantity(needed.dimension)
        : describeType(needed);
    const what = `The change of ${text} over time`;
    sink.report("TDL4003", at(value.span), { what, expected, found: describeType(found) });
  }
}

function perTime(type: ValueType): ValueType | null {
  const over = (dimension: Dimension | null): Dimension =>
    divideDimensions(dimension ?? dimensionless, timeDimension);
  if (type.kind === "quantity") return { kind: "quantity", dimension: over(type.dimension) };
  return type.kind === "vector" ? vectorType(over(type.dimension), type.components) : null;
}

function isSameType(needed: ValueType, found: ValueType): boolean {
  if (found.kind === "unknown") return true;
  if (needed.kind === "vector") return found.kind === "vector" && commonVector(needed, found) !== null;
  return needed.kind === "quantity" && needed.dimension !== null && fits(found, needed.dimension);
}

/** Motion excludes flows and other motions of the attribute; flows add. */
function noteMoved(
  moved: Set<string>,
  molecule: MoleculeSymbol,
  attribute: string,
  by: string,
  location: Parameters<Typing["sink"]["report"]>[1],
  { sink }: Typing,
): void {
  const name = `${molecule.name}.${attribute}`;
  const isMotion = by === "`motion`";
  const motionKey = `motion ${name}`;
  const flowKey = `flow ${name}`;
  if (moved.has(motionKey))
    sink.report("TDL5218", location, {
      attribute: name,
      first: "`motion`",
      second: isMotion ? "another" : by,
    });
  else if (isMotion && moved.has(flowKey))
    sink.report("TDL5218", location, { attribute: name, first: "a flow", second: by });
  moved.add(isMotion ? motionKey : flowKey);
}
