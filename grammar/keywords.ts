/**
 * The words of the language, by where they stand. Everything else that has to know them (tokens, parser,
 * error recovery, editor grammar) reads these tables.
 *
 * Only the reserved words can not be names; every other word is contextual.
 */

/** Words that are never names unless written in back-quotes. */
export const reservedWords = [
  "nothing",
  "delete",
  "new",
  "if",
  "then",
  "else",
  "and",
  "or",
  "not",
  "fraction",
  "count",
  "amount",
  "complexes",
] as const;

/** Words that begin what stands in a file. */
export const fileWords = [
  "language",
  "import",
  "model",
  "module",
  "experiment",
  "surrogate",
  "const",
  "function",
  "molecule",
  "table",
] as const;

/** Words that begin one growth event of a filament. */
export const growthVerbs = [
  "nucleate",
  "grow",
  "shrink",
  "branch",
  "debranch",
  "cap",
  "uncap",
  "sever",
  "hydrolyse",
  "release",
  "bind",
  "unbind",
  "crosslink",
  "bundle",
  "anneal",
] as const;

/** Words that begin a statement of a model or module. */
export const modelWords = [
  "space",
  "temperature",
  "share",
  "compartment",
  "fixed",
  "species",
  "molecule",
  "extend",
  "const",
  "param",
  "variable",
  "define",
  "function",
  "table",
  "input",
  "output",
  "part",
  "rule",
  "flow",
  "init",
  "observe",
  "event",
  "stimulus",
  "energy",
  "motion",
  "field",
  "region",
  "boundary",
  "filament",
  "membrane",
  "check",
  ...growthVerbs,
] as const;

/** Words that begin a statement of an experiment; any other name there is a setting. */
export const experimentWords = [
  "param",
  "set",
  "event",
  "stimulus",
  "observe",
  "sweep",
  "plot",
  "sensitivity",
  "treat",
  "use",
] as const;

/** The settings that experiments know; only used to tell where a misplaced one belongs. */
export const settingWords = [
  "method",
  "until",
  "every",
  "replicates",
  "seed",
  "tolerance",
  "absolute",
  "motion_tolerance",
  "split",
] as const;

/** Words that begin a directive of a surrogate. */
export const surrogateWords = ["inputs", "outputs", "kind", "train", "accept", "keep", "outside"] as const;

/** Words that begin an entry of a filament's body. */
export const filamentWords = ["subunit", "ends", "rise", "persistence", "stretch", "bead"] as const;

/** Words that begin an entry of a membrane's body. */
export const membraneWords = [
  "bending",
  "tension",
  "pressure",
  "mesh",
  "radius",
  "centre",
  "contact",
  "within",
] as const;

/** Words that begin an entry of the trailing braces of a declaration. */
export const fieldWords = ["doc", "source", "range", "fit", "sd"] as const;

/** Words inside statements. */
export const clauseWords = [
  "absorbing",
  "adds",
  "against",
  "angle",
  "anywhere",
  "area",
  "as",
  "assume",
  "at",
  "athermal",
  "back",
  "balanced",
  "budget",
  "by",
  "chain",
  "clamp",
  "complex",
  "continuous",
  "depth",
  "diffusion",
  "discrete",
  "distinct",
  "drag",
  "error",
  "every",
  "exact",
  "exclude",
  "fallback",
  "flux",
  "for",
  "from",
  "having",
  "held_out",
  "in",
  "include",
  "length",
  "linear",
  "log",
  "move",
  "of",
  "over",
  "overdamped",
  "periodic",
  "priority",
  "product",
  "reactant",
  "reflecting",
  "relative",
  "retain",
  "ring",
  "runs",
  "sampling",
  "seed",
  "sets",
  "shape",
  "site",
  "stack",
  "stiffness",
  "to",
  "total",
  "unitless",
  "vector",
  "vectorial",
  "volume",
  "when",
  "with",
  "within",
] as const;

export type GrowthVerb = (typeof growthVerbs)[number];

export function isGrowthVerb(word: string): word is GrowthVerb {
  return (growthVerbs as readonly string[]).includes(word);
}

export type ReservedWord = (typeof reservedWords)[number];
export type ContextualWord =
  | (typeof fileWords)[number]
  | (typeof modelWords)[number]
  | (typeof experimentWords)[number]
  | (typeof surrogateWords)[number]
  | (typeof filamentWords)[number]
  | (typeof membraneWords)[number]
  | (typeof fieldWords)[number]
  | (typeof clauseWords)[number];
export type Word = ReservedWord | ContextualWord;

/** Every word that can be a name, each once. */
export const contextualWords: readonly ContextualWord[] = [
  ...new Set<ContextualWord>([
    ...fileWords,
    ...modelWords,
    ...experimentWords,
    ...surrogateWords,
    ...filamentWords,
    ...membraneWords,
    ...fieldWords,
    ...clauseWords,
  ]),
];

const reserved: ReadonlySet<string> = new Set(reservedWords);

export function isReservedWord(text: string): boolean {
  return reserved.has(text);
}
