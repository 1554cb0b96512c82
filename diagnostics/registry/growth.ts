/** 525x to 529x: filaments, membranes and what grows. */
import { didYouMean, entry } from "../entry.ts";

export const growthDiagnostics = {
  TDL5250: entry<{ verb: string; name: string; nearest: string | null }>({
    severity: "error",
    message: ({ verb, name }) => `\`${verb}\` acts on a filament of the same model, and ${name} is none.`,
    suggestion: ({ nearest, name }) =>
      didYouMean(nearest) ?? `Declare it: \`filament ${name} { ends barbed, pointed }\`.`,
  }),
  TDL5251: entry<{ filament: string; end: string; ends: string; nearest: string | null }>({
    severity: "error",
    message: ({ filament, end, ends }) => `${filament} has no end \`${end}\`; its ends are ${ends}.`,
    suggestion: ({ nearest }) => didYouMean(nearest),
  }),
  TDL5252: entry<{ filament: string }>({
    severity: "error",
    message: ({ filament }) => `The filament ${filament} needs the names of its two ends.`,
    suggestion: () => "Write for example `ends barbed, pointed`; branches grow at the first.",
  }),
  TDL5253: entry<{ filament: string; entry: string }>({
    severity: "error",
    message: ({ filament, entry: missing }) =>
      `The filament ${filament} does not say its \`${missing}\`, which is needed here.`,
    suggestion: ({ entry: missing }) =>
      `Add \`${missing}\` to the filament, as in \`${examples.get(missing) ?? missing}\`.`,
  }),
  TDL5254: entry<{ verb: string; example: string }>({
    severity: "error",
    message: ({ verb }) => `\`${verb}\` changes the state of a subunit, and this one does not say how.`,
    suggestion: ({ verb, example }) => `Write the change into the pattern, as in \`${verb} ${example}\`.`,
  }),
  TDL5255: entry<{ filament: string; pool: string }>({
    severity: "error",
    message: ({ filament }) =>
      `One subunit is no filament: ${filament} needs two at least, which tell its direction.`,
    suggestion: ({ pool }) => `Take several from the pool, as in \`from 2 ${pool}\`.`,
  }),
  TDL5256: entry<{ verb: string; filament: string }>({
    severity: "error",
    message: ({ verb, filament }) => `\`${verb} ${filament}\` takes one molecule at a time from its pool.`,
    suggestion: () => "Remove the number.",
  }),
  TDL5257: entry<{ what: string; filament: string }>({
    severity: "error",
    message: ({ what, filament }) =>
      `${what} needs the order of the subunits, and a bead of ${filament} holds several and only counts the states of one site.`,
    suggestion: () => "Write `bead 1`, or leave this out.",
  }),
  TDL5258: entry<{ word: string; verb: string; hasSpace: boolean }>({
    severity: "error",
    message: ({ word, verb, hasSpace }) =>
      hasSpace
        ? `\`${word}\` has no meaning in \`${verb}\`.`
        : `\`${word}\` is known in space only, and the model has none.`,
    suggestion: ({ word, hasSpace }) =>
      hasSpace
        ? (usedIn.get(word) ?? null)
        : "Add `space 2D depth 0.1 um` or `space 3D`, or leave the word out.",
  }),
  TDL5259: entry<{ filament: string; known: string; nearest: string | null }>({
    severity: "error",
    message: ({ filament, known }) =>
      `\`neighbours\` counts neighbours in a state of ${filament}${known === "" ? ", whose subunits have none" : `, which is one of ${known}`}.`,
    suggestion: ({ nearest }) =>
      didYouMean(nearest) ??
      "Write for example `neighbours(nucleotide.ADP)`, or with an end: `neighbours(nucleotide.ADP, barbed)`.",
  }),
  TDL5260: entry<{ filament: string; end: string; cap: string | null; nearest: string | null }>({
    severity: "error",
    message: ({ filament, end, cap }) =>
      cap === null
        ? `No \`cap\` puts anything on ${end} of ${filament}.`
        : `No \`cap\` puts ${cap} on ${end} of ${filament}.`,
    suggestion: ({ nearest, filament, end, cap }) =>
      didYouMean(nearest) ?? `Add for example \`cap ${filament} at ${end} with ${cap ?? "CP"} @ k\`.`,
  }),
  TDL5261: entry<{ verb: string; clause: string }>({
    severity: "error",
    message: ({ verb, clause }) => `\`${verb}\` needs \`${clause.split(" ")[0] ?? clause}\` here.`,
    suggestion: ({ clause }) => `Add for example \`${clause}\`.`,
  }),
  TDL5262: entry<{ verb: string; other: string; filament: string }>({
    severity: "error",
    message: ({ verb, other, filament }) => `\`${verb}\` undoes \`${other}\`, and ${filament} has none.`,
    suggestion: ({ other, filament }) => `Add \`${other} ${filament} …\`, or remove this statement.`,
  }),
  TDL5263: entry<{ verb: string }>({
    severity: "error",
    message: ({ verb }) => `\`${verb}\` joins what is near, and the model has no space.`,
    suggestion: () => "Add `space 2D depth 0.1 um` or `space 3D`.",
  }),
  TDL5264: entry<{ filament: string }>({
    severity: "error",
    message: ({ filament }) => `In space \`nucleate\` has to say where ${filament} begins.`,
    suggestion: ({ filament }) =>
      `Name a region, as in \`nucleate ${filament} in tip from 2 G …\` with \`region tip = disk(0 um, 0 um, 50 nm)\`.`,
  }),
  TDL5265: entry<{ filament: string; what: string }>({
    severity: "error",
    message: ({ filament, what }) =>
      `${what} of ${filament} is an energy of some kT, and the model has no temperature.`,
    suggestion: () => "Add a statement such as `temperature 310 K`.",
  }),
  TDL5266: entry<{ filament: string }>({
    severity: "error",
    message: ({ filament }) => `A bead of ${filament} holds a whole number of subunits, from 1 to 10000.`,
    suggestion: () => "Write for example `bead 10`.",
  }),
  TDL5268: entry<{ statement: string }>({
    severity: "warning",
    message: ({ statement }) =>
      `\`${statement}\` says the same as a statement before it; their rates add up.`,
    suggestion: () => "Remove one of them, or write one with the sum of the constants.",
  }),
  TDL5267: entry<{ clause: string; verb: string }>({
    severity: "error",
    message: ({ clause, verb }) =>
      `\`${clause}\` can not stand in \`${verb}\`, which stands for several rules.`,
    suggestion: ({ clause }) =>
      clause === "back"
        ? "Write the way back as a statement of its own."
        : "Write a rate constant after `@`.",
  }),
  TDL5270: entry<{ membrane: string }>({
    severity: "error",
    message: ({ membrane }) => `The membrane ${membrane} lies in space, and the model has none.`,
    suggestion: () => "Add `space 2D depth 0.1 um` or `space 3D`.",
  }),
  TDL5271: entry<{ membrane: string; entry: string; example: string }>({
    severity: "error",
    message: ({ membrane, entry: missing }) => `The membrane ${membrane} does not say its \`${missing}\`.`,
    suggestion: ({ example }) => `Add for example \`${example}\`.`,
  }),
  TDL5272: entry<{ membrane: string }>({
    severity: "error",
    message: ({ membrane }) =>
      `How many vertices ${membrane} begins with is its first length over its mesh, which must be known and from 8 to 10000.`,
    suggestion: () =>
      "Write `radius` and `mesh` as numbers, constants or parameters, with the mesh the shorter.",
  }),
  TDL5273: entry<{ membrane: string; entry: string }>({
    severity: "error",
    message: ({ membrane, entry: useless }) =>
      `In 3D ${membrane} is a sphere, for which \`${useless}\` means nothing.`,
    suggestion: ({ entry: useless }) => `Remove \`${useless}\`; a membrane that bends needs \`space 2D\`.`,
  }),
  TDL5274: entry<{ measure: string; membrane: string }>({
    severity: "error",
    message: ({ measure, membrane }) => `${membrane} is a sphere and has no \`${measure}\`.`,
    suggestion: () => "A sphere has `area` and `volume`.",
  }),
  TDL5275: entry<{ filament: string; counter: string; size: number }>({
    severity: "error",
    message: ({ filament }) =>
      `The beads of ${filament} hold several subunits each, and these begin with none.`,
    suggestion: ({ counter, size }) =>
      `Say how many of each state, as in \`set ${counter} = ${size} count\`.`,
  }),
  TDL5276: entry<{ filament: string; site: string; state: string; known: string; nearest: string | null }>({
    severity: "error",
    message: ({ filament, site, state, known }) =>
      `Subunits of ${filament} have no state \`${state}\` of ${site}; its states are ${known}.`,
    suggestion: ({ nearest }) => didYouMean(nearest),
  }),
  TDL5277: entry<{ filament: string; state: string }>({
    severity: "error",
    message: ({ filament, state }) =>
      `A persistence length is above 0, and that of ${filament}${state === "" ? "" : ` in the state ${state}`} is not.`,
    suggestion: () =>
      "Write the length over which a filament forgets its direction, as in `persistence 17 um`.",
  }),
  TDL5278: entry<{ filament: string }>({
    severity: "error",
    message: ({ filament }) =>
      `The persistence length of ${filament} depends on the state of its subunits, so that \`persistence\` is no single length here.`,
    suggestion: () => "Write the length that you mean, or declare a `param` for it.",
  }),
  TDL5279: entry<{ filament: string; state: string }>({
    severity: "error",
    message: ({ filament, state }) =>
      `A bead of ${filament} counts its subunits in the state ${state}, and the name of what is counted begins with a letter.`,
    suggestion: ({ state }) => `Give the state another name, such as \`s${state}\`.`,
  }),
  TDL5280: entry<{ entry: string; owner: string; expected: string; found: string; example: string | null }>({
    severity: "error",
    message: ({ entry: name, owner, expected, found }) =>
      `The \`${name}\` of ${owner} must be ${expected}, and this is ${found}.`,
    suggestion: ({ example }) => (example === null ? null : `Write its unit too, as in \`${example}\`.`),
  }),
  TDL5281: entry<{ angle: string; isPlain: boolean }>({
    severity: "warning",
    message: ({ angle, isPlain }) =>
      `${isPlain ? `An angle of ${angle} without a unit is in radians, which is` : `${angle} is`} more than half a turn.`,
    suggestion: ({ angle, isPlain }) =>
      isPlain
        ? `Did you mean \`${angle} deg\`?`
        : "Between two directions the angle is at most 180 deg; write a smaller one.",
  }),
  TDL5282: entry<{ filament: string; size: number; found: number; counter: string }>({
    severity: "error",
    message: ({ filament, size, found }) =>
      `A bead of ${filament} holds 1 to ${size} subunits, in whole numbers, and these begin with ${found}.`,
    suggestion: ({ counter, size }) =>
      `Write for example \`${counter} = ${size} count\`; a longer filament has more beads.`,
  }),
  TDL5284: entry<{ verb: string; filament: string; state: string }>({
    severity: "error",
    message: ({ verb, filament, state }) =>
      `This \`${verb}\` leaves subunits of ${filament} in the state ${state}, in which they are already.`,
    suggestion: () => "Write another state after the arrow.",
  }),
  TDL5283: entry<{ membrane: string; entry: string }>({
    severity: "warning",
    message: ({ membrane, entry: idle }) =>
      `Nothing moves the membrane ${membrane}, so that its \`${idle}\` has no effect.`,
    suggestion: ({ membrane }) =>
      `Add for example \`motion ${membrane}.pos overdamped drag 0.5 pN*s/um\`, or leave \`bending\`, \`tension\` and \`pressure\` out of a wall that stands still.`,
  }),
};

const examples: ReadonlyMap<string, string> = new Map([
  ["rise", "rise 2.7 nm"],
  ["persistence", "persistence 17 um"],
  ["stretch", "stretch 40 nN"],
]);

const usedIn: ReadonlyMap<string, string> = new Map([
  ["load", "The load on an end is known in `grow` and `shrink`."],
  ["separation", "The separation of two beads is known in `crosslink` and `bundle`."],
  ["bend", "The bend at a subunit is known in `sever`."],
  ["neighbours", "Neighbours are told apart in `hydrolyse`, `release`, `bind`, `unbind` and `sever`."],
]);
