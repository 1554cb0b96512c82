/**
 * How a diffusing amount spreads over a line of equal cells in a given time: the exact solution of
 * du/dt = (D / a^2) (u[i-1] - 2 u[i] + u[i+1]), whose kernel is exp(-2q) I_m(2q) with q = D t / a^2 and the modified
 * Bessel functions I_m (Lindeberg 1990, doi:10.1109/34.49051). It is positive for every t and adds up to 1.
 *
 * The Bessel functions come from their recurrence, run downwards (Miller's algorithm; Gautschi 1967,
 * doi:10.1137/1009002), which their sum normalises.
 */

/** Shares below this are left out. */
const smallestShare = 1e-13;

/**
 * Shares that go m cells far, for m = 0, 1, …; the same to both sides. On a ring of `period` cells, ways around it are
 * added up, up to half of it; the cell just opposite is then met from both sides, with half its share each.
 */
export function latticeKernel(q: number, period: number): Float64Array {
  const half = period / 2;
  // All modes but the mean have died out by then.
  if (q * (2 - 2 * Math.cos((2 * Math.PI) / period)) > 45) return evenKernel(period);
  const line = lineKernel(2 * q);
  if (line.length - 1 < half) return line;
  const ring = new Float64Array(period);
  for (let m = 0; m < line.length; m++) {
    ring[m % period] += line[m];
    if (m > 0) ring[(period - (m % period)) % period] += line[m];
  }
  const kernel = ring.slice(0, Math.floor(half) + 1);
  if (Number.isInteger(half)) kernel[half] /= 2;
  return kernel;
}

function evenKernel(period: number): Float64Array {
  const half = period / 2;
  const kernel = new Float64Array(Math.floor(half) + 1).fill(1 / period);
  if (Number.isInteger(half)) kernel[half] /= 2;
  return kernel;
}

/** exp(-z) I_m(z). */
function lineKernel(z: number): Float64Array {
  // Enough orders that what lies beyond is below the smallest share.
  const orders = z < 1e-3 ? 8 : Math.ceil(9 * Math.sqrt(z) + 20);
  const kernel = new Float64Array(orders + 1);
  if (z < 1e-30) {
    kernel[0] = 1;
    return kernel.subarray(0, 1);
  }
  let above = 0;
  let value = 1e-280;
  for (let m = orders; m >= 0; m--) {
    kernel[m] = value;
    const below = above + ((2 * m) / z) * value;
    above = value;
    value = below;
    if (value > 1e280) {
      for (let k = m; k <= orders; k++) kernel[k] *= 1e-280;
      above *= 1e-280;
      value *= 1e-280;
    }
  }
  let sum = 0;
  for (let m = orders; m > 0; m--) sum += 2 * kernel[m];
  sum += kernel[0];
  let length = 1;
  for (let m = 0; m <= orders; m++) {
    kernel[m] /= sum;
    if (kernel[m] > smallestShare) length = m + 1;
  }
  return kernel.subarray(0, length);
}
