/**
 * `crosslink F with POOL within DISTANCE [angle LIMIT] [length L stiffness K] @ kon [, back koff]` and `bundle`: one
 * molecule of the pool holds two beads together, at a site with the pool's name.
 *
 * The link stands across both filaments, 60 degrees or more from either, which also keeps beads of one filament from
 * being linked with their neighbours along it. `angle` is the greatest angle between the filaments, parallel or
 * antiparallel. `separation` in the condition and the rate is the distance of the two beads. `length` and `stiffness` make it a spring.
 */
import type { Statement } from "../../../grammar/syntax/sourceTree.ts";
import { lastName } from "../filament.ts";
import { type GrowthForm, placeOf } from "../growthForm.ts";
import { bead, endSite, splitSites, when } from "../ruleText.ts";
import { joined, piece, statements, type Template, written } from "../template.ts";
import { userExpression } from "../userExpression.ts";

export const crosslink: GrowthForm = (request) => {
  const { event, filament, model } = request;
  const { with: pool, within } = event;
  if (pool === null || within === null) return [];
  if (model.dimension === 0) {
    model.report("TDL5263", placeOf(event), { verb: event.kind });
    return [];
  }
  if (pool.coefficient !== 1) {
    model.report("TDL5256", pool.span, { verb: event.kind, filament: filament.name });
    return [];
  }
  if ((event.length === null) !== (event.stiffness === null)) {
    const clause = event.length === null ? "length 30 nm" : "stiffness 1 pN/nm";
    model.report("TDL5261", placeOf(event), { verb: event.kind, clause });
    return [];
  }
  const [a, b] = [event.subject.label?.text ?? model.label("f"), model.label("g")];
  const [nextA, nextB] = [model.label("f_next"), model.label("g_next")];
  const [first, second] = filament.ends;
  const site = written(lastName(pool.path));
  const { own } = splitSites(event, filament);
  const side = (label: string, next: string, bond: string): Template =>
    joined(
      [
        bead(label, filament.name, [
          piece`${site}[.]`,
          endSite(filament, first, bond, null),
          ...(filament.size === 1 ? [piece`${own}`] : []),
        ]),
        bead(next, filament.name, [endSite(filament, second, bond, null)]),
      ],
      ", ",
    );
  const [along, across] = [piece`unit(${nextA}.pos - ${a}.pos)`, piece`unit(${nextB}.pos - ${b}.pos)`];
  const link = piece`unit(${b}.pos - ${a}.pos)`;
  const conditions: (Template | null)[] = [
    piece`distance(${a}, ${b}) < ${within}`,
    piece`abs(dot(${link}, ${along})) < 0.5`,
    piece`abs(dot(${link}, ${across})) < 0.5`,
  ];
  if (event.angle !== null) conditions.push(piece`abs(dot(${along}, ${across})) > cos(${event.angle.mean})`);
  const meanings = { self: a, load: null, bend: null, neighbours: null };
  const forward = { ...meanings, separation: piece`distance(${a}, ${b})` };
  const user = event.when === null ? null : userExpression(event.when, request, forward);
  const rate = userExpression(event.rate.forward, request, forward);
  const name = `${event.kind}_${filament.name}_${lastName(pool.path)}`;
  const place = placeOf(event);
  const found: Statement[] = [
    ...statements(
      piece`rule ${model.name(name)}: ${side(a, nextA, "1")} + ${side(b, nextB, "2")} + ${pool.path} -> ${a}(${site}[3]), ${nextA}(), ${b}(${site}[3]), ${nextB}()${when([...conditions, user])} @ ${rate}, anywhere`,
      place,
    ),
  ];
  const linked = joined(
    [bead(a, filament.name, [piece`${site}[1]`]), bead(b, filament.name, [piece`${site}[1]`])],
    ", ",
  );
  if (event.rate.back !== null) {
    const back = userExpression(event.rate.back, request, meanings);
    found.push(
      ...statements(
        piece`rule ${model.name(`un${name}`)}: ${linked} -> ${a}(${site}[.]) + ${b}(${site}[.]) + ${pool.path} @ ${back}, anywhere`,
        place,
      ),
    );
  }
  if (event.length !== null && event.stiffness !== null && model.moving.has(filament.name))
    found.push(
      ...statements(
        piece`energy ${model.name(`${name}_spring`)}: ${linked} = 0.5 * ${event.stiffness} * (distance(${a}, ${b}) - ${event.length})^2`,
        place,
      ),
    );
  return found;
};
