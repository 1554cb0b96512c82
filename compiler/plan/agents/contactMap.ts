/**
 * The contact map: which kinds of sites ever bind each other (Danos et al. 2007, doi:10.1007/978-3-540-76637-7_10).
 * With it follows where a bond path that leaves a pattern can lead, and so which molecules can never stand in the
 * same complex: no search is needed there.
 */
import type { StructuredModel } from "../../model/structured.ts";

/** A molecule of a pattern: the classes of the sites that lead out of it, each once a site. */
export interface OpenAgent {
  readonly type: number;
  readonly exits: readonly number[];
}

export class ContactMap {
  readonly #model: StructuredModel;
  /** "type/class" -> the classes that bind it. */
  readonly #contacts = new Map<string, Map<string, { type: number; siteClass: number }>>();

  constructor(model: StructuredModel) {
    this.#model = model;
    for (const { complex } of model.seeds) {
      complex.agents.forEach(({ type, bonds }) => {
        bonds.forEach((bond, site) => {
          if (bond === null) return;
          const other = complex.agents[bond.agent].type;
          this.#add(type, this.#classOf(type, site), other, this.#classOf(other, bond.site));
        });
      });
    }
    for (const rule of model.rules) {
      const agents = rule.patterns.flatMap((pattern) => pattern.agents);
      const end = ({ agent, site }: { agent: number; site: number }): [number, number] => {
        if (agent < agents.length) return [agents[agent].type, agents[agent].sites[site].siteClass];
        const { type } = rule.created[agent - agents.length];
        return [type, this.#classOf(type, site)];
      };
      for (const action of rule.actions)
        if (action.kind === "bind") this.#add(...end(action.a), ...end(action.b));
    }
  }

  canBind(type: number, siteClass: number): boolean {
    return this.#contacts.has(key(type, siteClass));
  }

  /** The sites of an agent of which nothing is said, given how many of each class are spoken for. */
  exitsOf(type: number, taken: readonly number[], open: readonly number[]): OpenAgent {
    const exits = [...open];
    this.#model.types[type].sites.forEach(({ multiplicity }, siteClass) => {
      const mentioned = taken.filter((other) => other === siteClass).length;
      for (let i = mentioned; i < multiplicity; i++) exits.push(siteClass);
    });
    return { type, exits: exits.filter((siteClass) => this.canBind(type, siteClass)) };
  }

  /** Whether agents outside `from` and outside `to` may connect the two, or they may bind directly. */
  mayConnect(from: readonly OpenAgent[], to: readonly OpenAgent[]): boolean {
    return this.#reaches(from, to) && this.#reaches(to, from);
  }

  #reaches(from: readonly OpenAgent[], to: readonly OpenAgent[]): boolean {
    const seen = new Set<string>();
    const types = new Set<number>();
    const open: { type: number; siteClass: number }[] = [];
    const leave = (type: number, siteClass: number): void => {
      for (const [name, other] of this.#contacts.get(key(type, siteClass)) ?? []) {
        if (seen.has(name)) continue;
        seen.add(name);
        open.push(other);
      }
    };
    for (const { type, exits } of from) for (const siteClass of exits) leave(type, siteClass);
    for (let arrival = open.pop(); arrival !== undefined; arrival = open.pop()) {
      const { type, siteClass } = arrival;
      types.add(type);
      this.#model.types[type].sites.forEach(({ multiplicity }, other) => {
        if (other !== siteClass || multiplicity > 1) leave(type, other);
      });
    }
    return to.every(({ type }) => types.has(type));
  }

  #add(typeA: number, classA: number, typeB: number, classB: number): void {
    const link = (type: number, siteClass: number, otherType: number, otherClass: number): void => {
      const known = this.#contacts.get(key(type, siteClass)) ?? new Map();
      known.set(key(otherType, otherClass), { type: otherType, siteClass: otherClass });
      this.#contacts.set(key(type, siteClass), known);
    };
    link(typeA, classA, typeB, classB);
    link(typeB, classB, typeA, classA);
  }

  #classOf(type: number, site: number): number {
    let first = 0;
    return this.#model.types[type].sites.findIndex(({ multiplicity }) => {
      first += multiplicity;
      return site < first;
    });
  }
}

function key(type: number, siteClass: number): string {
  return `${type}/${siteClass}`;
}
