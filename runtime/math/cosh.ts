/** cosh(x), error below two units in the last place; fdlibm's e_cosh. */
import { fdExp } from "./exp.ts";
import { fdExpm1 } from "./expm1.ts";

export function fdCosh(x: number): number {
  const size = Math.abs(x);
  if (size < 0.34657359027997264) {
    const t = fdExpm1(size);
    const w = 1 + t;
    return 1 + (t * t) / (w + w);
  }
  if (size < 22) {
    const t = fdExp(size);
    return 0.5 * t + 0.5 / t;
  }
  if (size < 709.782712893384) return 0.5 * fdExp(size);
  if (size <= 710.4758600739439) {
    const w = fdExp(0.5 * size);
    return 0.5 * w * w;
  }
  return size * Infinity;
}
