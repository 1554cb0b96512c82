/**
 * `nucleate F [in REGION] from N POOL [as STATES] @ k`: N subunits make a filament; two at least. In space it begins
 * anywhere in the region, in any direction.
 */
import { type GrowthForm, type GrowthRequest, placeOf } from "../growthForm.ts";
import { bead, endSite, riseOf, set, when } from "../ruleText.ts";
import { joined, nothing, piece, statements, type Template, written } from "../template.ts";
import { userExpression } from "../userExpression.ts";

export const nucleate: GrowthForm = (request) => {
  const { event, filament, model } = request;
  const { from } = event;
  if (from === null) return [];
  if (from.coefficient < 2) {
    model.report("TDL5255", from.span, { filament: filament.name, pool: from.path.parts.at(-1)?.text ?? "" });
    return [];
  }
  const start = model.dimension > 0 ? startIn(request) : null;
  if (model.dimension > 0 && start === null) {
    model.report("TDL5264", placeOf(event), { filament: filament.name });
    return [];
  }
  const [first, second] = filament.ends;
  // Beads of several subunits: two, which share them.
  const shares =
    filament.size === 1
      ? Array.from({ length: from.coefficient }, () => 1)
      : [Math.ceil(from.coefficient / 2), Math.floor(from.coefficient / 2)];
  const state = event.as[0]?.state?.from;
  const counter = state?.kind === "is" ? state.state.text : (filament.counters[0] ?? "subunits");
  const labels = shares.map((_, i) => model.label(`n${i + 1}`));
  const assignments: Template[] = [];
  const beads = labels.map((label, i) =>
    bead(label, filament.name, [
      endSite(filament, second, i === 0 ? "." : String(i), null),
      endSite(filament, first, i === labels.length - 1 ? "." : String(i + 1), null),
      ...(filament.size === 1 ? [piece`${event.as}`] : []),
    ]),
  );
  labels.forEach((label, i) => {
    if (filament.size > 1) assignments.push(piece`${label}.${written(counter)} = ${shares[i] ?? 0} count`);
    if (start === null) return;
    const steps = i * (filament.size === 1 ? 1 : from.coefficient / 2);
    const along =
      i === 0 ? nothing : piece` + ${steps} * ${riseOf(filament)} * ${anyDirection(model.dimension)}`;
    assignments.push(piece`${label}.pos = ${start}${along}`);
  });
  const meanings = { self: "", load: null, bend: null, neighbours: null };
  const user = event.when === null ? null : userExpression(event.when, request, meanings);
  const rate = userExpression(event.rate.forward, request, meanings);
  const created = beads.map((one) => piece`new ${one}`);
  return statements(
    piece`rule ${model.name(`nucleate_${filament.name}`)}: ${from.coefficient} ${from.path} -> ${joined(created, ", ")}${set(assignments)}${when([user])} @ ${rate}`,
    placeOf(event),
  );
};

/** A place in the region, uniform: all beads share the numbers that are drawn. Null when there is no such region. */
function startIn({ event, model }: GrowthRequest): Template | null {
  const name = event.subject.compartment?.parts.map(({ text }) => text).join(".");
  const region = model.model.body.find((one) => one.kind === "region" && one.name.text === name);
  if (region?.kind !== "region" || region.shape.kind !== "call") return null;
  const { callee, arguments: given } = region.shape;
  const turn = piece`2 * pi * draw(2)`;
  const [x, y, z] = given;
  switch (callee.parts.map(({ text }) => text).join(".")) {
    case "disk":
      if (x === undefined || y === undefined || z === undefined) return null;
      return piece`vec(${x}, ${y}) + ${z} * sqrt(draw(1)) * vec(cos(${turn}), sin(${turn}))`;
    case "rectangle":
    case "box": {
      const low = given.slice(0, given.length / 2);
      const sides = low.flatMap((from, i) => {
        const to = given[low.length + i];
        return to === undefined ? [] : [piece`${from} + (${to} - ${from}) * draw(${i === 2 ? 6 : i + 1})`];
      });
      return piece`vec(${joined(sides, ", ")})`;
    }
    case "ball": {
      const radius = given[3];
      if (x === undefined || y === undefined || z === undefined || radius === undefined) return null;
      return piece`vec(${x}, ${y}, ${z}) + ${radius} * draw(1)^(1 / 3) * ${onSphere("draw(2)", "draw(6)")}`;
    }
    default:
      return null;
  }
}

function anyDirection(dimension: 0 | 2 | 3): Template {
  return dimension === 3
    ? onSphere("draw(3)", "draw(4)")
    : piece`vec(cos(2 * pi * draw(3)), sin(2 * pi * draw(3)))`;
}

/** Uniform on the unit sphere from two numbers in 0..1: height and longitude (Archimedes). */
function onSphere(height: string, longitude: string): Template {
  const across = `(2 * sqrt(${height} * (1 - ${height})))`;
  const turn = `2 * pi * ${longitude}`;
  return piece`vec(${across} * cos(${turn}), ${across} * sin(${turn}), 2 * ${height} - 1)`;
}
