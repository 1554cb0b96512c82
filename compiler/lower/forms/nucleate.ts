/**
 * `nucleate F [in REGION] from N POOL [as STATES] @ k`: N subunits make a filament; two at least. In space it begins
 * anywhere in the region, in any direction.
 */
import { type GrowthForm, placeOf } from "../growthForm.ts";
import { bead, endSite, riseOf, set, when } from "../ruleText.ts";
import { joined, piece, statements, type Template, written } from "../template.ts";
import { userExpression } from "../userExpression.ts";

export const nucleate: GrowthForm = (request) => {
  const { event, filament, model } = request;
  const { from } = event;
  if (from === null) return [];
  if (from.coefficient < 2) {
    model.report("TDL5255", from.span, { filament: filament.name, pool: from.path.parts.at(-1)?.text ?? "" });
    return [];
  }
  const region = event.subject.compartment;
  if (model.dimension > 0 && region === null) {
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
    if (model.dimension > 0) assignments.push(piece`${label}.pos = ${startOf(i)}`);
  });
  const meanings = { self: "", load: null, bend: null, neighbours: null };
  const user = event.when === null ? null : userExpression(event.when, request, meanings);
  const rate = userExpression(event.rate.forward, request, meanings);
  const created = beads.map((one) => piece`new ${one}`);
  return statements(
    piece`rule ${model.name(`nucleate_${filament.name}`)}: ${from.coefficient} ${from.path} -> ${joined(created, ", ")}${set(assignments)}${when([user])} @ ${rate}`,
    placeOf(event),
  );

  /** Place of a bead: all have the same draws. */
  function startOf(i: number): Template {
    const along = piece`${i * (filament.size === 1 ? 1 : from === null ? 1 : from.coefficient / 2)} * ${riseOf(filament)}`;
    const start = piece`random_point(${region ?? []})`;
    return i === 0 ? start : piece`${start} + ${along} * random_direction()`;
  }
};
