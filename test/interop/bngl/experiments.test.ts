import { expect, test } from "vitest";
import { imported, model, problems, statement } from "./imported.ts";

const blocks = model({
  parameters: "k 2",
  molecule_types: "A()",
  seed_species: "A() 1",
  reaction_rules: "A() -> 0 k",
});

test("a simulation is an experiment", () => {
  const text = `${blocks}simulate({method=>"ode",t_end=>10,n_steps=>20,suffix=>"first"})\n`;
  expect(statement(text, "experiment")).toBe("experiment first of model { method ode until 10 s every 0.5 s");
});

test("a parameter that was set holds for the simulations after it", () => {
  const text = `${blocks}setParameter("k",5)\nsimulate_ssa({t_end=>10,n_steps=>10})\n`;
  expect(imported(text).text).toContain("set k = 5");
});

test("a simulation that goes on from another one is one experiment with it", () => {
  const text = `${blocks}simulate_ode({t_end=>1,n_steps=>1})\nsimulate_ode({t_start=>1,t_end=>3,n_steps=>4,continue=>1})\n`;
  expect(problems(text)).toEqual([]);
  expect(statement(text, "experiment ode_2")).toContain("until 3 s every 0.5 s");
});

test("what is set between two runs is set by an event", () => {
  const text = `${blocks}simulate_ode({t_end=>1,n_steps=>1})\nsetConcentration("A()",5)\naddConcentration("A","2*k")\nsimulate_ode({t_end=>2,n_steps=>1})\n`;
  expect(problems(text)).toEqual([]);
  const found = statement(text, "experiment ode_2");
  expect(found).toContain("until 3 s");
  expect(found).toContain("when time >= 1 s set count A = 5");
  expect(found).toContain("when time >= 1 s set count A = count A + 2 * k");
});

test("initial quantities that actions set are parameters of the model", () => {
  const molecules = model({
    parameters: "k 2\nA0 7",
    molecule_types: "A(b)\nB()",
    seed_species: "A(b) A0",
    reaction_rules: "A(b) -> 0 k",
  });
  const text = `${molecules}setConcentration("A(b)",10)\naddConcentration("A(b)","k")\nsetConcentration("B()",1)\nsimulate_ode({t_end=>1,n_steps=>1})\n`;
  expect(problems(text)).toEqual([]);
  expect(statement(text, "param A_initial")).toBe("param A_initial = A0");
  expect(statement(text, "init A")).toBe("init A(b[.]) = A_initial assume count");
  expect(statement(text, "species B")).toBe("species B = B_initial assume count");
  expect(statement(text, "experiment")).toContain("set A_initial = 10 + k set B_initial = 1");
});

test("parameters that are set between two runs leave the second out with a notice", () => {
  const molecules = model({
    parameters: "k 2",
    molecule_types: "A(b)",
    seed_species: "A(b) 1",
    reaction_rules: "A(b) -> 0 k",
  });
  const second = "simulate_ode({t_end=>2,n_steps=>1})";
  const text = `${molecules}simulate_ode({t_end=>1,n_steps=>1})\nsetParameter("k",5)\n${second}\n`;
  expect(problems(text)).toEqual([`TDL9003 ${second}`]);
});

test("molecules that are set between two runs are set by an event", () => {
  const molecules = model({
    parameters: "k 2",
    molecule_types: "A(b,s~u~p)",
    seed_species: "A(b,s~u) 1",
    reaction_rules: "A(b) -> 0 k",
  });
  const text = `${molecules}simulate_ode({t_end=>1,n_steps=>1})\naddConcentration("A(b,s~p)",5)\nsimulate_ode({t_end=>2,n_steps=>1})\n`;
  expect(problems(text)).toEqual([]);
  expect(statement(text, "experiment ode_2")).toContain(
    "when time >= 1 s set count A(b[.], s{p}[.]) = count A(b[.], s{p}[.]) + 5",
  );
});

test("a saved state is what later runs begin with", () => {
  const text = `${blocks}setConcentration("A()",9)\nsaveConcentrations("nine")\nsimulate_ode({t_end=>1,n_steps=>1})\nresetConcentrations("nine")\nsimulate_ode({t_end=>2,n_steps=>1})\nresetConcentrations()\nsimulate_ode({t_end=>4,n_steps=>1})\n`;
  expect(problems(text)).toEqual([]);
  expect(statement(text, "experiment ode_2")).toContain("until 2 s every 2 s set A_initial = 9");
  expect(statement(text, "experiment ode_3")).not.toContain("set A_initial");
});

test("times of results are multiples of an interval", () => {
  const text = `${blocks}simulate_ode({sample_times=>[1,2.5,10]})\n`;
  expect(problems(text)).toEqual([]);
  expect(statement(text, "experiment")).toContain("until 10 s every 0.5 s");
});

test("a beginning other than 0 matters only where the model reads the time", () => {
  const late = "simulate_ode({t_start=>5,t_end=>15,n_steps=>10})";
  expect(statement(`${blocks}${late}\n`, "experiment")).toContain("until 10 s every 1 s");
  const timed = model({
    functions: "f() = time()",
    molecule_types: "A()",
    seed_species: "A() 1",
    reaction_rules: "A() -> 0 f()",
  });
  expect(problems(`${timed}${late}\n`)).toEqual([`TDL9003 ${late}`]);
});

test("after the concentrations are reset a simulation stands for itself", () => {
  const text = `${blocks}simulate_ode({t_end=>1,n_steps=>1})\nresetConcentrations()\nsimulate_ode({t_end=>2,n_steps=>1})\n`;
  expect(problems(text)).toEqual([]);
  expect(imported(text).text?.match(/^experiment/gm)).toHaveLength(2);
});

test("a parameter scan is a sweep", () => {
  const text = `${blocks}parameter_scan({method=>"ode",parameter=>"k",par_min=>0.1,par_max=>10,n_scan_pts=>5,log_scale=>1,t_end=>10,n_steps=>1})\n`;
  expect(imported(text).text).toContain("sweep k in 0.1 .. 10 log 5");
});

test("a scan of a parameter takes the place of what was set, and leaves its last value behind", () => {
  const scan =
    'parameter_scan({method=>"ode",parameter=>"k",par_min=>1,par_max=>7,n_scan_pts=>3,t_end=>1,n_steps=>1})';
  const text = `${blocks}setParameter("k",0)\n${scan}\nsimulate_ode({t_end=>2,n_steps=>1})\n`;
  expect(problems(text)).toEqual([]);
  expect(statement(text, "experiment ode of")).not.toContain("set k");
  expect(statement(text, "experiment ode_2")).toContain("set k = 7");
});

test("an action that writes files is left out with a notice", () => {
  expect(problems(`${blocks}writeSBML()\n`)).toEqual(["TDL9003 writeSBML()"]);
});
