/**
 * The systems (shift I - J) x = b of implicit methods: by sparse factors, or for networks whose factors would be too many
 * by Krylov's subspaces (krylov.ts).
 */
import { isOutworn, precondition, solveByKrylov } from "./krylov";
import { factorise, solveFactors } from "./sparseFactors";
import { countFactorisation } from "./stepping";

let isIterative: bool = false;
let present: f64 = 0;

export function setIterative(value: bool): void {
  isIterative = value;
}

/** The Jacobian is to be evaluated before systems of this shift are solved, although an old one is there. */
export function needsJacobian(shift: f64): bool {
  return isIterative && isOutworn(shift);
}

/** Call after each evaluation of the Jacobian, at the state y, with the shift that comes next. */
export function takeJacobian(y: usize, shift: f64): bool {
  if (!isIterative) return true;
  countFactorisation();
  return precondition(y, shift);
}

/** Makes ready to solve. False when that can not be done. */
export function prepare(shift: f64): bool {
  present = shift;
  if (isIterative) return true;
  countFactorisation();
  return factorise(shift);
}

/** b becomes (shift I - J)^-1 b. False when that can not be done. */
export function solve(b: usize): bool {
  if (isIterative) return solveByKrylov(b, present);
  solveFactors(b);
  return true;
}
