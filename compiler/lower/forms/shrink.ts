/**
 * `shrink F(STATES) at END to POOL @ k`: the subunit at an end leaves to its pool, if nothing hangs on it.
 *
 * A filament has two beads at least, which tell its direction: one of two dissolves wholly. In a bead of several
 * subunits the states are taken as well mixed: the one at the end is in a state as often as the bead is.
 */
import type { Statement } from "../../../grammar/syntax/sourceTree.ts";
import type { Path } from "../../../grammar/syntax/common.ts";
import { open } from "../filament.ts";
import { type GrowthForm, type GrowthRequest, placeOf } from "../growthForm.ts";
import { countedPools, lastBeadDepartures, subunitDepartures, toPools } from "../leaving.ts";
import { bead, endSite, endState, riseOf, set, splitSites, total, unbound, when } from "../ruleText.ts";
import { joined, nothing, piece, statements, type Template, written } from "../template.ts";
import { userExpression } from "../userExpression.ts";

export const shrink: GrowthForm = (request) =>
  request.event.at.flatMap(({ text: end }) =>
    request.filament.size === 1 ? bySubunit(request, end) : byCounter(request, end),
  );

function bySubunit(request: GrowthRequest, end: string): readonly Statement[] {
  const { event, filament, model } = request;
  const { to } = event;
  if (to === null) return [];
  const self = event.subject.label?.text ?? model.label("f");
  const inner = model.label("m");
  const opposite = filament.opposite(end);
  const state = endState(event, filament, end);
  const { own } = splitSites(event, filament);
  const cap = state === open ? null : state;
  const statementsOf = (
    name: string,
    members: (tip: Template) => readonly Template[],
    right: Template,
    pools: readonly Path[],
  ): readonly Statement[] =>
    subunitDepartures(filament, own, to).flatMap((departure) => {
      const tip = bead(self, filament.name, [
        endSite(filament, end, ".", state),
        endSite(filament, opposite, "1", null),
        piece`${own}`,
        ...departure.sites,
        ...unbound(filament),
      ]);
      return ruleOf(request, self, inner, name, members(tip), right, [...departure.pools, ...pools]);
    });
  const name = `shrink_${filament.name}_${end}`;
  const found: Statement[] = [
    ...statementsOf(
      name,
      (tip) => [
        tip,
        bead(inner, filament.name, [
          endSite(filament, end, "1", null),
          endSite(filament, opposite, "_", null),
        ]),
      ],
      piece`${inner}(${endSite(filament, end, ".", cap)})`,
      [],
    ),
  ];
  const capPool = cap === null ? undefined : filament.caps.get(end)?.get(cap);
  const capPools = capPool === undefined ? [] : [capPool];
  for (const last of lastBeadDepartures(filament, end, opposite))
    found.push(
      ...statementsOf(
        `${name}_last`,
        (tip) => [
          tip,
          bead(inner, filament.name, [
            endSite(filament, end, "1", null),
            ...last.sites,
            ...unbound(filament),
          ]),
        ],
        piece`delete ${inner}`,
        [...last.pools, ...capPools],
      ),
    );
  if (filament.arm !== null && end === filament.ends[0])
    found.push(
      ...statementsOf(
        `${name}_branch`,
        (tip) => [tip, piece`${inner}: ${written(filament.branchType)}(${written(end)}[1])`],
        piece`${inner}()`,
        capPools,
      ),
    );
  return found;
}

/** Beads of several subunits, which hold counters: what the bead at the end is bonded to decides what follows. */
function byCounter(request: GrowthRequest, end: string): readonly Statement[] {
  const { event, filament, model } = request;
  const self = event.subject.label?.text ?? model.label("f");
  const inner = model.label("m");
  const opposite = filament.opposite(end);
  const state = endState(event, filament, end);
  const cap = state === open ? null : state;
  const named = splitSites(event, filament).own[0]?.state?.from;
  const counters = named?.kind === "is" ? [named.state.text] : filament.counters;
  const name = `shrink_${filament.name}_${end}`;
  const tip = (more: readonly Template[]): Template =>
    bead(self, filament.name, [
      endSite(filament, end, ".", state),
      endSite(filament, opposite, "1", null),
      ...more,
    ]);
  const neighbour = (more: readonly Template[]): Template =>
    bead(inner, filament.name, [endSite(filament, end, "1", null), ...more]);
  const stays = [piece`${self}()`, piece`${inner}()`];
  const isMore = piece`${total(filament, self)} > 1.5 count`;
  const isLast = piece`${total(filament, self)} < 1.5 count`;
  const move = (label: string, sign: string, counter: string): Template => {
    const count = `${label}.${written(counter)}`;
    return piece`${count} = ${count} ${sign} 1 count`;
  };
  const share = (label: string, counter: string): Template | null =>
    filament.counters.length === 1 ? null : piece`${label}.${written(counter)} / ${total(filament, label)}`;
  return counters.flatMap((counter) => {
    const is = piece`${self}.${written(counter)} > 0.5 count`;
    const common = {
      self,
      inner,
      shares: [share(self, counter)],
      pools: event.to === null ? [] : countedPools(filament, counter, event.to),
    };
    const inwards: readonly Template[] =
      model.dimension > 0
        ? [piece`${self}.pos = ${self}.pos - 0.5 * ${riseOf(filament)} * unit(${self}.pos - ${inner}.pos)`]
        : [];
    const rules: CounterRule[] = [
      {
        ...common,
        name,
        members: [tip([]), neighbour([])],
        right: stays,
        assignments: [move(self, "-", counter), ...inwards],
        conditions: [is, isMore],
      },
      {
        ...common,
        name: `${name}_bead`,
        members: [tip(unbound(filament)), neighbour([endSite(filament, opposite, "_", null)])],
        right: [piece`delete ${self}`, piece`${inner}(${endSite(filament, end, ".", cap)})`],
        assignments: [],
        conditions: [is, isLast],
      },
    ];
    // One of two beads: the other gives it a subunit, until both have one.
    for (const other of filament.counters) {
      const shares = [...common.shares, share(inner, other)];
      const has = piece`${inner}.${written(other)} > 0.5 count`;
      const two = [tip([]), neighbour([endSite(filament, opposite, ".", null)])];
      rules.push({
        ...common,
        shares,
        name: `${name}_short_${other}`,
        members: two,
        right: stays,
        assignments: [
          ...(other === counter ? [] : [move(self, "-", counter), move(self, "+", other)]),
          move(inner, "-", other),
          ...inwards,
        ],
        conditions: [is, isLast, has, piece`${total(filament, inner)} > 1.5 count`],
      });
    }
    for (const last of lastBeadDepartures(filament, end, opposite)) {
      const conditions = [
        is,
        isLast,
        piece`${total(filament, inner)} < 1.5 count`,
        ...last.counters.map((other) => piece`${inner}.${written(other)} > 0.5 count`),
      ];
      rules.push({
        ...common,
        name: `${name}_last`,
        pools: [...common.pools, ...last.pools],
        members: [tip(unbound(filament)), neighbour([...last.sites, ...unbound(filament)])],
        right: [piece`delete ${self}`, piece`delete ${inner}`],
        assignments: [],
        conditions,
      });
    }
    if (filament.arm !== null && end === filament.ends[0]) {
      const arm = piece`${inner}: ${written(filament.branchType)}(${written(end)}[1])`;
      rules.push(
        {
          ...common,
          name: `${name}_branch`,
          members: [tip([]), arm],
          right: stays,
          assignments: [move(self, "-", counter), ...inwards],
          conditions: [is, isMore],
        },
        {
          ...common,
          name: `${name}_branch_bead`,
          members: [tip(unbound(filament)), arm],
          right: [piece`delete ${self}`, piece`${inner}()`],
          assignments: [],
          conditions: [is, isLast],
        },
      );
    }
    return rules.flatMap((rule) => counterRule(request, rule));
  });
}

interface CounterRule {
  readonly name: string;
  readonly self: string;
  readonly inner: string;
  readonly members: readonly Template[];
  readonly right: readonly Template[];
  readonly pools: readonly Path[];
  readonly assignments: readonly Template[];
  readonly conditions: readonly Template[];
  /** Shares of subunits of beads that are in the states: well mixed. */
  readonly shares: readonly (Template | null)[];
}

function counterRule(request: GrowthRequest, rule: CounterRule): readonly Statement[] {
  const { event, model } = request;
  const meanings = {
    self: rule.self,
    load: loadOf(request, rule.self, rule.inner),
    bend: null,
    neighbours: null,
  };
  const user = event.when === null ? null : userExpression(event.when, request, meanings);
  const rate = userExpression(event.rate.forward, request, meanings);
  const shares = rule.shares.flatMap((share) => (share === null ? [] : [piece`(${share})`]));
  const shared = shares.length === 0 ? nothing : piece` * ${joined(shares, " * ")}`;
  return statements(
    piece`rule ${model.name(rule.name)}: ${joined(rule.members, ", ")} -> ${joined(rule.right, ", ")}${toPools(rule.pools)}${set(rule.assignments)}${when([...rule.conditions, user])} @ ${rate}${shared}`,
    placeOf(event),
  );
}

function ruleOf(
  request: GrowthRequest,
  self: string,
  inner: string,
  name: string,
  members: readonly Template[],
  right: Template,
  pools: readonly Path[],
): readonly Statement[] {
  const { event, model } = request;
  const meanings = { self, load: loadOf(request, self, inner), bend: null, neighbours: null };
  const user = event.when === null ? null : userExpression(event.when, request, meanings);
  const rate = userExpression(event.rate.forward, request, meanings);
  return statements(
    piece`rule ${model.name(name)}: ${joined(members, ", ")} -> delete ${self}, ${right}${toPools(pools)}${when([user])} @ ${rate}`,
    placeOf(event),
  );
}

function loadOf({ model }: GrowthRequest, self: string, inner: string): Template | null {
  if (model.dimension === 0) return null;
  return piece`max(0, -dot(contact_force(${self}), unit(${self}.pos - ${inner}.pos)))`;
}
