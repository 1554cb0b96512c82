import { describe, expect, it } from "vitest";
import {
  parseDuration,
  parseReplicates,
  parseRunArguments,
  parseSettings,
} from "../../../runtime/runOptions.ts";

describe("times", () => {
  it.each([
    ["10", 10],
    ["10 s", 10],
    ["1.5 min", 90],
    ["200ms", 0.2],
  ])("%j is %d s", (text, seconds) => {
    expect(parseDuration(text, "--until")).toBe(seconds);
  });

  it.each([
    ["soon", '--until needs a time such as "10 s", not "soon".'],
    ["10 uM", '--until needs a time, but "10 uM" is of dimension concentration.'],
    ["10 sec", "--until has a unit that is not known: sec."],
  ])("%j is refused", (text, message) => {
    expect(() => parseDuration(text, "--until")).toThrow(message);
  });
});

describe("settings", () => {
  it.each([
    ["k=0.05,0.2", ["0.05", "0.2"]],
    ["k=1e-3,12", ["1e-3", "12"]],
    ["k=1, 2.5e1 /nM/s", ["1 /nM/s", "2.5e1 /nM/s"]],
    ["k=1,20nM", ["1nM", "20nM"]],
    ["k=1 nM, 2 uM", ["1 nM", "2 uM"]],
  ])("a unit at the end of the list %j counts for all of it", (text, values) => {
    expect(parseSettings([text]).sweeps).toEqual([{ parameter: "k", values }]);
  });

  it("one value sets a parameter, several are compared", () => {
    const { parameters, sweeps } = parseSettings(["kon=4 /uM/s", "k = 1, 2,5", "__proto__=3"]);
    expect([...parameters]).toEqual([
      ["kon", "4 /uM/s"],
      ["__proto__", "3"],
    ]);
    expect(sweeps).toEqual([{ parameter: "k", values: ["1", "2", "5"] }]);
  });

  it.each(["k", "=3", "k=", "k=1,,2", ""])("%j is refused", (text) => {
    expect(() => parseSettings([text])).toThrow(`--set needs NAME=VALUE, not "${text}".`);
  });

  it("a parameter is set once", () => {
    expect(() => parseSettings(["k=1", "k=1,2"])).toThrow("--set gives k twice.");
  });
});

it.each(["0", "-1", "1.5", "many", "1e400"])("%j is no number of replicates", (text) => {
  expect(() => parseReplicates(text, "--replicates")).toThrow(/whole number from 1/);
});

describe("arguments", () => {
  it("are read with = and without", () => {
    const parsed = parseRunArguments(["--until=2 min", "--seed", "7", "--set", "a=1", "--set=b=2", "--json"]);
    expect(parsed.experiment.until).toBe(120);
    expect(parsed.experiment.seed).toBe("7");
    expect([...(parsed.experiment.parameters ?? [])]).toEqual([
      ["a", "1"],
      ["b", "2"],
    ]);
    expect(parsed).toMatchObject({ out: null, json: true, quiet: false, help: false });
  });

  it.each([
    [["--untill", "3"], "There is no option --untill; did you mean --until?"],
    [["--frobnicate"], "There is no option --frobnicate."],
    [["run.csv"], 'The argument "run.csv" is not an option; options begin with --.'],
    [["--out"], "The option --out needs a value: --out PATH."],
    [["--json=yes"], "The option --json takes no value."],
    [["--seed", "1", "--seed", "2"], "The option --seed is given twice."],
  ])("%j are refused", (argv, message) => {
    expect(() => parseRunArguments(argv)).toThrow(message);
  });
});
