/**
 * Checks of `use S for part`: the surrogate exists, and the part is an instance of its module. `use ode for part`
 * names no surrogate, but how the part runs.
 */
import { nearestOf } from "../../diagnostics/nearest.ts";
import type { UseSurrogate } from "../../grammar/syntax/experiment.ts";
import { pathText } from "../../grammar/syntax/common.ts";
import { partScope, resolvePath } from "../bind/resolve.ts";
import type { BoundProgram, Scope, SymbolOfKind } from "../bind/scope.ts";
import { surrogateModule } from "./checkSurrogate.ts";
import type { Typing } from "./typing.ts";

/** `used`: the parts that already have a surrogate. */
export function checkUse(use: UseSurrogate, scope: Scope, checker: Typing, used: Set<string>): void {
  const { sink, program } = checker;
  const name = pathText(use.surrogate);
  if (name === differentialEquations) {
    checkEquationsPart(use, scope, checker, used);
    return;
  }
  const location = { file: scope.file, span: use.surrogate.span };
  const symbol = surrogateNamed(use, scope, program);
  if (symbol === null) {
    const visible = [scope, program.files.get(scope.file.path) ?? scope];
    const known = visible.flatMap((one) =>
      [...one.names()].filter((n) => one.lookup(n)?.kind === "surrogate"),
    );
    if (!scope.isBroken(name))
      sink.report("TDL7011", location, {
        name,
        reason: "there is no such surrogate",
        nearest: nearestOf(name, known),
      });
    return;
  }
  symbol.uses++;
  const part = pathText(use.instance);
  const partLocation = { file: scope.file, span: use.instance.span };
  if (used.has(part)) sink.report("TDL3012", partLocation, { name: part });
  used.add(part);
  const module = surrogateModule(symbol.node, program.files.get(symbol.scope.file.path) ?? scope, checker);
  const found = resolvePath(program, scope, use.instance);
  if (found.kind === "broken" || module === null) return;
  const inner =
    found.kind === "symbol" && found.symbol.kind === "part" ? partScope(program, found.symbol) : null;
  const of = module.module?.name.text ?? "its module";
  if (found.kind === "missing")
    sink.report("TDL7011", partLocation, {
      name,
      reason: `there is no part ${part}`,
      nearest: found.nearest,
    });
  else if (inner !== module)
    sink.report("TDL7011", partLocation, {
      name,
      reason: `${part} is no part of the module ${of}`,
      nearest: null,
    });
}

/** What stands in place of a surrogate's name for a part that runs by differential equations. */
export const differentialEquations = "ode";

function checkEquationsPart(
  use: UseSurrogate,
  scope: Scope,
  { program, sink }: Typing,
  used: Set<string>,
): void {
  const part = pathText(use.instance);
  const location = { file: scope.file, span: use.instance.span };
  const key = `${differentialEquations} ${part}`;
  if (used.has(key)) sink.report("TDL3012", location, { name: part });
  used.add(key);
  const found = resolvePath(program, scope, use.instance);
  if (found.kind === "broken" || (found.kind === "symbol" && found.symbol.kind === "part")) return;
  sink.report("TDL7011", location, {
    name: differentialEquations,
    reason: `there is no part ${part}`,
    nearest: found.kind === "missing" ? found.nearest : null,
  });
}

/** The surrogate that `use` names: one of the experiment's own file, or of the file of the model. */
export function surrogateNamed(
  use: UseSurrogate,
  scope: Scope,
  program: BoundProgram,
): SymbolOfKind<"surrogate"> | null {
  if (use.surrogate.parts.length !== 1) return null;
  const name = pathText(use.surrogate);
  const own = program.files.get(scope.file.path)?.lookup(name) ?? null;
  const symbol = own?.kind === "surrogate" ? own : scope.lookup(name);
  return symbol?.kind === "surrogate" ? symbol : null;
}
