/** Molecule types, extensions and initial complexes. */
import { nearestOf } from "../../diagnostics/nearest.ts";
import type {
  Extend,
  Initial,
  MoleculeDeclaration,
  SiteDeclaration,
} from "../../grammar/syntax/declaration.ts";
import { describeKind } from "../bind/bind.ts";
import { resolvePath } from "../bind/resolve.ts";
import type { Scope } from "../bind/scope.ts";
import { symbolOf } from "./symbolOf.ts";
import { constantValue } from "./constantValue.ts";
import { type AnalysedAgent, PatternAnalyser } from "./patternAnalysis.ts";
import { checkInitialValue } from "./initialValue.ts";
import { compartmentsOf, type Place } from "./species.ts";
import { checkAttribute, checkSpatialType } from "./spatial/checkAttribute.ts";
import { checkInitialSets } from "./spatial/checkSets.ts";
import type { Typing } from "./typing.ts";

/** More identical sites than this are surely a slip, and enumerations grow with them. */
const multiplicityLimit = 64;

export function checkMolecule(molecule: MoleculeDeclaration, scope: Scope, checker: Typing): void {
  checkSites(molecule.sites, new Set(), scope, checker);
  const symbol = scope.values.get(molecule.name.text);
  if (symbol?.kind === "molecule" && symbol.node === molecule) checkSpatialType(symbol, scope, checker);
}

export function checkExtend(extend: Extend, scope: Scope, checker: Typing): void {
  const symbol = symbolOf(checker, resolvePath(checker.program, scope, extend.type), scope);
  if (symbol === null) return;
  if (symbol.kind !== "molecule") {
    const location = { file: scope.file, span: extend.type.span };
    checker.sink.report("TDL3004", location, {
      name: symbol.name,
      found: describeKind(symbol),
      expected: "a molecule type",
    });
    return;
  }
  checkSites(extend.sites, new Set(symbol.node.sites.map(({ name }) => name.text)), scope, checker);
}

function checkSites(
  sites: readonly SiteDeclaration[],
  seen: Set<string>,
  scope: Scope,
  checker: Typing,
): void {
  const { sink } = checker;
  for (const site of sites) {
    const location = { file: scope.file, span: site.name.span };
    if (seen.has(site.name.text)) sink.report("TDL3012", location, { name: site.name.text });
    seen.add(site.name.text);
    checkAttribute(site, scope, checker);
    if (
      !Number.isInteger(site.multiplicity) ||
      site.multiplicity < 1 ||
      site.multiplicity > multiplicityLimit
    ) {
      sink.report(
        "TDL5116",
        { file: scope.file, span: site.span },
        { site: site.name.text, limit: multiplicityLimit },
      );
    }
    const states = new Set<string>();
    for (const state of site.states ?? []) {
      if (states.has(state.text))
        sink.report("TDL3012", { file: scope.file, span: state.span }, { name: state.text });
      states.add(state.text);
    }
  }
}

/** `init PATTERN = amount`: a complex of known states, an amount or a concentration. */
export function checkInitial(initial: Initial, scope: Scope, checker: Typing): void {
  const { sink } = checker;
  const text = scope.file.text
    .slice(initial.pattern.span.start, initial.pattern.span.end)
    .replace(/\s+/g, " ");
  const analyser = new PatternAnalyser(checker, scope);
  const [member, ...others] = initial.pattern.members;
  const subject = member === undefined || others.length > 0 ? null : analyser.subject(member);
  if (subject?.kind === "species") {
    const { name } = subject.symbol;
    const suggestion = `Write the initial value where it is declared: \`species ${name} = …\`.`;
    const location = { file: scope.file, span: initial.pattern.span };
    sink.report("TDL3004", location, { name, found: "a species", expected: "a molecule" }, { suggestion });
    return;
  }
  const agents = others.length > 0 || subject !== null ? analyser.molecules(initial.pattern) : null;
  const place = placeOfInitial(initial, agents, scope, checker);
  checkInitialValue(text, initial.value, place, scope, checker);
  if (agents === null) return;
  checkInitialSets(initial, agents, scope, checker);
  if (initial.template !== null) checkTemplate(initial, agents, scope, checker);
  for (const { sites } of agents) {
    for (const { state, bond, span } of sites) {
      const isOpen = state?.kind === "any" || state?.kind === "variable";
      const isBound = bond?.kind === "bound" || bond?.kind === "any" || bond?.kind === "partner";
      if (isOpen || isBound)
        sink.report("TDL5117", { file: scope.file, span }, { what: "An initial complex" });
    }
  }
}

/** The compartment named after `in` or at a molecule, else the only one; several are reported. */
function placeOfInitial(
  initial: Initial,
  agents: readonly AnalysedAgent[] | null,
  scope: Scope,
  checker: Typing,
): Place {
  const path = initial.compartment ?? agents?.find(({ compartment }) => compartment !== null)?.compartment;
  if (path !== undefined && path !== null) {
    const symbol = symbolOf(checker, resolvePath(checker.program, scope, path), scope);
    if (symbol?.kind === "compartment") return { kind: "compartment", symbol };
    if (symbol !== null) {
      checker.sink.report(
        "TDL3004",
        { file: scope.file, span: path.span },
        { name: symbol.name, found: describeKind(symbol), expected: "a compartment" },
      );
    }
    return { kind: "unclear" };
  }
  const compartments = compartmentsOf(scope);
  const [only, ...more] = compartments;
  if (only === undefined) return { kind: scope.isIncomplete ? "unclear" : "none" };
  if (more.length === 0) return { kind: "compartment", symbol: only };
  const [first] = agents ?? [];
  if (first === undefined) return { kind: "unclear" };
  checker.sink.report(
    "TDL5003",
    { file: scope.file, span: initial.pattern.span },
    { species: first.type.name, compartments: compartments.map(({ name }) => name).join(", ") },
  );
  return { kind: "unclear" };
}

function checkTemplate(
  initial: Initial,
  agents: readonly AnalysedAgent[],
  scope: Scope,
  checker: Typing,
): void {
  const { template } = initial;
  const [agent, ...more] = agents;
  if (template === null || agent === undefined) return;
  const at = (span: Initial["span"]) => ({ file: scope.file, span });
  const count = constantValue(checker.program, scope, template.count);
  if (count === null || !Number.isInteger(count) || count < 2 || count > 10_000) {
    checker.sink.report("TDL5118", at(template.count.span), { shape: template.shape });
  }
  if (more.length > 0) checker.sink.report("TDL5119", at(initial.pattern.span), { shape: template.shape });
  if (template.by === null) {
    checker.sink.report("TDL5120", at(template.span), { shape: template.shape });
    return;
  }
  const { from, to } = template.by;
  // One bond reaches a site: only a chain of two can be joined so.
  if (from.text === to.text && !(template.shape === "chain" && count === 2))
    checker.sink.report("TDL5159", at(to.span), { shape: template.shape, site: to.text });
  for (const name of [from, to]) {
    const sites = checker.molecules.sitesOf(agent.type).map((site) => site.name.text);
    if (sites.includes(name.text)) continue;
    checker.sink.report("TDL5105", at(name.span), {
      molecule: agent.type.name,
      site: name.text,
      sites: sites.join(", "),
      nearest: nearestOf(name.text, sites),
    });
  }
}
