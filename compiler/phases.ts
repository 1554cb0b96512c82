/** The phases of the compiler, in their order. */
export const phases = ["load", "parse", "bind", "check", "model", "plan", "optimise", "emit"] as const;
export type PhaseName = (typeof phases)[number];
