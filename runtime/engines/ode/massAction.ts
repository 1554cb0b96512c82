/**
 * Mass-action kinetics from tables: velocities, dy/dt and the Jacobian of many reactions in short loops.
 *
 * Above some tens of reactions tables beat generated code by far, since engines do not optimise very large
 * functions. velocity of reaction j = c[constant[j]] * product of y over its reactant entries (a reactant
 * with coefficient 2 has two entries; the statistical factor is in the constant).
 */
export interface MassActionTables {
  readonly constant: Int32Array;
  /** A state that is 0 while reaction j does not run, with the module that it belongs to; -1: it always runs. */
  readonly gate: Int32Array;
  /** Reactant entries of reaction j: reactantStart[j] .. reactantStart[j + 1]. */
  readonly reactantStart: Int32Array;
  readonly reactant: Int32Array;
  /** Net changes of reaction j. */
  readonly changeStart: Int32Array;
  readonly changeState: Int32Array;
  readonly changeAmount: Float64Array;
  /**
   * Where the partial derivative by reactant entry e is added: entries jacobianStart[e] ..
   * jacobianStart[e + 1], each an index into the non-zeros of the Jacobian and an amount.
   */
  readonly jacobianStart: Int32Array;
  readonly jacobianIndex: Int32Array;
  readonly jacobianAmount: Float64Array;
}

/** Sets dy to the sum over all tabled reactions. */
export function massActionDerivative(
  tables: MassActionTables,
  y: Float64Array,
  c: Float64Array,
  dy: Float64Array,
): void {
  const { constant, gate, reactantStart, reactant, changeStart, changeState, changeAmount } = tables;
  dy.fill(0);
  for (let j = 0; j < constant.length; j++) {
    if (gate[j] >= 0 && y[gate[j]] === 0) continue;
    let velocity = c[constant[j]];
    for (let e = reactantStart[j]; e < reactantStart[j + 1]; e++) velocity *= y[reactant[e]];
    for (let k = changeStart[j]; k < changeStart[j + 1]; k++)
      dy[changeState[k]] += changeAmount[k] * velocity;
  }
}

/** Sets the non-zeros of d(dy)/dy to the sum over all tabled reactions. */
export function massActionJacobian(
  tables: MassActionTables,
  y: Float64Array,
  c: Float64Array,
  values: Float64Array,
): void {
  const { constant, gate, reactantStart, reactant, jacobianStart, jacobianIndex, jacobianAmount } = tables;
  values.fill(0);
  for (let j = 0; j < constant.length; j++) {
    if (gate[j] >= 0 && y[gate[j]] === 0) continue;
    const end = reactantStart[j + 1];
    for (let e = reactantStart[j]; e < end; e++) {
      // The product rule: each entry in turn is left out, so that y^2 gives y + y.
      let partial = c[constant[j]];
      for (let other = reactantStart[j]; other < end; other++) if (other !== e) partial *= y[reactant[other]];
      for (let k = jacobianStart[e]; k < jacobianStart[e + 1]; k++)
        values[jacobianIndex[k]] += jacobianAmount[k] * partial;
    }
  }
}
