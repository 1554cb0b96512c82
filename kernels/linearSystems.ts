/** The systems (shift I - J) x = b of implicit methods, J being the Jacobian that was evaluated last. */
import { factorise, solveFactors } from "./sparseFactors";
import { countFactorisation } from "./stepping";

/** Makes ready to solve. False when that can not be done. */
export function prepare(shift: f64): bool {
  countFactorisation();
  return factorise(shift);
}

/** b becomes (shift I - J)^-1 b. */
export function solve(b: usize): void {
  solveFactors(b);
}
