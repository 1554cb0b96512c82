/** sinh(x), error below two units in the last place; fdlibm's e_sinh. */
import { fdExp } from "./exp.ts";
import { fdExpm1 } from "./expm1.ts";

export function fdSinh(x: number): number {
  const size = Math.abs(x);
  const half = x < 0 ? -0.5 : 0.5;
  if (size < 22) {
    if (size < 3.725290298461914e-9) return x;
    const t = fdExpm1(size);
    return size < 1 ? half * (2 * t - (t * t) / (t + 1)) : half * (t + t / (t + 1));
  }
  if (size < 709.782712893384) return half * fdExp(size);
  if (size <= 710.4758600739439) {
    const w = fdExp(0.5 * size);
    return half * w * w;
  }
  return x * Infinity;
}
