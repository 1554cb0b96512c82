/** Which sites and states the models of a file use, and what is told of those that none of them does. */
import type { DiagnosticSink, Location } from "../../diagnostics/diagnostic.ts";
import type { SourceFile } from "../../diagnostics/source.ts";
import type { Name } from "../../grammar/syntax/common.ts";
import type { SiteDeclaration } from "../../grammar/syntax/declaration.ts";
import { resolvePath } from "../bind/resolve.ts";
import type { BoundProgram } from "../bind/scope.ts";
import type { MoleculeSymbol } from "../check/moleculeTypes.ts";
import type { MoleculePattern, StructuredModel } from "../model/structured.ts";
import type { ReachableFacts } from "./siteFacts.ts";
import { factKey } from "./siteFacts.ts";

interface DeclaredSite {
  readonly molecule: string;
  readonly site: SiteDeclaration;
  readonly file: SourceFile;
}

export class SiteUsage {
  /** Molecules that some model has. */
  readonly #present = new Set<string>();
  /** `A.x` */
  readonly #mentioned = new Set<string>();
  /** `A.x{p}`: reached, or a rule that can not happen was told of instead. */
  readonly #reached = new Set<string>();

  /** `told`: keys of facts whose lack was reported already. */
  record(model: StructuredModel, facts: ReachableFacts, told: ReadonlySet<string>): void {
    model.types.forEach(({ name, sites }, type) => {
      if (facts.has({ kind: "present", type })) this.#present.add(name);
      sites.forEach(({ name: site, states }, siteClass) => {
        states.forEach((label, state) => {
          const fact = { kind: "state", type, siteClass, state } as const;
          if (facts.has(fact) || told.has(factKey(fact))) this.#reached.add(`${name}.${site}{${label}}`);
        });
      });
    });
    const mention = ({ agents }: MoleculePattern): void => {
      for (const { type, sites } of agents) {
        for (const { siteClass } of sites) this.#mention(model, type, siteClass);
      }
    };
    for (const { patterns, conditions } of model.rules)
      for (const pattern of [...patterns, ...conditions.map((condition) => condition.pattern)])
        mention(pattern);
    for (const { pattern } of model.measures) mention(pattern);
    model.types.forEach(({ sites }, type) => {
      sites.forEach((_, siteClass) => {
        if (facts.has({ kind: "bound", type, siteClass })) this.#mention(model, type, siteClass);
      });
    });
  }

  #mention({ types }: StructuredModel, type: number, siteClass: number): void {
    this.#mentioned.add(`${types[type].name}.${types[type].sites[siteClass].name}`);
  }

  /** Tells of the sites that the main file declares. */
  report(program: BoundProgram, sink: DiagnosticSink): void {
    const sites = declaredSites(program).filter(({ file }) => file === program.main.file);
    const places = new Map<string, number>();
    for (const { molecule, site } of sites) {
      const key = `${molecule}.${site.name.text}`;
      places.set(key, (places.get(key) ?? 0) + 1);
    }
    for (const { molecule, site, file } of sites) {
      const key = `${molecule}.${site.name.text}`;
      // Types of one name in several modules can not be told apart here.
      if (!this.#present.has(molecule) || places.get(key) !== 1) continue;
      const at = ({ span }: Name): Location => ({ file, span });
      if (!this.#mentioned.has(key)) {
        sink.report("TDL5172", at(site.name), { molecule, site: site.name.text });
        continue;
      }
      for (const state of site.states ?? []) {
        if (this.#reached.has(`${key}{${state.text}}`)) continue;
        sink.report("TDL5171", at(state), { molecule, site: site.name.text, state: state.text });
      }
    }
  }
}

function declaredSites(program: BoundProgram): readonly DeclaredSite[] {
  const found: DeclaredSite[] = [];
  const molecules = new Set<MoleculeSymbol>();
  for (const scope of [...program.files.values(), ...program.scopes.values()]) {
    for (const symbol of scope.values.values()) if (symbol.kind === "molecule") molecules.add(symbol);
    for (const statement of scope.module?.body ?? []) {
      if (statement.kind !== "extend") continue;
      const resolution = resolvePath(program, scope, statement.type);
      if (resolution.kind !== "symbol" || resolution.symbol.kind !== "molecule") continue;
      const molecule = resolution.symbol.name;
      found.push(...statement.sites.map((site) => ({ molecule, site, file: scope.file })));
    }
  }
  for (const { name, node, scope } of molecules)
    found.push(...node.sites.map((site) => ({ molecule: name, site, file: scope.file })));
  // What has a unit is an attribute.
  return found.filter(({ site }) => site.attribute === null);
}
