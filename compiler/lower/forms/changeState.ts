/**
 * `hydrolyse`, `release`, `bind` and `unbind`: subunits change their state in place, `F(SITE{a -> b})`; `with POOL`
 * takes one molecule from a pool, `to POOL` gives one back.
 *
 * `vectorial`: only a subunit whose neighbour towards the second end is in another state than the one left.
 * `neighbours(…)` in the rate makes one rule a neighbourhood. In a bead of several subunits the counters change.
 */
import type { Statement } from "../../../grammar/syntax/sourceTree.ts";
import type { SitePattern } from "../../../grammar/syntax/pattern.ts";
import { type GrowthForm, type GrowthRequest, placeOf } from "../growthForm.ts";
import { type Neighbourhood, neighbourhoods } from "../neighbourhoods.ts";
import { bead, plus, set, splitSites, when } from "../ruleText.ts";
import { joined, piece, statements, written } from "../template.ts";
import { isZero, truthOf, userExpression } from "../userExpression.ts";

export const changeState: GrowthForm = (request) => {
  const { event, filament, model } = request;
  const { own } = splitSites(event, filament);
  const change = own.find(({ state }) => state?.to?.kind === "is" && state.from.kind === "is");
  const { from, to } = change?.state ?? { from: null, to: null };
  if (change === undefined || from?.kind !== "is" || to?.kind !== "is") {
    const example = filament.sites.find(({ states }) => (states?.length ?? 0) > 1);
    const [first = "a", second = "b"] = example?.states?.map(({ text }) => text) ?? [];
    model.report("TDL5254", placeOf(event), {
      verb: event.kind,
      example: `${filament.name}(${example?.name.text ?? "site"}{${first} -> ${second}})`,
    });
    return [];
  }
  if (from.state.text === to.state.text) {
    model.report("TDL5284", change.span, { verb: event.kind, filament: filament.name, state: to.state.text });
    return [];
  }
  if (filament.size > 1) {
    if (event.vectorial) {
      model.report("TDL5257", placeOf(event), { what: "`vectorial`", filament: filament.name });
      return [];
    }
    return byCounter(request, from.state.text, to.state.text);
  }
  const vectorial = event.vectorial ? { site: change.name.text, from: from.state.text } : null;
  return neighbourhoods(request, vectorial).flatMap((around) => ruleOf(request, around, own));
};

function ruleOf(
  request: GrowthRequest,
  around: Neighbourhood,
  own: readonly SitePattern[],
): readonly Statement[] {
  const { event, filament, model } = request;
  const self = event.subject.label?.text ?? model.label("f");
  const meanings = { self, load: null, bend: null, neighbours: around.count };
  const condition = event.when === null ? null : userExpression(event.when, request, meanings);
  const rate = userExpression(event.rate.forward, request, meanings);
  const truth = condition === null ? null : truthOf(condition);
  if (truth === false || isZero(rate)) return [];
  const left = own.map((site) =>
    site.state === null ? site : { ...site, state: { ...site.state, to: null } },
  );
  const right = own.flatMap((site) =>
    site.state?.to == null
      ? []
      : [{ ...site, bond: null, state: { ...site.state, from: site.state.to, to: null } }],
  );
  const members = [bead(self, filament.name, [...around.ends, piece`${left}`]), ...around.members];
  const results = [piece`${self}(${right})`, ...around.labels.map((label) => piece`${label}()`)];
  const taken = plus(event.with, event.with?.coefficient);
  const given = plus(event.to === null ? null : { path: event.to });
  const base = `${event.kind}_${filament.name}_${changeName(own)}${around.suffix}`;
  return statements(
    piece`rule ${model.name(base)}: ${joined(members, ", ")}${taken} -> ${joined(results, ", ")}${given}${when([truth === true ? null : condition])} @ ${rate}`,
    placeOf(event),
  );
}

function changeName(own: readonly SitePattern[]): string {
  const change = own.find(({ state }) => state?.to?.kind === "is");
  const to = change?.state?.to;
  return to?.kind === "is" ? to.state.text : "";
}

function byCounter(request: GrowthRequest, from: string, to: string): readonly Statement[] {
  const { event, filament, model } = request;
  const self = event.subject.label?.text ?? model.label("f");
  const meanings = { self, load: null, bend: null, neighbours: null };
  const user = event.when === null ? null : userExpression(event.when, request, meanings);
  const rate = userExpression(event.rate.forward, request, meanings);
  const [before, after] = [`${self}.${written(from)}`, `${self}.${written(to)}`];
  const taken = plus(event.with, event.with?.coefficient);
  const given = plus(event.to === null ? null : { path: event.to });
  return statements(
    piece`rule ${model.name(`${event.kind}_${filament.name}_${to}`)}: ${bead(self, filament.name, [])}${taken} -> ${self}()${given}${set([piece`${before} = ${before} - 1 count`, piece`${after} = ${after} + 1 count`])}${when([piece`${before} > 0.5 count`, user])} @ ${rate} * (${before} / (1 count))`,
    placeOf(event),
  );
}
