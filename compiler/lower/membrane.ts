/**
 * What a `membrane` statement stands for.
 *
 * 2D: a closed chain of vertices, a circle at first, that runs with its inside on the left. Per depth of the model:
 * tension times length, bending/2 times the integral of the squared curvature (Helfrich 1973,
 * doi:10.1515/znc-1973-11-1209), written with the squared difference of the directions of segments for the squared
 * angle between them, and minus pressure times area. A weak spring keeps neighbouring segments equally long. Segments are halved above 1.5 and merged below 1.2 (two together) times the mesh.
 *
 * 3D: a sphere, one molecule with a `radius`, which stays unless the model moves it.
 *
 * Beads of filaments nearer than `within` to the inner side are pushed back like by a spring of stiffness `contact`. In 2D
 * the last bead of a filament reaches half its length further: the membrane feels its tip, which every subunit moves on
 * by one rise.
 * A bead near a vertex touches both segments, each by a share that rises smoothly over `within` on both sides of its
 * end; along a straight membrane the shares sum to 1, so that nothing holds a bead that slides along it.
 */
import type { Span } from "../../diagnostics/source.ts";
import type { Statement } from "../../grammar/syntax/sourceTree.ts";
import type { Expression } from "../../grammar/syntax/expression.ts";
import type { Membrane } from "../../grammar/syntax/growth.ts";
import type { FilamentForm } from "./filament.ts";
import type { GrowthModel } from "./growthForm.ts";
import { knownNumber } from "./knownNumber.ts";
import { bead, riseOf, total } from "./ruleText.ts";
import { nothing, piece, statements, type Template, written } from "./template.ts";

/**
 * A membrane is a fluid: nothing but this keeps its vertices from drifting along it into heaps. It resists what differs
 * between neighbouring segments, and neither the length nor the shape of the curve.
 */
const spacing = "500 pN/um";
/**
 * Thermal vertices would pass through each other before the mesh is coarsened: segments shorter than this share of the
 * mesh resist like springs.
 */
const shortest = 0.4;
/** Times the square of the gap over the mesh: 0.09 pN um, some 20 kT, for a segment without length. */
const gapEnergy = "0.5625 pN*um";
/** Halving and merging, in 1/s: fast beside what membranes do. */
const meshRate = "1000 /s";

export function membraneStatements(
  membrane: Membrane,
  filaments: readonly FilamentForm[],
  model: GrowthModel,
): readonly Statement[] {
  const { name, radius, contact, within } = membrane;
  if (model.dimension === 0) {
    model.report("TDL5270", name.span, { membrane: name.text });
    return [];
  }
  if (radius === null) {
    model.report("TDL5271", name.span, { membrane: name.text, entry: "radius", example: "radius 0.25 um" });
    return [];
  }
  if ((contact === null) !== (within === null)) {
    const entry = contact === null ? "contact" : "within";
    const example = contact === null ? "contact 500 pN/um" : "within 5 nm";
    model.report("TDL5271", (contact ?? within ?? radius).span, { membrane: name.text, entry, example });
    return [];
  }
  return model.dimension === 2
    ? curve(membrane, radius, filaments, model)
    : sphere(membrane, radius, filaments, model);
}

function curve(
  membrane: Membrane,
  radius: Expression,
  filaments: readonly FilamentForm[],
  model: GrowthModel,
): readonly Statement[] {
  const { name, mesh, tension, bending, pressure, contact, within } = membrane;
  if (mesh === null) {
    model.report("TDL5271", name.span, { membrane: name.text, entry: "mesh", example: "mesh 15 nm" });
    return [];
  }
  const ratio = quotient(radius, mesh, model);
  const count = ratio === null ? Number.NaN : Math.round(2 * Math.PI * ratio);
  if (!(count >= 8 && count <= 10_000)) {
    model.report("TDL5272", radius.span, { membrane: name.text });
    return [];
  }
  const type = written(name.text);
  const [a, b, c, n] = ["a", "b", "c", "n"].map((base) => model.label(base));
  const place = name.span;
  const segment = piece`${a}: ${type}(right[1]), ${b}: ${type}(left[1])`;
  const corner = piece`${a}: ${type}(right[1]), ${b}: ${type}(left[1], right[2]), ${c}: ${type}(left[2])`;
  const found: Statement[] = [
    ...vertices(piece`molecule ${type} { left, right, pos: vector um }`, place),
    ...statements(
      piece`init ring of ${count} ${type} by right - left = 1 count${placed(membrane)}
        set pos = ${centreOf(membrane)}${radius} * vec(cos(2 * pi * index / ${count}), sin(2 * pi * index / ${count}))`,
      place,
    ),
  ];
  const add = (text: Template, span: Span): void => {
    found.push(...statements(text, span));
  };
  const energy = (suffix: string): string => model.name(`${name.text}_${suffix}`);
  const idle = tension === null ? (bending === null ? "pressure" : "bending") : "tension";
  if (!model.moving.has(name.text) && (tension ?? bending ?? pressure) !== null)
    model.report("TDL5283", name.span, { membrane: name.text, entry: idle });
  if (model.moving.has(name.text)) {
    if (tension !== null)
      add(
        piece`energy ${energy("tension")}: ${segment} = ${tension} * depth * distance(${a}, ${b})`,
        tension.span,
      );
    if (bending !== null)
      add(
        piece`energy ${energy("bending")}: ${corner} = ${bending} * depth
          * norm(unit(${c}.pos - ${b}.pos) - unit(${b}.pos - ${a}.pos))^2
          / (distance(${a}, ${b}) + distance(${b}, ${c}))`,
        bending.span,
      );
    add(
      piece`energy ${energy("spacing")}: ${corner} = 0.5 * ${spacing} * (distance(${a}, ${b}) - distance(${b}, ${c}))^2`,
      mesh.span,
    );
    add(
      piece`energy ${energy("gap")}: ${segment} when distance(${a}, ${b}) < ${shortest} * ${mesh}
        = ${gapEnergy} * (${shortest} - distance(${a}, ${b}) / ${mesh})^2`,
      mesh.span,
    );
    if (pressure !== null)
      add(
        piece`energy ${energy("pressure")}: ${segment} = -${pressure} * depth * 0.5 * cross(${a}.pos, ${b}.pos)`,
        pressure.span,
      );
    add(
      piece`rule ${energy("refine")}: ${segment} -> ${a}(right[3]), new ${n}: ${type}(left[3], right[4]), ${b}(left[4])
        set ${n}.pos = 0.5 * (${a}.pos + ${b}.pos) when distance(${a}, ${b}) > 1.5 * ${mesh} @ ${meshRate}`,
      mesh.span,
    );
    add(
      piece`rule ${energy("coarsen")}: ${corner} -> ${a}(right[3]), delete ${b}, ${c}(left[3])
        when distance(${a}, ${b}) + distance(${b}, ${c}) < 1.2 * ${mesh} @ ${meshRate}`,
      mesh.span,
    );
  }
  if (contact !== null && within !== null) {
    const f = model.label("f");
    const direction = piece`unit(${b}.pos - ${a}.pos)`;
    const inside = piece`cross(${direction}, ${f}.pos - ${a}.pos)`;
    const along = piece`dot(${direction}, ${f}.pos - ${a}.pos)`;
    const share = piece`${risen(along, within)} - ${risen(piece`(${along} - distance(${a}, ${b}))`, within)}`;
    for (const { suffix, pattern, half, most } of bodies(filaments, f)) {
      const reach = piece`(${within}${half})`;
      add(
        piece`energy ${energy(`contact_${suffix}`)}: ${pattern} + ${segment}
          when segment_distance(${f}, ${a}, ${b}) < 2 * ${within}${most} and ${inside} < ${reach}
          = 0.5 * ${contact} * (${reach} - ${inside})^2 * (${share})`,
        contact.span,
      );
    }
  }
  return found;
}

function sphere(
  membrane: Membrane,
  radius: Expression,
  filaments: readonly FilamentForm[],
  model: GrowthModel,
): readonly Statement[] {
  const { name, mesh, bending, tension, pressure, contact, within } = membrane;
  const useless = mesh ?? bending;
  if (useless !== null) {
    model.report("TDL5273", useless.span, { membrane: name.text, entry: mesh === null ? "bending" : "mesh" });
    return [];
  }
  const type = written(name.text);
  const [m, f] = [model.label("m"), model.label("f")];
  const place = name.span;
  const found: Statement[] = [
    ...vertices(piece`molecule ${type} { pos: vector um, radius: um }`, place),
    ...statements(
      piece`init ${type} = 1 count${placed(membrane)} set pos = ${membrane.centre ?? "vec(0 um, 0 um, 0 um)"}, radius = ${radius}`,
      place,
    ),
  ];
  const add = (text: Template, span: Span): void => {
    found.push(...statements(text, span));
  };
  const energy = (suffix: string): string => model.name(`${name.text}_${suffix}`);
  if (tension !== null)
    add(
      piece`energy ${energy("tension")}: ${m}: ${type}() = 4 * pi * ${tension} * ${m}.radius^2`,
      tension.span,
    );
  if (pressure !== null)
    add(
      piece`energy ${energy("pressure")}: ${m}: ${type}() = -4 / 3 * pi * ${pressure} * ${m}.radius^3`,
      pressure.span,
    );
  if (contact !== null && within !== null)
    for (const beads of beadTypes(filaments))
      add(
        // Twice the first radius bounds the search; no bead is so far out.
        piece`energy ${energy(`contact_${beads}`)}: ${f}: ${written(beads)}() + ${m}: ${type}()
          when distance(${f}, ${m}) < 2 * ${radius} and norm(${f}.pos - ${m}.pos) > ${m}.radius - ${within}
          = 0.5 * ${contact} * (norm(${f}.pos - ${m}.pos) - ${m}.radius + ${within})^2`,
        contact.span,
      );
  return found;
}

/** From 0 at `at` = -width to 1 at `at` = width, without jumps of the slope. */
function risen(at: Template, width: Expression): Template {
  const part = piece`min(1, max(0, 0.5 + 0.5 * ${at} / ${width}))`;
  return piece`${part}^2 * (3 - 2 * ${part})`;
}

function vertices(declaration: Template, place: Span): readonly Statement[] {
  return statements(declaration, place).map((one) =>
    one.kind === "molecule" ? { ...one, role: "membrane" as const } : one,
  );
}

/** What touches a membrane: a pattern, how far it goes beyond its place, and the most that this can be. */
interface Body {
  readonly suffix: string;
  readonly pattern: Template;
  readonly half: Template;
  readonly most: Template;
}

/** A last bead of several subunits ends half its length beyond its place, so that its tip is what touches. */
function bodies(filaments: readonly FilamentForm[], f: string): readonly Body[] {
  return filaments.flatMap((filament): readonly Body[] => {
    const { name, size } = filament;
    const [first, second] = filament.ends.map(written);
    const isLong = size > 1 && filament.value("rise") !== null;
    // Steps of motion are short beside the shortest distance at which anything is looked for, so that all share one.
    const most = isLong ? piece` + ${size / 2} * ${riseOf(filament)}` : nothing;
    const point = { half: nothing, most };
    const branch = filament.branchType;
    const branches: readonly Body[] =
      filament.arm === null ? [] : [{ suffix: branch, pattern: piece`${f}: ${written(branch)}()`, ...point }];
    if (!isLong) return [{ suffix: name, pattern: piece`${f}: ${written(name)}()`, ...point }, ...branches];
    const tip = {
      half: piece` + 0.5 * ${riseOf(filament)} * ${total(filament, f)} / (1 count)`,
      most,
    };
    return [
      { suffix: name, pattern: bead(f, name, [piece`${first}[_]`, piece`${second}[_]`]), ...point },
      { suffix: `${name}_${filament.ends[0]}`, pattern: bead(f, name, [piece`${first}[.]`]), ...tip },
      { suffix: `${name}_${filament.ends[1]}`, pattern: bead(f, name, [piece`${second}[.]`]), ...tip },
      ...branches,
    ];
  });
}

function beadTypes(filaments: readonly FilamentForm[]): readonly string[] {
  return filaments.flatMap((filament) => [
    filament.name,
    ...(filament.arm === null ? [] : [filament.branchType]),
  ]);
}

/** ` in head`, or nothing. */
function placed({ compartment }: Membrane): Template {
  return compartment === null ? nothing : piece` in ${compartment}`;
}

/** `centre + `, or nothing for the origin. */
function centreOf({ centre }: Membrane): Template {
  return centre === null ? nothing : piece`${centre} + `;
}

function quotient(one: Expression, other: Expression, model: GrowthModel): number | null {
  const [a, b] = [knownNumber(one, model.model), knownNumber(other, model.model)];
  return a === null || b === null ? null : a / b;
}

/** `area(plasma)` and the like as sums over the membrane; null for what it does not have. */
export function membraneMeasure(measure: string, name: string, model: GrowthModel): Template | null {
  const type = written(name);
  if (model.dimension === 2) {
    const segment = `a: ${type}(right[1]), b: ${type}(left[1])`;
    const area = piece`sum(0.5 * cross(a.pos, b.pos) over ${segment})`;
    if (measure === "area") return area;
    if (measure === "volume") return piece`depth * ${area}`;
    return measure === "perimeter" ? piece`sum(distance(a, b) over ${segment})` : null;
  }
  if (measure === "area") return piece`sum(4 * pi * m.radius^2 over m: ${type}())`;
  return measure === "volume" ? piece`sum(4 / 3 * pi * m.radius^3 over m: ${type}())` : null;
}
