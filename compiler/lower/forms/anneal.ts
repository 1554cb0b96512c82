/**
 * `anneal F [within DISTANCE] [angle LIMIT] @ k`: the first end of one filament joins the second end of another, both
 * open. In space they have to be nearer than the distance, and their directions to differ by less than the angle.
 */
import { open } from "../filament.ts";
import { type GrowthForm, placeOf } from "../growthForm.ts";
import { bead, endSite, when } from "../ruleText.ts";
import { joined, piece, statements, type Template } from "../template.ts";
import { userExpression } from "../userExpression.ts";

export const anneal: GrowthForm = (request) => {
  const { event, filament, model } = request;
  const hasSpace = model.dimension > 0;
  if (hasSpace && event.within === null) {
    model.report("TDL5261", placeOf(event), { verb: "anneal", clause: "within 10 nm" });
    return [];
  }
  const [a, b] = [event.subject.label?.text ?? model.label("f"), model.label("g")];
  const [behind, ahead] = [model.label("behind"), model.label("ahead")];
  const [first, second] = filament.ends;
  const meanings = { self: a, load: null, bend: null, neighbours: null };
  const left = [
    bead(a, filament.name, [
      endSite(filament, first, ".", open),
      ...(hasSpace ? [endSite(filament, second, "1", null)] : []),
    ]),
  ];
  const right = [
    bead(b, filament.name, [
      endSite(filament, second, ".", open),
      ...(hasSpace ? [endSite(filament, first, "2", null)] : []),
    ]),
  ];
  if (hasSpace) {
    left.push(bead(behind, filament.name, [endSite(filament, first, "1", null)]));
    right.push(bead(ahead, filament.name, [endSite(filament, second, "2", null)]));
  }
  const conditions: (Template | null)[] = [];
  if (hasSpace && event.within !== null) conditions.push(piece`distance(${a}, ${b}) < ${event.within}`);
  if (hasSpace && event.angle !== null)
    conditions.push(piece`angle(${a}.pos - ${behind}.pos, ${ahead}.pos - ${b}.pos) < ${event.angle.mean}`);
  const user = event.when === null ? null : userExpression(event.when, request, meanings);
  const rate = userExpression(event.rate.forward, request, meanings);
  const results = [
    piece`${a}(${endSite(filament, first, "3", null)})`,
    ...(hasSpace ? [piece`${behind}()`] : []),
    piece`${b}(${endSite(filament, second, "3", null)})`,
    ...(hasSpace ? [piece`${ahead}()`] : []),
  ];
  return statements(
    piece`rule ${model.name(`anneal_${filament.name}`)}: ${joined(left, ", ")} + ${joined(right, ", ")} -> ${joined(results, ", ")}${when([...conditions, user])} @ ${rate}`,
    placeOf(event),
  );
};
