/** tanh(x), error below two units in the last place; fdlibm's s_tanh. */
import { fdExpm1 } from "./expm1.ts";

export function fdTanh(x: number): number {
  const size = Math.abs(x);
  if (size < 2.7755575615628914e-17) return x;
  let value: number;
  if (size >= 22) value = 1;
  else if (size >= 1) value = 1 - 2 / (fdExpm1(2 * size) + 2);
  else {
    const t = fdExpm1(-2 * size);
    value = -t / (t + 2);
  }
  if (x !== x) return NaN;
  return x < 0 ? -value : value;
}
