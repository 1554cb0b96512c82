/**
 * `branch F [from SITE] [with POOL] [angle MEAN [sd SD]] @ k`: a branching protein sits down on the side of a subunit,
 * and a daughter filament grows from it at the first end. It is a molecule of its own, `F_branch`, so that no subunit
 * is made from nothing.
 *
 * In space it stands a rise away from the mother at the angle to her first end, on either side in 2D and all around
 * in 3D. `sd` is the spread at equilibrium: the angle is drawn with it, and held by the spring kT/sd^2.
 */
import { lastName } from "../filament.ts";
import { type GrowthForm, placeOf } from "../growthForm.ts";
import { bead, endSite, riseOf, set, splitSites, when } from "../ruleText.ts";
import { joined, nothing, piece, statements, type Template, written } from "../template.ts";
import { userExpression } from "../userExpression.ts";

export const branch: GrowthForm = (request) => {
  const { event, filament, model } = request;
  const hasSpace = model.dimension > 0;
  if (hasSpace && event.angle === null) {
    model.report("TDL5261", placeOf(event), { verb: "branch", clause: "angle 70 deg sd 7 deg" });
    return [];
  }
  if (hasSpace && event.angle?.sd == null && model.moving.has(filament.name)) {
    model.report("TDL5261", event.angle?.span ?? placeOf(event), { verb: "branch", clause: "sd 7 deg" });
    return [];
  }
  if (event.with !== null && event.with.coefficient !== 1) {
    model.report("TDL5256", event.with.span, { verb: "branch", filament: filament.name });
    return [];
  }
  const self = event.subject.label?.text ?? model.label("f");
  const behind = model.label("behind");
  const fresh = model.label("n");
  const [first, second] = filament.ends;
  const { own, ends } = splitSites(event, filament);
  const arm = written(filament.arm ?? "arm");
  const members = [
    bead(self, filament.name, [
      piece`${arm}[.]`,
      ...(hasSpace ? [endSite(filament, second, "1", null)] : []),
      piece`${ends}`,
      ...(filament.size === 1 ? [piece`${own}`] : []),
    ]),
  ];
  if (hasSpace) members.push(bead(behind, filament.name, [endSite(filament, first, "1", null)]));
  const direction = piece`unit(${self}.pos - ${behind}.pos)`;
  const meanings = { self, load: null, bend: null, neighbours: null };
  const user = event.when === null ? null : userExpression(event.when, request, meanings);
  const rate = userExpression(event.rate.forward, request, meanings);
  const { angle } = event;
  const drawn =
    angle === null
      ? nothing
      : angle.sd === null
        ? piece`${angle.mean}`
        : piece`normal(${angle.mean}, ${angle.sd})`;
  const assignments: Template[] = [];
  if (hasSpace) {
    const turned =
      model.dimension === 2
        ? piece`rotate(${direction}, ${drawn} * (if uniform(0, 1) < 0.5 then 1 else -1))`
        : piece`rotate(rotate(${direction}, perpendicular(${direction}), ${drawn}), ${direction}, uniform(0, 2 * pi))`;
    assignments.push(piece`${fresh}.pos = ${self}.pos + ${riseOf(filament)} * ${turned}`);
  }
  const taken = event.with === null ? nothing : piece` + ${event.with.path}`;
  const right = joined(
    [
      piece`${self}(${arm}[2])`,
      hasSpace ? piece`${behind}()` : nothing,
      piece`new ${fresh}: ${written(filament.branchType)}(mother[2], ${written(first)}[.])`,
    ],
    ", ",
  );
  const name = `branch_${filament.name}${event.with === null ? "" : `_${lastName(event.with.path)}`}`;
  return statements(
    piece`rule ${model.name(name)}: ${joined(members, ", ")}${taken} -> ${right}${set(assignments)}${when([user])} @ ${rate}`,
    placeOf(event),
  );
};
