/** How options of a run are written on a command line, the same for every program that runs models. */
import { didYouMean } from "./nearestName.ts";
import type { ParameterValue } from "./parameterValues.ts";
import type { ExperimentOptions } from "./plannedExperiment.ts";
import { SimulationError } from "./simulationError.ts";
import { describeDimension, equalDimensions, timeDimension } from "./units/dimension.ts";
import { parseQuantity } from "./units/quantity.ts";

export interface RunArguments {
  readonly experiment: ExperimentOptions;
  /** A path, "-" for standard output, or null. */
  readonly out: string | null;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly anyRange: boolean;
  readonly help: boolean;
}

export interface RunOptionSpec {
  readonly name: string;
  /** What follows the option; null for one without a value. */
  readonly value: string | null;
  readonly help: string;
}

export const runOptionSpecs: readonly RunOptionSpec[] = [
  { name: "until", value: "T", help: 'end of the run, as "10 s" or "5 min"; a bare number is in seconds' },
  { name: "every", value: "DT", help: "output interval, written like the end" },
  { name: "seed", value: "S", help: "any text; the same seed gives the same run" },
  { name: "replicates", value: "N", help: "number of runs with different random numbers" },
  {
    name: "selection",
    value: "NAME",
    help: "exact runs: how reactions are chosen, as partial, kernel or two-level; without it by the model",
  },
  {
    name: "solver",
    value: "NAME",
    help: "deterministic runs: the solver, as rodas5p or ndf_kernel; without it by stiffness and size",
  },
  {
    name: "set",
    value: "NAME=VALUE",
    help: 'a parameter, as kon="4 /uM/s"; a bare number is in its own unit; k=1,2,5 compares values',
  },
  {
    name: "any-range",
    value: null,
    help: "also values outside the ranges that parameters are declared with; they are noted",
  },
  {
    name: "out",
    value: "PATH",
    help: "write the table to a .csv file and a run record beside it; - prints CSV",
  },
  { name: "json", value: null, help: "print the run record as JSON and nothing else" },
  { name: "quiet", value: null, help: "print no notes and no progress" },
  { name: "help", value: null, help: "print this text" },
];

function refuseInput(message: string): never {
  throw new SimulationError("badInput", message);
}

/**
 * A time in s from "10 s", "5 min" or a bare number of seconds.
 * @throws SimulationError badInput for anything else.
 */
export function parseDuration(text: string, option: string): number {
  const quantity = parseQuantity(text);
  if (!quantity.ok) {
    return refuseInput(
      quantity.reason === "unknown unit"
        ? `${option} has a unit that is not known: ${quantity.text}.`
        : `${option} needs a time such as "10 s", not "${text}".`,
    );
  }
  if (quantity.unit !== null && !equalDimensions(quantity.dimension, timeDimension)) {
    refuseInput(
      `${option} needs a time, but "${text}" is of dimension ${describeDimension(quantity.dimension)}.`,
    );
  }
  return quantity.value;
}

/** @throws SimulationError badInput for anything but a whole number from 1. */
export function parseReplicates(text: string, option: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text.trim()) || !Number.isSafeInteger(value) || value < 1) {
    refuseInput(`${option} needs a whole number from 1, not "${text}".`);
  }
  return value;
}

/**
 * Settings `NAME=VALUE`; with several values between commas the parameter is swept.
 * @throws SimulationError badInput for one without name or value, or a parameter that is set twice.
 */
export function parseSettings(
  texts: readonly string[],
): Required<Pick<ExperimentOptions, "parameters" | "sweeps">> {
  const parameters = new Map<string, ParameterValue>();
  const sweeps = new Map<string, readonly string[]>();
  for (const text of texts) {
    const equals = text.indexOf("=");
    const name = text.slice(0, Math.max(0, equals)).trim();
    const values = text
      .slice(equals + 1)
      .split(",")
      .map((value) => value.trim());
    if (name === "" || values.includes("")) refuseInput(`--set needs NAME=VALUE, not "${text}".`);
    if (parameters.has(name) || sweeps.has(name)) refuseInput(`--set gives ${name} twice.`);
    if (values.length === 1) parameters.set(name, values[0]);
    else sweeps.set(name, withCommonUnit(values));
  }
  return { parameters, sweeps: [...sweeps].map(([parameter, values]) => ({ parameter, values })) };
}

/** `1, 2 /nM/s`: a unit at the end of a list of bare numbers counts for all of them. */
function withCommonUnit(values: readonly string[]): readonly string[] {
  const isBare = (value: string): boolean => value !== "" && Number.isFinite(Number(value));
  const last = values.at(-1) ?? "";
  const unit = /^[+-]?[\d.]+(?:[eE][+-]?\d+)?(\s*[^\d.\s].*)$/.exec(last)?.[1];
  if (isBare(last) || unit === undefined || !values.slice(0, -1).every(isBare)) return values;
  return values.map((value, i) => (i === values.length - 1 ? value : `${value}${unit}`));
}

/**
 * Reads the arguments of an emitted simulator.
 * @throws SimulationError badInput with one plain sentence.
 */
export function parseRunArguments(argv: readonly string[]): RunArguments {
  const given = new Map<string, string[]>();
  for (let i = 0; i < argv.length; i++) {
    const match = /^--([^=]+)(?:=(.*))?$/s.exec(argv[i]);
    if (match === null) refuseInput(`The argument "${argv[i]}" is not an option; options begin with --.`);
    const [, name, attached] = match;
    const spec = runOptionSpecs.find((candidate) => candidate.name === name);
    if (spec === undefined) {
      const names = runOptionSpecs.map((candidate) => `--${candidate.name}`);
      return refuseInput(`There is no option --${name}${didYouMean(`--${name}`, names)}`);
    }
    let value = attached;
    if (spec.value === null) {
      if (value !== undefined) refuseInput(`The option --${name} takes no value.`);
      value = "";
    } else if (value === undefined) {
      i++;
      value = argv[i];
      if (value === undefined) refuseInput(`The option --${name} needs a value: --${name} ${spec.value}.`);
    }
    const earlier = given.get(name) ?? [];
    if (earlier.length > 0 && name !== "set") refuseInput(`The option --${name} is given twice.`);
    given.set(name, [...earlier, value]);
  }
  const single = (name: string): string | undefined => given.get(name)?.[0];
  const until = single("until");
  const every = single("every");
  const seed = single("seed");
  const replicates = single("replicates");
  const selection = single("selection");
  const solver = single("solver");
  return {
    experiment: {
      ...(until === undefined ? {} : { until: parseDuration(until, "--until") }),
      ...(every === undefined ? {} : { every: parseDuration(every, "--every") }),
      ...(seed === undefined ? {} : { seed }),
      ...(replicates === undefined ? {} : { replicates: parseReplicates(replicates, "--replicates") }),
      ...(selection === undefined ? {} : { selection }),
      ...(solver === undefined ? {} : { solver }),
      ...parseSettings(given.get("set") ?? []),
    },
    out: single("out") ?? null,
    json: given.has("json"),
    quiet: given.has("quiet"),
    anyRange: given.has("any-range"),
    help: given.has("help"),
  };
}
