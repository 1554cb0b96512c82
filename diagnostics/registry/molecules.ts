/** 51xx: structured molecules, patterns and their rules. */
import { didYouMean, entry } from "../entry.ts";
import type { NearName } from "../nearest.ts";

export const moleculeDiagnostics = {
  TDL5101: entry<{ name: string }>({
    severity: "error",
    message: ({ name }) => `\`${name}\` is a plain species and has no sites.`,
    suggestion: ({ name }) =>
      `Write \`${name}\` alone, or declare it as \`molecule ${name} { … }\` to give it sites.`,
  }),
  TDL5102: entry<{ name: string }>({
    severity: "error",
    message: ({ name }) => `The plain species \`${name}\` can not be part of a complex.`,
    suggestion: () => "Join it by `+`, or declare it as a molecule with a site for the bond.",
  }),
  TDL5103: entry<{ molecules: number }>({
    severity: "error",
    message: ({ molecules }) =>
      `These ${molecules} molecules are written as one complex, but bonds do not join them all.`,
    suggestion: () =>
      "Join them by bond labels such as `a[1]` … `b[1]`, or write `{ A(..), B(..) }` for bonds that are not stated.",
  }),
  TDL5104: entry<{ molecule: string; site: string; declared: number }>({
    severity: "error",
    message: ({ molecule, site, declared }) =>
      `The pattern uses the site ${site} of ${molecule} more often than the ${declared === 1 ? "one" : declared} that it has.`,
    suggestion: ({ site, declared }) => `Declare more identical sites, as in \`${site} * ${declared + 1}\`.`,
  }),
  TDL5105: entry<{ molecule: string; site: string; sites: string; nearest: NearName | null }>({
    severity: "error",
    message: ({ molecule, site, sites }) => `${molecule} has no site \`${site}\`; it has ${sites}.`,
    suggestion: ({ nearest }) => didYouMean(nearest),
    correction: ({ nearest }) => nearest,
  }),
  TDL5106: entry<{ molecule: string; site: string }>({
    severity: "error",
    message: ({ molecule, site }) => `The site ${site} of ${molecule} has no states.`,
    suggestion: ({ site }) => `Declare them: \`${site} {u, p}\`.`,
  }),
  TDL5107: entry<{ molecule: string; site: string; state: string; states: string; nearest: NearName | null }>(
    {
      severity: "error",
      message: ({ molecule, site, state, states }) =>
        `The site ${site} of ${molecule} has no state \`${state}\`; it has ${states}.`,
      suggestion: ({ nearest, state }) =>
        didYouMean(nearest) ?? `A state variable is written \`{?${state}}\`.`,
      correction: ({ nearest }) => nearest,
    },
  ),
  TDL5108: entry<{ label: number }>({
    severity: "error",
    message: ({ label }) => `The bond ${label} has only one end.`,
    suggestion: ({ label }) =>
      `Write \`[${label}]\` at the site it leads to, or \`[_]\` for a bond to anything.`,
  }),
  TDL5109: entry<{ label: number }>({
    severity: "error",
    message: ({ label }) => `The bond ${label} has more than two ends.`,
    suggestion: () => "A bond joins two sites; give the other bond a number of its own.",
  }),
  TDL5110: entry<{ molecule: string }>({
    severity: "error",
    message: ({ molecule }) =>
      `A coefficient stands only before plain species, and ${molecule} is a molecule with sites.`,
    suggestion: () => "Write the molecule as often as it takes part.",
  }),
  TDL5111: entry<{ rule: string; molecule: string }>({
    severity: "error",
    message: ({ rule, molecule }) =>
      `The rule ${rule} loses ${molecule}: it stands on the left and not on the right.`,
    suggestion: ({ molecule }) => `Write \`delete ${molecule}(..)\` on the right if it disappears.`,
  }),
  TDL5112: entry<{ rule: string; molecule: string }>({
    severity: "error",
    message: ({ rule, molecule }) =>
      `The rule ${rule} makes ${molecule} from nothing: it stands on the right and not on the left.`,
    suggestion: ({ molecule }) => `Write \`new ${molecule}(..)\` if it is created.`,
  }),
  TDL5113: entry<{ rule: string; molecule: string; change: "new" | "delete" }>({
    severity: "error",
    message: ({ rule, molecule }) =>
      `In the rule ${rule} it is not clear which ${molecule} of the right side is which of the left.`,
    suggestion: ({ molecule, change }) =>
      change === "delete"
        ? `Label them, as in \`a: ${molecule}(..)\`, write \`a(..)\` on the right, and \`delete b\` for the one that disappears.`
        : `Write \`new ${molecule}(..)\` for the one that is created.`,
  }),
  TDL5114: entry<{ rule: string }>({
    severity: "error",
    message: ({ rule }) => `The rule ${rule} deletes molecules, so it has no way back.`,
    suggestion: () => "Write `->`, and a rule of its own for the opposite direction.",
  }),
  TDL5115: entry<{ measure: string }>({
    severity: "error",
    message: ({ measure }) => `\`${measure}\` needs a pattern of molecules, not a plain species.`,
  }),
  TDL5116: entry<{ site: string; limit: number }>({
    severity: "error",
    message: ({ site, limit }) =>
      `The number of identical sites ${site} must be a whole number from 1 to ${limit}.`,
  }),
  TDL5117: entry<{ what: string }>({
    severity: "error",
    message: ({ what }) =>
      `${what} must be fully known: every mentioned state named, every bond given by a label.`,
    suggestion: () => "Sites that are not mentioned start free and in their first state.",
  }),
  TDL5118: entry<{ shape: string }>({
    severity: "error",
    message: ({ shape }) =>
      `The number of molecules in a ${shape} must be a whole number from 2 to 10000, known before the run.`,
  }),
  TDL5119: entry<{ shape: string }>({
    severity: "error",
    message: ({ shape }) => `A ${shape} is made of copies of one molecule.`,
  }),
  TDL5120: entry<{ shape: string }>({
    severity: "error",
    message: ({ shape }) => `It is not said which sites join the molecules of the ${shape}.`,
    suggestion: () => "Add `by r - l` with the two sites.",
  }),
  TDL5121: entry<{ rule: string; site: string }>({
    severity: "error",
    message: ({ rule, site }) =>
      `The rule ${rule} changes the bond of ${site} without saying on the left whether it is bound.`,
    suggestion: ({ site }) =>
      `Mention it on the left: \`${site}[.]\` if free, \`${site}[1]\` or \`${site}[_]\` if bound.`,
  }),
  TDL5122: entry<{ rule: string; variable: string }>({
    severity: "error",
    message: ({ rule, variable }) =>
      `The state variable \`?${variable}\` of the rule ${rule} does not stand on its left side.`,
    suggestion: ({ variable }) =>
      `Write \`{?${variable}}\` on the left as well, name a state, or let the rate read a table by \`${variable}\`.`,
  }),
  TDL5123: entry<{ rule: string; combinations: number; limit: number }>({
    severity: "error",
    message: ({ rule, combinations, limit }) =>
      `The state variables of the rule ${rule} have ${combinations} combinations, more than ${limit}.`,
    suggestion: () => "Name some of the states, or split the rule.",
  }),
  TDL5124: entry<{ what: string; limit: number; rule: string; isGrowing: boolean }>({
    severity: "error",
    message: ({ what, limit, rule, isGrowing }) =>
      isGrowing
        ? `The network grows beyond ${limit} ${what}: the rule ${rule} can join ever more molecules.`
        : `The network grows beyond ${limit} ${what}, by the many combinations of states and bonds; the rule ${rule} made the last ones.`,
    suggestion: ({ isGrowing }) =>
      isGrowing
        ? "Use `method network_free`, which lists no complexes, or let the rule bind only what is small."
        : "Use `method network_free`, which lists no complexes.",
  }),
  TDL5125: entry<{ key: string; nearest: string | null }>({
    severity: "error",
    message: ({ key }) => `\`${key}\` is no site with states, so it can not be the key of a table.`,
    suggestion: ({ nearest }) =>
      didYouMean(nearest) ?? "Name a site as `CaM.c`, or list labels as `{first, second}`.",
  }),
  TDL5126: entry<{ rule: string; how: string }>({
    severity: "error",
    message: ({ rule, how }) =>
      `The rate of ${rule} changes with time and ${how}, which network-free simulation can not follow both yet.`,
    suggestion: () =>
      "Use another method, or let the rate change in steps, with conditions like `time >= 1 s`.",
  }),
  TDL5129: entry<{ rule: string; site: string }>({
    severity: "error",
    message: ({ rule, site }) => `The rule ${rule} does not say what ${site} becomes bound to.`,
    suggestion: ({ site }) =>
      `Write a bond label at both ends: \`${site}[1]\` here and \`[1]\` at the other site.`,
  }),
  TDL5130: entry<{ variable: string }>({
    severity: "error",
    message: ({ variable }) =>
      `The state variable \`?${variable}\` has a meaning only among the reactants and products of a rule.`,
    suggestion: () => "Name a state, or write `{_}` for any state.",
  }),
  TDL5131: entry<{ name: string; action: string }>({
    severity: "error",
    message: ({ name, action }) =>
      `\`${action}\` stands only before molecules, and ${name} is a plain species.`,
    suggestion: ({ name, action }) =>
      action === "new"
        ? `Write \`${name}\` alone: a species on the right side is made.`
        : `Leave it out here: a species that stands only on the left side is used up.`,
  }),
  TDL5132: entry<{ rule: string; site: string }>({
    severity: "error",
    message: ({ rule, site }) =>
      `The way back of the rule ${rule} does not know which state ${site} had before.`,
    suggestion: ({ site }) =>
      `Give the state on the left, as in \`${site}{u}\`, or write \`->\` for a rule without a way back.`,
  }),
  TDL5133: entry<{ label: number }>({
    severity: "error",
    message: ({ label }) => `The bond ${label} joins molecules that \`+\` puts into different complexes.`,
    suggestion: () => "Join the molecules of one complex by a comma: `A(x[1]), B(y[1])`.",
  }),
  TDL5134: entry<{ molecule: string }>({
    severity: "error",
    message: ({ molecule }) =>
      `\`new ${molecule}\` stands on the left side, where molecules are found, not made.`,
    suggestion: () => "Leave `new` out, or write the molecule on the right side.",
  }),
  TDL5159: entry<{ shape: string; site: string }>({
    severity: "error",
    message: ({ shape, site }) =>
      `The molecules of a ${shape} are joined by two different sites, and \`${site}\` can hold one neighbour only.`,
    suggestion: () =>
      "Name the site that leads to the next one and the site that leads back, as in `by r - l`.",
  }),
  TDL5158: entry<{ molecule: string; isLeft: boolean }>({
    severity: "error",
    message: ({ molecule, isLeft }) =>
      isLeft
        ? `\`move complex ${molecule}\` stands on the left side, where molecules are found, not moved.`
        : `\`move complex ${molecule}\` does not say where to.`,
    suggestion: () =>
      "Write on the right side `move complex a() in nucleus`, with a label for the molecule and the name of a compartment.",
  }),
  TDL5135: entry<{ rule: string }>({
    severity: "error",
    message: ({ rule }) =>
      `\`within\` is for two reactants that may already share a complex, and the rule ${rule} has fewer.`,
    suggestion: () => "Leave it out, or separate the reactants by `+`.",
  }),
  TDL5136: entry<{ rule: string; side: string; index: number }>({
    severity: "error",
    message: ({ rule, side, index }) =>
      `The rule ${rule} has no ${side} ${index} that is a complex of molecules.`,
    suggestion: () => "Reactants and products are counted from 1; molecules joined by commas count as one.",
  }),
  TDL5137: entry<{ what: string }>({
    severity: "error",
    message: ({ what }) => `${what} can not be followed by network-free simulation yet.`,
    suggestion: () => "Use the method ssa.",
  }),
  TDL5138: entry<{ rule: string; variable: string }>({
    severity: "error",
    message: ({ rule, variable }) =>
      `Nothing says which bonds \`?${variable}\` of the rule ${rule} stands for.`,
    suggestion: ({ variable }) =>
      `Let the rate read a table by it whose key lists bonds, as in \`table k[{., _}] /s\` and \`@ k[${variable}]\`.`,
  }),
  TDL5139: entry<{ label: string }>({
    severity: "error",
    message: ({ label }) => `\`${label}\` is no bond, so no bond variable can stand for it.`,
    suggestion: () => "Write `.` (free), `_` (bound) or a partner such as `Kinase.x`.",
  }),
  TDL5140: entry<{ rule: string; site: string }>({
    severity: "error",
    message: ({ rule, site }) =>
      `The rule ${rule} gives the site ${site} a bond variable on its right side that it has not on the left.`,
    suggestion: () =>
      "Write there which bond the rule makes: a bond variable stands for what stays as it is.",
  }),
  TDL5190: entry<{ measure: string }>({
    severity: "error",
    message: ({ measure }) =>
      `\`having\` says which complexes are counted, and \`${measure}\` counts no complexes.`,
    suggestion: () => "Write `complexes`, or leave `having` out.",
  }),
  TDL5191: entry<{ what: "sites" | "place" | "measure" | "spatial"; type: string }>({
    severity: "error",
    message: ({ what, type }) => {
      if (what === "spatial") return "An event can not set the number of molecules with attributes.";
      if (what === "place")
        return "An event sets the number of one kind of complex; it is not clear in which compartment.";
      if (what === "measure") return "An event sets the number of a complex by `count`, `amount` or `[ ]`.";
      return `An event sets the number of one kind of complex, but not all of ${type} is said here.`;
    },
    suggestion: ({ what }) => {
      if (what === "sites")
        return "Name every site, with its state, and free `[.]` or with a bond label `[1]`.";
      return what === "place" ? "Write `in` behind each molecule, as in `count A(x[.]) in cell`." : null;
    },
  }),
};
