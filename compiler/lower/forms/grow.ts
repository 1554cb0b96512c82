/**
 * `grow F at END from POOL [to POOL] [as STATES] @ k`: a subunit joins an end; what brought it goes `to` its pool.
 *
 * bead 1: a new bead is bonded to the one at the end, a rise further along, with its bend drawn from local
 * equilibrium. bead n: the bead at the end takes subunits up until it is whole, then a new one begins; positions are
 * the middles of beads. At the free end of a branch that holds no subunit yet, the first bead joins the branching
 * protein.
 */
import type { SitePattern } from "../../../grammar/syntax/pattern.ts";
import type { Statement } from "../../../grammar/syntax/sourceTree.ts";
import { open, type States } from "../filament.ts";
import { type GrowthForm, type GrowthRequest, placeOf } from "../growthForm.ts";
import { bead, bent, endSite, endState, plus, riseOf, set, splitSites, total, when } from "../ruleText.ts";
import { beadPersistences, persistenceIn } from "../persistence.ts";
import { joined, piece, statements, type Template, written } from "../template.ts";
import { userExpression } from "../userExpression.ts";

/** What the new subunit joins: a bead with a neighbour that tells its direction, or the branching protein. */
interface Tip {
  readonly kind: "bead" | "branch";
  readonly name: string;
  readonly members: readonly Template[];
  readonly right: readonly Template[];
  /** Unit vector outwards; null without space. */
  readonly direction: Template | null;
}

export const grow: GrowthForm = (request) => {
  const { event, filament, model } = request;
  if (event.from !== null && event.from.coefficient !== 1) {
    model.report("TDL5256", event.from.span, { verb: "grow", filament: filament.name });
    return [];
  }
  return event.at.flatMap(({ text: end }) => {
    const bySubunit = atBead(request, end, filament.name, "");
    if (filament.arm === null || end !== filament.ends[0]) return bySubunit;
    // In space the first bead of a branch has its direction from the branching protein.
    const firstOfBranch = model.dimension > 0 ? atBead(request, end, filament.branchType, "_first") : [];
    return [...bySubunit, ...firstOfBranch, ...atBranch(request, end)];
  });
};

function atBead(
  request: GrowthRequest,
  end: string,
  innerType: string,
  suffix: string,
): readonly Statement[] {
  const { event, filament, model } = request;
  const self = event.subject.label?.text ?? model.label("f");
  const inner = model.label("m");
  const opposite = filament.opposite(end);
  const state = endState(event, filament, end);
  const { own } = splitSites(event, filament);
  const hasSpace = model.dimension > 0;
  const ends = [endSite(filament, end, ".", state)];
  if (hasSpace) ends.push(endSite(filament, opposite, "1", null));
  const name = `grow_${filament.name}_${end}${suffix}`;
  const inwards = hasSpace ? [bead(inner, innerType, [piece`${written(end)}[1]`])] : [];
  const members = [bead(self, filament.name, [...ends, piece`${own}`]), ...inwards];
  const others = hasSpace ? [piece`${inner}()`] : [];
  const direction = hasSpace ? piece`unit(${self}.pos - ${inner}.pos)` : null;
  const right = [piece`${self}(${endSite(filament, end, "2", state === open ? null : open)})`, ...others];
  const tip: Tip = { kind: "bead", name, members, right, direction };
  const kinds = hasSpace ? beadPersistences(filament) : [];
  if (filament.size === 1 && kinds.length > 1)
    return kinds.flatMap(({ suffix: kind, states, of }) => {
      const sites = inStates(own, states);
      if (sites === null) return [];
      const matched = [bead(self, filament.name, [...ends, piece`${sites}`]), ...inwards];
      return newBead(request, end, { ...tip, name: `${name}${kind}`, members: matched }, [], of(self));
    });
  const persistence = kinds[0]?.of(self) ?? null;
  if (filament.size === 1) return newBead(request, end, tip, [], persistence);
  const size = filament.size;
  const fill = {
    ...tip,
    name: `${name}_fill`,
    right: [piece`${self}()`, ...others],
  };
  return [
    ...fillBead(request, self, fill, piece`${total(filament, self)} < ${size} count`),
    ...newBead(request, end, tip, [piece`${total(filament, self)} >= ${size} count`], persistence),
  ];
}

function atBranch(request: GrowthRequest, end: string): readonly Statement[] {
  const { event, filament, model } = request;
  // A pattern of subunits or caps does not fit the branching protein.
  if ((event.subject.sites ?? []).length > 0) return [];
  const self = event.subject.label?.text ?? model.label("f");
  const mother = model.label("m");
  const hasSpace = model.dimension > 0;
  const members = [
    piece`${self}: ${written(filament.branchType)}(${written(end)}[.]${hasSpace ? ", mother[1]" : ""})`,
  ];
  if (hasSpace) members.push(bead(mother, filament.name, [piece`${written(filament.arm ?? "")}[1]`]));
  const tip: Tip = {
    kind: "branch",
    name: `grow_${filament.name}_${end}_branch`,
    members,
    right: [piece`${self}(${written(end)}[2])`, ...(hasSpace ? [piece`${mother}()`] : [])],
    direction: hasSpace ? piece`unit(${self}.pos - ${mother}.pos)` : null,
  };
  return newBead(request, end, tip, [], persistenceIn(filament, newStates(request)));
}

function newBead(
  request: GrowthRequest,
  end: string,
  tip: Tip,
  conditions: readonly Template[],
  persistence: Template | null,
): readonly Statement[] {
  const { event, filament, model } = request;
  const self = event.subject.label?.text ?? model.label("f");
  const fresh = model.label("n");
  const opposite = filament.opposite(end);
  const state = tip.kind === "branch" ? open : endState(event, filament, end);
  const rise = riseOf(filament);
  const sites = [
    endSite(filament, opposite, "2", null),
    endSite(filament, end, ".", state),
    ...(filament.size === 1 ? [piece`${event.as}`] : []),
  ];
  const assignments: Template[] = [];
  if (filament.size > 1) assignments.push(piece`${fresh}.${written(counterOf(request))} = 1 count`);
  if (tip.direction !== null) {
    // Between the middles of the bead at the end, which is whole, and of the new one.
    const length =
      tip.kind === "branch" || filament.size === 1
        ? piece`${rise}`
        : piece`${(filament.size + 1) / 2} * ${rise}`;
    const along = bent(model, tip.direction, length, persistence);
    assignments.push(piece`${fresh}.pos = ${self}.pos + ${length} * ${along}`);
  }
  return ruleOf(
    request,
    tip,
    [...tip.right, piece`new ${bead(fresh, filament.name, sites)}`],
    assignments,
    conditions,
  );
}

/** The bead at the end takes a subunit up; its middle moves by half a rise. */
function fillBead(request: GrowthRequest, self: string, tip: Tip, condition: Template): readonly Statement[] {
  const counter = written(counterOf(request));
  const assignments = [piece`${self}.${counter} = ${self}.${counter} + 1 count`];
  if (tip.direction !== null)
    assignments.push(piece`${self}.pos = ${self}.pos + 0.5 * ${riseOf(request.filament)} * ${tip.direction}`);
  return ruleOf(request, tip, tip.right, assignments, [condition]);
}

function ruleOf(
  request: GrowthRequest,
  { name, members, direction }: Tip,
  right: readonly Template[],
  assignments: readonly Template[],
  conditions: readonly Template[],
): readonly Statement[] {
  const { event, model } = request;
  const self = event.subject.label?.text ?? model.label("f");
  const load = direction === null ? null : piece`max(0, -dot(contact_force(${self}), ${direction}))`;
  const meanings = { self, load, bend: null, neighbours: null };
  const user = event.when === null ? null : userExpression(event.when, request, meanings);
  const rate = userExpression(event.rate.forward, request, meanings);
  if (event.from === null) return [];
  return statements(
    piece`rule ${model.name(name)}: ${joined(members, ", ")} + ${event.from.path} -> ${joined(right, ", ")}${plus(event.to === null ? null : { path: event.to })}${set(assignments)}${when([...conditions, user])} @ ${rate}`,
    placeOf(event),
  );
}

/** The user's pattern for subunits in these states; null if it asks for others. */
function inStates(own: readonly SitePattern[], states: States): readonly SitePattern[] | null {
  const isOther = ({ name, state }: SitePattern): boolean =>
    states.has(name.text) && state?.from.kind === "is" && state.from.state.text !== states.get(name.text);
  if (own.some(isOther)) return null;
  const span = own[0]?.span ?? { start: 0, end: 0 };
  const told = [...states].map(([site, state]): SitePattern => {
    const bond = own.find(({ name }) => name.text === site)?.bond ?? null;
    const from = { kind: "is", state: { text: state, span }, span } as const;
    return { name: { text: site, span }, state: { from, to: null, span }, bond, span };
  });
  return [...own.filter(({ name }) => !states.has(name.text)), ...told];
}

/** The states of a subunit that joins: what `as` says, else the first of each site. */
function newStates({ event, filament }: GrowthRequest): States {
  const said = new Map(
    event.as.flatMap(({ name, state }) =>
      state?.from.kind === "is" ? [[name.text, state.from.state.text]] : [],
    ),
  );
  return new Map(
    filament.sites.flatMap(({ name, states }) => {
      const [first] = states ?? [];
      return first === undefined ? [] : [[name.text, said.get(name.text) ?? first.text]];
    }),
  );
}

/** The counter of the state in which a subunit joins a bead of several. */
function counterOf({ event, filament }: GrowthRequest): string {
  const state = event.as[0]?.state?.from;
  return state?.kind === "is" ? state.state.text : (filament.counters[0] ?? "subunits");
}
