/**
 * `sever F(STATES) [at END] [when COND] @ k`: the bond between a subunit and the next one towards an end is cut,
 * towards the first end if none is named. A cut leaves two beads at least on either side.
 *
 * In beads of several subunits cuts go between beads only: the rate of a bead is that of all its subunits in the
 * state, so that the cuts of a filament are as many and every subunit stays counted. `bend` is the angle between the
 * segments that meet at the subunit.
 */
import type { Statement } from "../../../grammar/syntax/sourceTree.ts";
import { type GrowthForm, type GrowthRequest, placeOf } from "../growthForm.ts";
import { type Neighbourhood, neighbourhoods } from "../neighbourhoods.ts";
import { bead, endSite, splitSites, total, when } from "../ruleText.ts";
import { joined, nothing, piece, statements, type Template, written } from "../template.ts";
import { isZero, truthOf, userExpression } from "../userExpression.ts";

export const sever: GrowthForm = (request) => {
  const { event, filament } = request;
  const ends = event.at.length === 0 ? [filament.ends[0]] : event.at.map(({ text }) => text);
  return ends.flatMap((end) => neighbourhoods(request, null).flatMap((around) => cut(request, end, around)));
};

function cut(request: GrowthRequest, end: string, around: Neighbourhood): readonly Statement[] {
  const { event, filament, model } = request;
  const self = event.subject.label?.text ?? model.label("f");
  const opposite = filament.opposite(end);
  // Where `neighbours` tells the two sides apart, the neighbours are in the pattern already.
  const ahead = model.label("ahead");
  const behind = model.label("behind");
  const isFirst = end === filament.ends[0];
  const next = isFirst ? ahead : behind;
  const previous = isFirst ? behind : ahead;
  const nextBond = isFirst ? "1" : "2";
  const previousBond = isFirst ? "2" : "1";
  const known = new Set(around.labels);
  const text = around.ends.map((one) => one.text);
  const saysEnd = (name: string): boolean =>
    text.some((one) => one.startsWith(`${written(name)}[`) || one.startsWith(`${written(name)}{`));
  if (saysEnd(end) && !known.has(next)) return []; // There is nothing to cut from.
  if (saysEnd(opposite) && !known.has(previous)) return []; // A single bead would be left.
  const beyond = endSite(filament, end, "_", null);
  const members: Template[] = [];
  const ends: Template[] = [...around.ends];
  for (const member of around.members)
    members.push(member.text.startsWith(`${next}: `) ? withSite(member, beyond) : member);
  if (!known.has(next)) {
    ends.push(endSite(filament, end, nextBond, null));
    members.push(bead(next, filament.name, [endSite(filament, opposite, nextBond, null), beyond]));
  }
  if (!known.has(previous)) {
    ends.push(endSite(filament, opposite, previousBond, null));
    members.push(bead(previous, filament.name, [endSite(filament, end, previousBond, null)]));
  }
  const meanings = {
    self,
    load: null,
    bend: model.dimension > 0 ? piece`angle(${self}.pos - ${previous}.pos, ${next}.pos - ${self}.pos)` : null,
    neighbours: around.count,
  };
  const condition = event.when === null ? null : userExpression(event.when, request, meanings);
  const rate = userExpression(event.rate.forward, request, meanings);
  const truth = condition === null ? null : truthOf(condition);
  if (truth === false || isZero(rate)) return [];
  const { own } = splitSites(event, filament);
  const counter = own[0]?.state?.from;
  const subunits =
    filament.size === 1
      ? nothing
      : piece` * (${counter?.kind === "is" ? piece`${self}.${written(counter.state.text)}` : total(filament, self)} / (1 count))`;
  const left = [
    bead(self, filament.name, [...ends, ...(filament.size === 1 ? [piece`${own}`] : [])]),
    ...members,
  ];
  const stays = [piece`${self}(${endSite(filament, end, ".", null)})`, piece`${previous}()`];
  const goes = piece`${next}(${endSite(filament, opposite, ".", null)})`;
  return statements(
    piece`rule ${model.name(`sever_${filament.name}_${end}${around.suffix}`)}: ${joined(left, ", ")} -> ${joined(stays, ", ")} + ${goes}${when([truth === true ? null : condition])} @ ${rate}${subunits}`,
    placeOf(event),
  );
}

/** The pattern with one more site. */
function withSite({ text, holes }: Template, site: Template): Template {
  const close = text.lastIndexOf(")");
  return { text: `${text.slice(0, close)}, ${site.text}${text.slice(close)}`, holes };
}
