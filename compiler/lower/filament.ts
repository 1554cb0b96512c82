/**
 * What a `filament` statement and the growth statements about it declare together: the ends with the caps that can
 * sit on them, the sites of a bead, the pools that what leaves goes to.
 */
import type { Name, Path } from "../../grammar/syntax/common.ts";
import type { SiteDeclaration } from "../../grammar/syntax/declaration.ts";
import type { Expression } from "../../grammar/syntax/expression.ts";
import type { Filament, GrowthEvent } from "../../grammar/syntax/growth.ts";

/** State of an end on which nothing sits. */
export const open = "open";

/** Site -> state, of the sites that `persistence` names. */
export type States = ReadonlyMap<string, string>;

/** One length, and the states of a subunit that have it. */
export interface PersistenceLength {
  /** Of the definition that holds it. */
  readonly name: string;
  readonly value: Expression;
  readonly states: readonly States[];
}

export class FilamentForm {
  readonly statement: Filament;
  readonly name: string;
  /** The end at which branches grow comes first. */
  readonly ends: readonly [string, string];
  /** Subunits of a whole bead. */
  readonly size: number;
  readonly sites: readonly SiteDeclaration[];
  /** Cap -> its pool, by end. */
  readonly caps: ReadonlyMap<string, ReadonlyMap<string, Path>>;
  /** Site -> state -> the pool of what is bound to a subunit in that state. */
  readonly held: ReadonlyMap<string, ReadonlyMap<string, Path>>;
  /** Site of a mother by which branches hang; null: nothing branches. */
  readonly arm: string | null;
  readonly branch: GrowthEvent | null;
  /** Site of a link -> the pool of the linker. */
  readonly links: ReadonlyMap<string, Path>;
  readonly shrinks: readonly GrowthEvent[];
  /** By states of a subunit; one if all are alike, none if the filament does not say it. */
  readonly persistence: readonly PersistenceLength[];

  /** `mayBeCaps`: pools that a `cap` with a mistake, told of elsewhere, may have meant, at either end. */
  constructor(
    statement: Filament,
    ends: readonly [Name, Name],
    size: number,
    events: readonly GrowthEvent[],
    persistence: readonly PersistenceLength[],
    mayBeCaps: readonly Path[] = [],
  ) {
    this.statement = statement;
    this.name = statement.name.text;
    this.ends = [ends[0].text, ends[1].text];
    this.size = size;
    this.sites = statement.subunit ?? [];
    this.caps = new Map(this.ends.map((end) => [end, capsOf(end, events, mayBeCaps)]));
    this.held = heldBy(events);
    this.branch = events.find(({ kind }) => kind === "branch") ?? null;
    this.arm = this.branch === null ? null : (this.branch.from?.path.parts.at(-1)?.text ?? "arm");
    this.links = new Map(
      events.flatMap((event) =>
        (event.kind === "crosslink" || event.kind === "bundle") && event.with !== null
          ? [[lastName(event.with.path), event.with.path] as const]
          : [],
      ),
    );
    this.shrinks = events.filter(({ kind }) => kind === "shrink");
    this.persistence = persistence;
  }

  /** Molecule that stands for the branching protein: it holds on to the mother, and the daughter grows from it. */
  get branchType(): string {
    return `${this.name}_branch`;
  }

  opposite(end: string): string {
    return end === this.ends[0] ? this.ends[1] : this.ends[0];
  }

  /** Counters of a bead of several subunits: one a state, or one for all. */
  get counters(): readonly string[] {
    const states = this.sites.flatMap(({ states: own }) => own ?? []).map(({ text }) => text);
    return states.length === 0 ? ["subunits"] : states;
  }

  statesOf(site: string): readonly string[] {
    return statesOf(this.sites, site);
  }

  value(entry: "rise" | "persistence" | "stretch"): Expression | null {
    return this.statement[entry];
  }
}

export function statesOf(sites: readonly SiteDeclaration[], site: string): readonly string[] {
  return sites.find(({ name }) => name.text === site)?.states?.map(({ text }) => text) ?? [];
}

export function lastName(path: Path): string {
  return path.parts.at(-1)?.text ?? "";
}

function capsOf(
  end: string,
  events: readonly GrowthEvent[],
  mayBe: readonly Path[],
): ReadonlyMap<string, Path> {
  const caps = new Map<string, Path>(mayBe.map((cap) => [lastName(cap), cap]));
  for (const { kind, at, with: cap } of events)
    if (kind === "cap" && cap !== null && at.some(({ text }) => text === end))
      caps.set(lastName(cap.path), cap.path);
  return caps;
}

function heldBy(events: readonly GrowthEvent[]): ReadonlyMap<string, ReadonlyMap<string, Path>> {
  const held = new Map<string, Map<string, Path>>();
  for (const { kind, subject, with: bound } of events) {
    if (kind !== "bind" || bound === null) continue;
    for (const { name, state } of subject.sites ?? []) {
      if (state?.to?.kind !== "is") continue;
      const states = held.get(name.text) ?? new Map<string, Path>();
      held.set(name.text, states.set(state.to.state.text, bound.path));
    }
  }
  return held;
}
