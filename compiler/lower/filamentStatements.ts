/**
 * What a `filament` statement itself stands for: a molecule type for its beads, one for the proteins that branches
 * hang on, names for its rise and persistence lengths, and where beads move the energies that hold them together.
 *
 * Discrete worm-like chain: stretch/l * (d - l)^2 / 2 for beads whose middles lie l apart at rest, and
 * kT * persistence/(2 l) * |u' - u|^2 for unit vectors u, u' of neighbouring segments: kT * persistence/l * (1 - cos bend)
 * (Kratky & Porod 1949, doi:10.1002/recl.19490681203). Lengths are those of the subunits that the beads hold; the
 * persistence length of a bend is that of its bead (`persistence.ts`).
 */
import { equalDimensions, makeDimension } from "../../runtime/units/dimension.ts";
import type { Expression } from "../../grammar/syntax/expression.ts";
import type { Statement } from "../../grammar/syntax/sourceTree.ts";
import { formatPath } from "../../grammar/format/names.ts";
import { type FilamentForm, open } from "./filament.ts";
import type { GrowthModel } from "./growthForm.ts";
import { knownDimension } from "./knownDimension.ts";
import { beadPersistences, persistenceStatements } from "./persistence.ts";
import { bead, endSite, riseOf, total } from "./ruleText.ts";
import { joined, piece, statements, type Template, written } from "./template.ts";

/** pN*s/um. */
const dragDimension = makeDimension(0, 1, -1);

export function filamentStatements(filament: FilamentForm, model: GrowthModel): readonly Statement[] {
  const { statement } = filament;
  const place = statement.name.span;
  const found: Statement[] = [];
  const rise = filament.value("rise");
  const name = written(filament.name);
  if (rise !== null) found.push(...statements(piece`define ${riseOf(filament)}: um = ${rise}`, rise.span));
  found.push(...persistenceStatements(filament));
  // Where the molecule lives is said at its patterns; `in` of the filament serves regions and boundaries.
  found.push(
    ...statements(piece`molecule ${name} { ${sites(filament, model).join(", ")} }`, place).map(named),
  );
  if (filament.arm !== null)
    found.push(
      ...statements(
        piece`molecule ${written(filament.branchType)} { mother, ${written(filament.ends[0])}${model.dimension > 0 ? ", pos: vector um" : ""} }`,
        place,
      ),
    );
  if (model.dimension > 0 && model.moving.has(filament.name)) found.push(...energies(filament, model));
  return found;

  /** The user's own names keep their places, so that messages about a site point at it. */
  function named(molecule: Statement): Statement {
    if (molecule.kind !== "molecule") return molecule;
    const own = new Map(filament.sites.map((site) => [site.name.text, site]));
    const replaced = molecule.sites.map((site) =>
      filament.size === 1 ? (own.get(site.name.text) ?? site) : site,
    );
    return { ...molecule, sites: replaced, fields: statement.fields, role: "filament" };
  }
}

function sites(filament: FilamentForm, model: GrowthModel): readonly string[] {
  const ends = filament.ends.map((end) => {
    const caps = [...(filament.caps.get(end)?.keys() ?? [])];
    const states = caps.length === 0 ? "" : ` {${[open, ...caps].map(written).join(", ")}}`;
    return `${written(end)}${states}`;
  });
  const own = filament.size === 1 ? filament.sites.map(({ name }) => written(name.text)) : [];
  const counters =
    filament.size === 1 ? [] : filament.counters.map((counter) => `${written(counter)}: count`);
  return [
    ...ends,
    ...own,
    ...(filament.arm === null ? [] : [written(filament.arm)]),
    ...[...filament.links.keys()].map(written),
    ...counters,
    ...(model.dimension > 0 ? ["pos: vector um"] : []),
  ];
}

/** Three partners in a row. */
interface Bend {
  readonly name: string;
  /** With the sites that tell in which state the bead is that bends. */
  readonly members: (states: readonly Template[]) => readonly Template[];
  /** Label of that bead. */
  readonly bending: string;
  readonly length: Template;
}

function energies(filament: FilamentForm, model: GrowthModel): readonly Statement[] {
  const { statement } = filament;
  const found: Statement[] = [];
  const stretch = filament.value("stretch");
  if (stretch === null) {
    model.report("TDL5253", statement.name.span, { filament: filament.name, entry: "stretch" });
    return [];
  }
  const [first, second] = filament.ends;
  const [a, b, c] = [model.label("a"), model.label("b"), model.label("c")];
  const rise = riseOf(filament);
  const arm = written(filament.arm ?? "");
  const branch = written(filament.branchType);
  const to = (end: string, bond: string): Template => endSite(filament, end, bond, null);
  /** Between the middles of neighbouring beads at rest. */
  const between = (one: string, other: string): Template =>
    filament.size === 1
      ? piece`${rise}`
      : piece`(0.5 * ${rise} * ((${total(filament, one)} + ${total(filament, other)}) / (1 count)))`;
  /** From a branching protein, as long as a subunit, to the middle of the first bead on it. */
  const fromBranch = (one: string): Template =>
    filament.size === 1 ? piece`${rise}` : piece`(0.5 * ${rise} * (1 + ${total(filament, one)} / (1 count)))`;
  const mean = (one: Template, other: Template): Template =>
    filament.size === 1 ? piece`${rise}` : piece`(0.5 * (${one} + ${other}))`;
  /** Two partners at rest. */
  const pairs: { name: string; members: Template; length: Template }[] = [
    {
      name: "stretch",
      members: joined(
        [bead(a, filament.name, [to(first, "1")]), bead(b, filament.name, [to(second, "1")])],
        ", ",
      ),
      length: between(a, b),
    },
  ];
  const triples: Bend[] = [
    {
      name: "bend",
      members: (states) => [
        bead(a, filament.name, [to(first, "1")]),
        bead(b, filament.name, [to(second, "1"), to(first, "2"), ...states]),
        bead(c, filament.name, [to(second, "2")]),
      ],
      bending: b,
      length:
        filament.size === 1
          ? piece`${rise}`
          : piece`0.25 * ${rise} * ((${total(filament, a)} + 2 * ${total(filament, b)} + ${total(filament, c)}) / (1 count))`,
    },
  ];
  if (filament.arm !== null) {
    const mother = bead(a, filament.name, [piece`${arm}[1]`]);
    const node = piece`${b}: ${branch}(mother[1])`;
    const first2 = written(first);
    pairs.push(
      { name: "arm", members: joined([mother, node], ", "), length: piece`${rise}` },
      {
        name: "branch_stretch",
        members: joined(
          [piece`${a}: ${branch}(${first2}[1])`, bead(b, filament.name, [to(second, "1")])],
          ", ",
        ),
        length: fromBranch(b),
      },
    );
    triples.push(
      {
        name: "arm_bend",
        members: (states) => [
          mother,
          piece`${b}: ${branch}(mother[1], ${first2}[2])`,
          bead(c, filament.name, [to(second, "2"), ...states]),
        ],
        bending: c,
        length: mean(piece`${rise}`, fromBranch(c)),
      },
      {
        name: "branch_bend",
        members: (states) => [
          piece`${a}: ${branch}(${first2}[1])`,
          bead(b, filament.name, [to(second, "1"), to(first, "2"), ...states]),
          bead(c, filament.name, [to(second, "2")]),
        ],
        bending: b,
        length: mean(fromBranch(b), between(b, c)),
      },
    );
  }
  for (const { name, members, length } of pairs)
    found.push(
      ...statements(
        piece`energy ${model.name(`${filament.name}_${name}`)}: ${members} = 0.5 * (${stretch} / (${length})) * (distance(${a}, ${b}) - ${length})^2`,
        stretch.span,
      ),
    );
  const persistence = filament.value("persistence");
  if (persistence !== null) {
    if (!model.hasTemperature) {
      model.report("TDL5265", persistence.span, { filament: filament.name, what: "`persistence`" });
      return found;
    }
    for (const { name, members, bending, length } of triples)
      for (const { suffix, sites: states, of } of beadPersistences(filament))
        found.push(
          ...statements(
            piece`energy ${model.name(`${filament.name}_${name}${suffix}`)}: ${joined(members(states), ", ")} = 0.5 * kT * (${of(bending)} / (${length})) * norm(unit(${c}.pos - ${b}.pos) - unit(${b}.pos - ${a}.pos))^2`,
            persistence.span,
          ),
        );
  }
  found.push(...armAngles(filament, model));
  const moves = model.model.body.filter(
    (one) => one.kind === "motion" && formatPath(one.attribute) === `${filament.name}.pos`,
  );
  // A drag that is none is told of at the motion itself.
  for (const move of moves)
    if (move.kind === "motion" && filament.arm !== null && mayBeDrag(move.drag, model))
      found.push(
        ...statements(
          piece`motion ${branch}.pos overdamped drag ${move.drag}${move.thermal ? "" : " athermal"}`,
          move.span,
        ),
      );
  return found;
}

function mayBeDrag(drag: Expression, model: GrowthModel): boolean {
  const dimension = knownDimension(drag, model);
  return dimension === null || equalDimensions(dimension, dragDimension);
}

/** The angle between the mother and the arm, held from both sides with half of the spring kT/sd^2 each. */
function armAngles(filament: FilamentForm, model: GrowthModel): readonly Statement[] {
  const { angle } = filament.branch ?? { angle: null };
  const sd = angle?.sd ?? null;
  if (filament.arm === null || angle === null || sd === null) return [];
  if (!model.hasTemperature) {
    model.report("TDL5265", angle.span, { filament: filament.name, what: "The spread of the branch angle" });
    return [];
  }
  const [first, second] = filament.ends;
  const [a, b, n] = [model.label("a"), model.label("b"), model.label("n")];
  const node = piece`${n}: ${written(filament.branchType)}(mother[2])`;
  const to = (end: string): Template => endSite(filament, end, "1", null);
  const arm = piece`${written(filament.arm)}[2]`;
  const sides = [
    {
      mother: b,
      members: [bead(a, filament.name, [to(first)]), bead(b, filament.name, [to(second), arm]), node],
    },
    {
      mother: a,
      members: [bead(a, filament.name, [to(first), arm]), bead(b, filament.name, [to(second)]), node],
    },
  ];
  return sides.flatMap(({ mother, members }) =>
    statements(
      piece`energy ${model.name(`${filament.name}_arm_angle`)}: ${joined(members, ", ")} = 0.25 * (kT / (${sd})^2) * (angle(${b}.pos - ${a}.pos, ${n}.pos - ${mother}.pos) - ${angle.mean})^2`,
      angle.span,
    ),
  );
}
