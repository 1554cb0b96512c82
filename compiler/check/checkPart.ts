/** Parts: every port is bound once, by something of the port's kind. */
import type { Part } from "../../grammar/syntax/declaration.ts";
import type { NamedArgument } from "../../grammar/syntax/expression.ts";
import { nearestOf } from "../../diagnostics/nearest.ts";
import { pathText } from "../../grammar/syntax/common.ts";
import { equalDimensions } from "../../runtime/units/dimension.ts";
import { describeKind } from "../bind/bind.ts";
import { partScope, resolvePath } from "../bind/resolve.ts";
import type { Scope, SymbolOfKind, ValueSymbol } from "../bind/scope.ts";
import { symbolOf } from "./symbolOf.ts";
import { concentrationDimensionOf, placeOf, sizeDimension } from "./species.ts";
import { noLocals } from "./locals.ts";
import type { Typing } from "./typing.ts";
import { describeQuantity } from "./describeQuantity.ts";
import { describeType, fits } from "./valueType.ts";

export function checkPart(part: Part, scope: Scope, checker: Typing): void {
  const { sink, program } = checker;
  const symbol = scope.values.get(part.name.text);
  if (symbol === undefined || symbol.kind !== "part") return;
  const moduleName = pathText(part.module);
  const inner = partScope(program, symbol);
  if (inner === null) {
    const modules = [...scope.names()].filter((name) => isModule(scope.lookup(name)));
    const nearest = nearestOf(moduleName, modules);
    if (!scope.isBroken(moduleName))
      sink.report("TDL5018", { file: scope.file, span: part.module.span }, { name: moduleName, nearest });
    for (const { value } of part.bindings)
      if (value.kind !== "reference") checker.typeOf(value, scope, noLocals);
    return;
  }
  const moduleSymbol = scope.lookup(moduleName);
  if (moduleSymbol !== null) moduleSymbol.uses++;
  const ports = [...inner.values.values()].filter(isPort);
  const bound = new Set<string>();
  /** Ports that a misspelt name probably means. */
  const meant = new Set<string>();
  for (const binding of part.bindings) {
    const name = binding.name.text;
    const location = { file: scope.file, span: binding.name.span };
    if (bound.has(name)) sink.report("TDL3012", location, { name });
    bound.add(name);
    const port = inner.values.get(name);
    if (port !== undefined && (isPort(port) || port.kind === "param")) {
      checkBinding(binding, port, scope, checker);
      continue;
    }
    const settable = [...inner.values.values()]
      .filter((candidate) => isPort(candidate) || candidate.kind === "param")
      .map((candidate) => candidate.name);
    const open = settable.filter(
      (candidate) => !part.bindings.some((other) => other.name.text === candidate),
    );
    const isVariable = port?.kind === "variable";
    const nearest = isVariable ? null : nearestOf(name, open);
    if (nearest !== null) meant.add(nearest.name);
    const values = { part: part.name.text, module: moduleName, name, settable, isVariable, nearest };
    const related = isVariable ? [{ file: inner.file, span: port.span, message: "the variable" }] : [];
    sink.report("TDL3008", location, values, { related });
  }
  for (const port of ports) {
    if (bound.has(port.name) || meant.has(port.name) || hasDefault(port)) continue;
    sink.report(
      "TDL3009",
      { file: scope.file, span: part.name.span },
      { part: part.name.text, module: moduleName, port: port.name },
      { related: [{ file: inner.file, span: port.span, message: "the port" }] },
    );
  }
}

type Port = SymbolOfKind<"compartment" | "species" | "input">;

export function isPort(symbol: ValueSymbol): symbol is Port {
  return (
    symbol.kind === "input" ||
    ((symbol.kind === "species" || symbol.kind === "compartment") && symbol.node.share)
  );
}

function hasDefault(port: Port): boolean {
  switch (port.kind) {
    case "input":
      return port.node.value !== null;
    case "species":
      return port.node.initial !== null;
    case "compartment":
      return port.node.size !== null;
  }
}

function checkBinding(
  binding: NamedArgument,
  port: Port | SymbolOfKind<"param">,
  scope: Scope,
  checker: Typing,
): void {
  const { sink, program } = checker;
  const location = { file: scope.file, span: binding.value.span };
  if (port.kind === "input" || port.kind === "param") {
    const type = checker.typeOfSymbol(port);
    const found = checker.typeOf(binding.value, scope, noLocals);
    if (type.kind !== "quantity" || type.dimension === null || fits(found, type.dimension)) return;
    sink.report("TDL5019", location, {
      port: port.name,
      expected: describeQuantity(type.dimension),
      found: describeType(found),
    });
    return;
  }
  const expected = port.kind === "species" ? "a species" : "a compartment";
  const { value } = binding;
  if (value.kind !== "reference") {
    checker.typeOf(value, scope, noLocals);
    const of =
      value.kind === "concentration" || value.kind === "measure" ? value.of.members[0]?.type : undefined;
    const suggestion =
      of === undefined ? null : `Name the species itself: \`${port.name} = ${pathText(of)}\`.`;
    sink.report("TDL5019", location, { port: port.name, expected, found: "an expression" }, { suggestion });
    return;
  }
  const target = symbolOf(checker, resolvePath(program, scope, value.path), scope);
  if (target === null) return;
  if (target.kind !== port.kind) {
    sink.report("TDL5019", location, { port: port.name, expected, found: describeKind(target) });
    return;
  }
  if (port.kind === "compartment" && target.kind === "compartment") {
    const needed = sizeDimension(port);
    const given = sizeDimension(target);
    if (equalDimensions(needed, given)) return;
    sink.report("TDL5019", location, {
      port: port.name,
      expected: `a compartment with ${describeQuantity(needed)}`,
      found: `one with ${describeQuantity(given)}`,
    });
  } else if (port.kind === "species" && target.kind === "species") {
    const needed = concentrationDimensionOf(placeOf(program, port));
    const place = placeOf(program, target);
    const given = concentrationDimensionOf(place);
    if (needed !== null && place.kind === "none") {
      const suggestion = "Declare a compartment for it.";
      const values = {
        port: port.name,
        expected: "a species in a compartment",
        found: "one in no compartment",
      };
      sink.report("TDL5019", location, values, { suggestion });
      return;
    }
    if (needed === null || given === null || equalDimensions(needed, given)) return;
    sink.report("TDL5019", location, {
      port: port.name,
      expected: `a species with ${describeQuantity(needed)}`,
      found: `one with ${describeQuantity(given)}`,
    });
  }
}

function isModule(symbol: ValueSymbol | null): boolean {
  return symbol !== null && (symbol.kind === "model" || symbol.kind === "module");
}
