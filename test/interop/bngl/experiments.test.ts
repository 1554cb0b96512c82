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

test("a simulation that goes on from another one is left out with a notice", () => {
  const text = `${blocks}simulate_ode({t_end=>1,n_steps=>1})\nsimulate_ode({t_end=>2,n_steps=>1})\n`;
  expect(problems(text)).toEqual(["TDL9003 simulate_ode({t_end=>2,n_steps=>1})"]);
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

test("an action that writes files is left out with a notice", () => {
  expect(problems(`${blocks}writeSBML()\n`)).toEqual(["TDL9003 writeSBML()"]);
});
