/** 6xxx: experiments, methods and engines. */
import { didYouMean, entry } from "../entry.ts";
import type { NearName } from "../nearest.ts";

/** How other simulators call settings and methods. */
const settingsElsewhere: ReadonlyMap<string, string> = new Map([
  ["t_end", "until"],
  ["tend", "until"],
  ["t_max", "until"],
  ["tmax", "until"],
  ["end", "until"],
  ["duration", "until"],
  ["stop", "until"],
  ["dt", "every"],
  ["step", "every"],
  ["n_steps", "every"],
  ["steps", "every"],
  ["interval", "every"],
  ["runs", "replicates"],
  ["repeats", "replicates"],
  ["samples", "replicates"],
  ["trajectories", "replicates"],
  ["rtol", "tolerance"],
  ["reltol", "tolerance"],
  ["atol", "absolute"],
  ["abstol", "absolute"],
  ["engine", "method"],
  ["solver", "method"],
  ["simulator", "method"],
]);
const methodsElsewhere: ReadonlyMap<string, string> = new Map([
  ["gillespie", "ssa"],
  ["stochastic", "ssa"],
  ["direct", "ssa"],
  ["leaping", "tau"],
  ["tau_leaping", "tau"],
  ["tauleap", "tau"],
  ["deterministic", "ode"],
  ["cvode", "ode"],
  ["lsoda", "ode"],
  ["rk4", "ode"],
  ["rk45", "ode"],
  ["odeint", "ode"],
]);

/** What another tool's word probably stands for. */
function elsewhere(words: ReadonlyMap<string, string>, name: string): NearName | null {
  const meant = words.get(name.toLowerCase());
  return meant === undefined ? null : { name: meant, isCertain: false };
}

export const experimentDiagnostics = {
  TDL6001: entry<{ model: string; names: string }>({
    severity: "error",
    message: ({ model, names }) => `${model} has several experiments and none was named: ${names}.`,
    suggestion: () => "Name one with --experiment NAME.",
  }),
  TDL6002: entry<{ name: string; names: string; nearest: string | null }>({
    severity: "error",
    message: ({ name, names }) => `There is no experiment named \`${name}\`; the file has ${names}.`,
    suggestion: ({ nearest }) => didYouMean(nearest),
  }),
  TDL6003: entry<{ name: string; nearest: NearName | null }>({
    severity: "error",
    message: ({ name }) => `\`${name}\` is not a setting of an experiment.`,
    suggestion: ({ name, nearest }) =>
      didYouMean(elsewhere(settingsElsewhere, name) ?? nearest) ??
      "Settings are method, until, every, replicates, seed, tolerance and absolute.",
    correction: ({ name, nearest }) => elsewhere(settingsElsewhere, name) ?? nearest,
  }),
  TDL6004: entry<{ name: string; nearest: NearName | null; methods: string }>({
    severity: "error",
    message: ({ name }) => `There is no method named \`${name}\`.`,
    suggestion: ({ name, nearest, methods }) =>
      didYouMean(elsewhere(methodsElsewhere, name) ?? nearest) ?? `Methods that run today are ${methods}.`,
    correction: ({ name, nearest }) => elsewhere(methodsElsewhere, name) ?? nearest,
  }),
  TDL6006: entry<{ name: string }>({
    severity: "error",
    message: ({ name }) => `The setting ${name} is given twice.`,
  }),
  TDL6007: entry<{ name: string; expected: string }>({
    severity: "error",
    message: ({ name, expected }) => `The setting ${name} must be ${expected}.`,
  }),
  TDL6008: entry<{ name: string; kind: string }>({
    severity: "error",
    message: ({ name, kind }) =>
      `\`${name}\` is ${kind}; only parameters can be set or swept in an experiment.`,
    suggestion: ({ kind }) =>
      kind === "a species" || kind === "an initial quantity"
        ? "Give the species its initial value through a parameter, as in `species A = A0`, and set that."
        : null,
  }),
  TDL6009: entry<{ name: string; reason: string }>({
    severity: "error",
    message: ({ name, reason }) => `The sweep of ${name} can not be laid out: ${reason}.`,
  }),
  TDL6011: entry<{ what: string; limit: number }>({
    severity: "error",
    message: ({ what, limit }) => `The model is too large: it has more than ${limit} ${what}.`,
  }),
  TDL6012: entry<{ experiment: string }>({
    severity: "warning",
    message: ({ experiment }) => `The experiment ${experiment} does not say how long it runs.`,
    suggestion: () => "Add `until 10 s`, or give --until on the command line.",
  }),
  TDL6014: entry<{ name: string; as: string; reason: string }>({
    severity: "error",
    message: ({ name, as, reason }) => `\`${name}\` can not be treated as ${as}: ${reason}.`,
    suggestion: () => "Name plain species, each once.",
  }),
  TDL6015: entry<{ name: string; reason: string }>({
    severity: "error",
    message: ({ name, reason }) => `There is no sensitivity to \`${name}\` here: ${reason}.`,
    suggestion: ({ reason }) =>
      reason === "it is a species"
        ? "Give the species its initial value through a parameter, as in `species A = A0`, and name that."
        : null,
  }),
  TDL6016: entry<{ method: string }>({
    severity: "error",
    message: ({ method }) => `Sensitivities are computed by the method ode, not by ${method}.`,
    suggestion: () => "Use `method ode`, or compare stochastic runs at two values of the parameter.",
  }),
  TDL6017: entry<{ name: string; reason: string }>({
    severity: "error",
    message: ({ name, reason }) => `The sensitivity to \`${name}\` can not be computed: ${reason}.`,
    suggestion: () => "Run the model at two values of the parameter with `sweep`, and compare.",
  }),
  TDL6013: entry<{ name: string }>({
    severity: "error",
    message: ({ name }) => `The experiment gives \`${name}\` twice.`,
    suggestion: () => "Set or sweep each parameter once.",
  }),
  TDL6020: entry<{ experiment: string }>({
    severity: "warning",
    message: ({ experiment }) =>
      `The experiment ${experiment} measures nothing: its model has no species, molecules, variables or observables.`,
    suggestion: () => "Add what changes, or an `observe`.",
  }),
  TDL6021: entry<{ experiment: string }>({
    severity: "warning",
    message: ({ experiment }) =>
      `The experiment ${experiment} ends before its second result: only its start and its end are measured.`,
    suggestion: () => "Make `every` shorter than `until`, or leave it out for 200 intervals.",
  }),
  TDL6022: entry<{ experiment: string }>({
    severity: "warning",
    message: ({ experiment }) =>
      `The replicates of ${experiment} are all the same: nothing is drawn at random under \`ode\`.`,
    suggestion: () => "Leave `replicates` out, or choose a stochastic method such as `ssa`.",
  }),
  TDL6023: entry<{ what: string; experiment: string }>({
    severity: "warning",
    message: ({ what, experiment }) =>
      `${what} has no effect: it would begin after the experiment ${experiment} has ended.`,
    suggestion: () => "Begin it earlier, or make `until` longer.",
  }),
};
