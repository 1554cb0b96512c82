/** 520x-524x: molecules with attributes, space, energies and motion. */
import { didYouMean, entry } from "../entry.ts";

export const spatialDiagnostics = {
  TDL5200: entry<{ molecule: string; attribute: string }>({
    severity: "error",
    message: ({ molecule, attribute }) =>
      `${molecule} has a vector, ${attribute}, and the model does not say of how many dimensions space is.`,
    suggestion: () => "Add the statement `space 2D` or `space 3D`.",
  }),
  TDL5201: entry<{ molecule: string; method: string }>({
    severity: "error",
    message: ({ molecule, method }) =>
      `The method ${method} does not follow places and other attributes of molecules, which ${molecule} has, or a molecule that it meets in a rule.`,
    suggestion: () => "Use `method graph`.",
  }),
  TDL5202: entry<Record<string, never>>({
    severity: "error",
    message: () => "The space is given twice.",
    suggestion: () => "Keep one of them.",
  }),
  TDL5203: entry<Record<string, never>>({
    severity: "error",
    message: () => "Only a flat space has a depth.",
    suggestion: () => "Write `space 3D` alone, or `space 2D depth 0.1 um`.",
  }),
  TDL5204: entry<{ molecule: string; attribute: string; attributes: string; nearest: string | null }>({
    severity: "error",
    message: ({ molecule, attribute, attributes }) =>
      `${molecule} has no attribute \`${attribute}\`; it has ${attributes}.`,
    suggestion: ({ nearest, attribute }) =>
      didYouMean(nearest) ??
      `Declare it with its unit, as in \`${attribute}: s\`, or \`${attribute}: vector um\` for a vector.`,
  }),
  TDL5205: entry<{ operator: string; left: string; right: string }>({
    severity: "error",
    message: ({ operator, left, right }) => `\`${operator}\` does not work between ${left} and ${right}.`,
    suggestion: () =>
      "Vectors are added to vectors, and multiplied with or divided by numbers; `norm(v)` is the length of one, and `dot(u, v)` a product that is a number.",
  }),
  TDL5206: entry<{ name: string; expected: string; found: string }>({
    severity: "error",
    message: ({ name, expected, found }) => `\`${name}\` needs ${expected} here, but this is ${found}.`,
  }),
  TDL5207: entry<{ name: string }>({
    severity: "error",
    message: ({ name }) => `Only \`set\` of a rule or of \`init\` draws random numbers, as \`${name}\` does.`,
    suggestion: () =>
      "Give the molecule an attribute, and draw its value when the molecule is made: `set n.x = uniform(0, 1)`.",
  }),
  TDL5208: entry<{ molecule: string; attribute: string }>({
    severity: "error",
    message: ({ molecule, attribute }) =>
      `${attribute} is an attribute of ${molecule}, and patterns name only sites.`,
    suggestion: ({ attribute }) =>
      `Label the molecule, as in \`a: …\`, and write what is asked of it in \`when a.${attribute} > …\`.`,
  }),
  TDL5209: entry<{ molecule: string; site: string }>({
    severity: "error",
    message: ({ molecule, site }) =>
      `${molecule} has attributes or binds molecules that have, and can not have identical sites such as ${site}.`,
    suggestion: ({ site }) => `Give each a name of its own: \`${site}1, ${site}2\`.`,
  }),
  TDL5210: entry<{ energy: string }>({
    severity: "error",
    message: ({ energy }) =>
      `The energy ${energy} is of two complexes, and nothing says how near they must be.`,
    suggestion: () =>
      "Label a molecule of each and add, before `=`, a condition such as `when distance(a, b) < 10 nm`.",
  }),
  TDL5211: entry<{ what: string; found: string }>({
    severity: "error",
    message: ({ what, found }) => `${what} must be one number, but it is ${found}.`,
    suggestion: () => "Take a component, such as `f.pos.x`, or `norm(v)`.",
  }),
  TDL5212: entry<{ rule: string; clause: string }>({
    severity: "error",
    message: ({ rule, clause }) => `${clause} has no meaning in ${rule}, whose molecules have attributes.`,
    suggestion: () => "Write the condition after `when`.",
  }),
  TDL5213: entry<{ target: string }>({
    severity: "error",
    message: ({ target }) => `\`${target}\` is no attribute of a molecule that is labelled here.`,
    suggestion: () => "Label the molecule, as in `a: T(…)` or `new n: T(…)`, and set `a.x = …`.",
  }),
  TDL5214: entry<{ target: string }>({
    severity: "error",
    message: ({ target }) => `\`${target}\` is given two values.`,
    suggestion: () => "Keep one of them.",
  }),
  TDL5215: entry<{ molecule: string; attribute: string }>({
    severity: "warning",
    message: ({ molecule, attribute }) => `Nothing reads the attribute ${attribute} of ${molecule}.`,
    suggestion: () => "Delete it, or use it in a rate, a condition, an energy or an observable.",
  }),
  TDL5216: entry<{ molecule: string; attribute: string }>({
    severity: "warning",
    message: ({ molecule, attribute }) =>
      `Nothing sets the attribute ${attribute} of ${molecule}, so that it is always 0.`,
    suggestion: () => "Set it in `init … set …`, in a rule, or move it by `flow` or `motion`.",
  }),
  TDL5217: entry<{ motion: string }>({
    severity: "warning",
    message: ({ motion }) => `${motion} is moved down the energies, and no energy depends on it.`,
    suggestion: () => "Write an energy over a pattern of these molecules, or leave out `motion`.",
  }),
  TDL5218: entry<{ attribute: string; first: string; second: string }>({
    severity: "error",
    message: ({ attribute, first, second }) => `${attribute} is moved both by ${first} and by ${second}.`,
    suggestion: () => "Move it by one of them.",
  }),
  TDL5219: entry<{ statement: string }>({
    severity: "error",
    message: ({ statement }) => `${statement} must be of one connected complex of molecules with attributes.`,
    suggestion: () => "Write molecules joined by commas and bond labels, such as `a: A(x[1]), b: B(y[1])`.",
  }),
  TDL5220: entry<{ text: string; nearest: string | null }>({
    severity: "error",
    message: ({ text }) => `\`motion\` moves an attribute of a molecule type, and \`${text}\` is none.`,
    suggestion: ({ nearest }) =>
      didYouMean(nearest) ?? "Write the type and the attribute, such as `motion Bead.pos overdamped drag …`.",
  }),
  TDL5221: entry<{ name: string; nearest: string | null }>({
    severity: "error",
    message: ({ name }) => `There is no region \`${name}\`.`,
    suggestion: ({ nearest, name }) =>
      didYouMean(nearest) ?? `Declare it: \`region ${name} = disk(0 um, 0 um, 1 um)\`.`,
  }),
  TDL5222: entry<{ shapes: string }>({
    severity: "error",
    message: ({ shapes }) => `A region here is one of ${shapes}.`,
  }),
  TDL5223: entry<{ region: string }>({
    severity: "error",
    message: ({ region }) => `Only rectangles and boxes can be periodic, and ${region} is round.`,
    suggestion: () => "Write `reflecting` or `absorbing`, or make it a `rectangle(…)` or `box(…)`.",
  }),
  TDL5224: entry<{ what: string }>({
    severity: "error",
    message: ({ what }) => `${what} has more than two complexes of molecules with attributes.`,
    suggestion: () => "Use at most two, with `+` between them.",
  }),
  TDL5225: entry<{ molecule: string }>({
    severity: "error",
    message: ({ molecule }) => `${molecule} has no place in space.`,
    suggestion: () => "Declare its attribute `pos: vector um`.",
  }),
  TDL5226: entry<{ label: string }>({
    severity: "error",
    message: ({ label }) => `The new molecule ${label} has no values yet that could be read.`,
    suggestion: () => "All right sides of `set` are computed from the values before the rule.",
  }),
  TDL5227: entry<{ rule: string }>({
    severity: "error",
    message: ({ rule }) => `${rule} sets attributes, and none of its molecules has any.`,
    suggestion: () =>
      "Declare attributes, as in `molecule A { x, age: s }`; species and variables are changed by the arrow and by events.",
  }),
  TDL5228: entry<{ clause: string }>({
    severity: "error",
    message: ({ clause }) => `${clause} has no meaning for molecules with attributes.`,
  }),
  TDL5229: entry<Record<string, never>>({
    severity: "error",
    message: () => "`draw` names one of the random numbers of a copy by a whole number, from 1 on.",
    suggestion: () => "Write `draw(1)`, `draw(2)`, ….",
  }),
  TDL5230: entry<{ molecule: string; attribute: string }>({
    severity: "error",
    message: ({ molecule, attribute }) =>
      `Every molecule of ${molecule} has a value of ${attribute} of its own; this does not say which is meant.`,
    suggestion: ({ attribute, molecule }) =>
      `Label the molecule, as in \`a: ${molecule}(…)\`, and write \`a.${attribute}\`, or \`sum(a.${attribute} over a: ${molecule})\`.`,
  }),
  TDL5231: entry<{ site: string }>({
    severity: "error",
    message: ({ site }) => `${site} is given a unit, and can not be a site with states or copies besides.`,
    suggestion: () => "Declare the site and the attribute under two names.",
  }),
  TDL5232: entry<{ name: string }>({
    severity: "error",
    message: ({ name }) => `The energy ${name} has no pattern that it is summed over.`,
    suggestion: () => "Write `energy e: a: A(x[1]), b: B(y[1]) = …`.",
  }),
  TDL5233: entry<{ variable: string; rule: string }>({
    severity: "warning",
    message: ({ variable, rule }) =>
      `\`?${variable}\` stands at several sites of ${rule}, which therefore must have the same state.`,
    suggestion: () => "Give each site a variable of its own, unless they are to be equal.",
  }),
  TDL5234: entry<{ component: string; dimensions: number }>({
    severity: "error",
    message: ({ component, dimensions }) =>
      `A vector has no component \`${component}\`; in ${dimensions}D they are ${dimensions === 2 ? "x and y" : "x, y and z"}.`,
  }),
  TDL5236: entry<{ energy: string }>({
    severity: "warning",
    message: ({ energy }) =>
      `The energy ${energy} depends on where its molecules are, so that the forces on them do not balance.`,
    suggestion: () =>
      "Let it depend on `distance(a, b)`, `a.pos - b.pos` and the like only, or name the place that holds them: `vec(…)`.",
  }),
  TDL5237: entry<{ energy: string }>({
    severity: "warning",
    message: ({ energy }) =>
      `The energy ${energy} changes as its molecules are turned together, so that something outside would have to hold them.`,
    suggestion: () =>
      "Let it depend on lengths and angles between them only, or name the direction that is meant: `vec(…)`.",
  }),
  TDL5235: entry<{ name: string; nearest: string | null }>({
    severity: "error",
    message: ({ name }) =>
      `\`boundary ${name} membrane\` needs a membrane, and ${name} is none, nor molecules that make a closed curve.`,
    suggestion: ({ nearest }) =>
      didYouMean(nearest) ?? "Name a `membrane`; at the edge of a region write `reflecting` or `absorbing`.",
  }),
  TDL5238: entry<{ name: string }>({
    severity: "error",
    message: ({ name }) => `A membrane is a wall only in 2D, and ${name} is in 3D.`,
    suggestion: () =>
      "Give the membrane a `contact`, or keep molecules in a region: `boundary … reflecting`.",
  }),
  TDL5239: entry<{ name: string }>({
    severity: "warning",
    message: ({ name }) => `The boundary ${name} holds nothing, for nothing but it moves.`,
    suggestion: () => "Move what it is to hold: `motion Bead.pos overdamped drag …`.",
  }),
  TDL5240: entry<{ name: string }>({
    severity: "error",
    message: ({ name }) => `${name} is fixed, so nothing of it can spread.`,
    suggestion: () => "Leave `fixed` out, or leave the field out.",
  }),
  TDL5241: entry<{ region: string }>({
    severity: "error",
    message: ({ region }) =>
      `A field is a grid of equal cells, which fills a rectangle or a box, and ${region} is round.`,
    suggestion: () => "Spread it over a `rectangle(…)`, or in 3D a `box(…)`.",
  }),
  TDL5242: entry<{ name: string }>({
    severity: "error",
    message: ({ name }) => `${name} is spread by two fields.`,
    suggestion: () => "Keep one of them: a species is on one grid.",
  }),
  TDL5243: entry<{ name: string }>({
    severity: "error",
    message: ({ name }) => `Both the species and the field say how much of ${name} there is at the start.`,
    suggestion: () =>
      "Keep the one of the field if it differs from place to place, else that of the species.",
  }),
  TDL5244: entry<{ name: string }>({
    severity: "error",
    message: ({ name }) => `${name} is no field, so it has no concentration at a place.`,
    suggestion: ({ name }) =>
      `Write \`[${name}]\` for a species that is the same everywhere, or spread it: \`field ${name} in … diffusion … mesh …\`.`,
  }),
  TDL5245: entry<{ rule: string; species: string }>({
    severity: "error",
    message: ({ rule, species }) =>
      `The rule ${rule} has no molecule with a place on its left side, so that nothing says where it takes or gives ${species}, which is a field.`,
    suggestion: () => "Let a molecule with `pos: vector um` take part in it.",
  }),
  TDL5246: entry<{ rule: string; species: string; reason: string }>({
    severity: "error",
    message: ({ rule, species, reason }) =>
      `The rule ${rule} can not happen where ${species} is, which is a field: ${reason}.`,
    suggestion: () =>
      "Reactions in the cells take and make fields of one region and mesh, with `@` and a constant of parameters. A rule at a molecule takes one.",
  }),
  TDL5247: entry<{ name: string }>({
    severity: "error",
    message: ({ name }) => `This would change ${name}, which is a field, without saying where.`,
    suggestion: ({ name }) =>
      `Give and take it by rules: at a molecule, \`rule leak: a: Pore() -> a() + ${name} @ …\`, or in all cells, \`rule make: nothing -> ${name} @ …\`.`,
  }),
  TDL5248: entry<{ name: string; cells: number; limit: number }>({
    severity: "error",
    message: ({ name, cells, limit }) => `The grid of ${name} has ${cells} cells; at most ${limit} are kept.`,
    suggestion: () => "Take a wider `mesh`, or a smaller region.",
  }),
  TDL5249: entry<{ name: string; compartment: number; region: number }>({
    severity: "warning",
    message: ({ name, compartment, region }) =>
      `The compartment of ${name} holds ${shortNumber(compartment)} um^3, and the region of its field ${shortNumber(region)} um^3.`,
    suggestion: () =>
      "Make them the same: amounts follow from the compartment, and concentrations at a place from the cells of the region.",
  }),
  TDL5290: entry<{ name: string; method: string }>({
    severity: "error",
    message: ({ name, method }) => `The method ${method} knows no places, and ${name} is a field.`,
    suggestion: ({ name }) =>
      `Use \`method graph\`, or leave the statement \`field ${name} …\` out: then ${name} is the same everywhere.`,
  }),
  TDL5291: entry<{ name: string }>({
    severity: "error",
    message: ({ name }) =>
      `The energy ${name} reads the concentration of a field, whose slope pulls at nothing: fields have cells, and no slope within them.`,
    suggestion: () => "Let a rule or a flow read the concentration.",
  }),
  TDL5292: entry<{ name: string; field: string }>({
    severity: "warning",
    message: ({ name, field }) =>
      `${name} is about molecules with places, but reads the mean of ${field} over its whole region.`,
    suggestion: ({ field }) =>
      `Give the molecule a label, such as \`a\`, and write \`concentration_at(${field}, a)\`.`,
  }),
  TDL5293: entry<{ name: string; beads: number }>({
    severity: "warning",
    message: ({ name, beads }) =>
      `All ${beads} molecules of \`${name}\` begin in one point, so that no bond between them has a direction.`,
    suggestion: () => "Say where they are: `set pos = vec(index * 2.7 nm, copy * 50 nm)`.",
  }),
  TDL5294: entry<{ energy: string; experiment: string | null; length: number; step: number; steps: number }>({
    severity: "warning",
    message: ({ energy, experiment, length, step, steps }) =>
      `The ${experimentCalled(experiment)} needs some ${roughly(steps)} steps of motion, since heat turns what the energy ${energy} holds at ${roughly(1000 * length)} nm within ${roughly(step)} s.`,
    suggestion: () =>
      "Take longer bonds (`bead 10` of a filament, a wider `mesh`), more drag, a larger `motion_tolerance` or a shorter run.",
  }),
  TDL5295: entry<{ name: string; experiment: string | null; length: number; step: number; steps: number }>({
    severity: "warning",
    message: ({ name, experiment, length, step, steps }) =>
      `The ${experimentCalled(experiment)} needs some ${roughly(steps)} steps of motion, since heat carries molecules over the ${roughly(1000 * length)} nm that ${name} reaches within ${roughly(step)} s.`,
    suggestion: () =>
      "Let it reach farther, and be softer or slower instead; or take more drag or a shorter run.",
  }),
  TDL5296: entry<{
    experiment: string | null;
    rule: string;
    energy: string;
    turn: number;
    events: number;
    time: number;
  }>({
    severity: "warning",
    message: ({ experiment, rule, energy, turn, events, time }) =>
      `In each turn of ${roughly(turn)} s the ${experimentCalled(experiment)} lets ${rule} happen ${roughly(events)} times against a load that stays as it was, though the contact ${energy} is so stiff that it gives way within ${roughly(time)} s.`,
    suggestion: ({ turn, events }) => `Take turns below ${roughly(turn / events)} s, or leave \`split\` out.`,
  }),
};

/** Null: it has no name. */
function experimentCalled(name: string | null): string {
  return name === null ? "experiment" : `experiment ${name}`;
}

/** With two digits. */
function roughly(value: number): string {
  return String(Number(value.toPrecision(2)));
}

function shortNumber(value: number): string {
  return String(Number(value.toPrecision(4)));
}
