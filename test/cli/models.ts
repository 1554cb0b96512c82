/** Small models for the tests of the commands. */

/** Decay by one rule; one deterministic and one stochastic experiment. */
export const decay = `language 1.0

model Decay "First-order decay" {
  compartment cell { volume 1 um^3 }
  species A in cell = 1000 count
  param k = 1 /s
  rule decay: A -> nothing @ k
  observe a = count A
}
`;

export const oneExperiment = `${decay}
experiment fall of Decay { method ode until 2 s every 1 s }
`;

export const twoExperiments = `${oneExperiment}
experiment chance of Decay { method ssa until 2 s every 1 s seed "7" }
`;

/** One error: a name that is not declared. */
export const mistyped = oneExperiment.replace("@ k\n", "@ kk\n");
