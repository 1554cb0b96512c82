/**
 * Eigenvalues of a small real matrix: reduction to Hessenberg form by stabilised elimination, then the QR algorithm
 * with double shifts (Francis 1961, doi:10.1093/comjnl/4.3.265), after the procedures `elmhes` and `hqr` of
 * Wilkinson and Reinsch, Handbook for Automatic Computation II (1971, doi:10.1007/978-3-642-86940-2).
 */
export interface Eigenvalue {
  readonly real: number;
  readonly imaginary: number;
}

/** Rounds without progress on one eigenvalue before it is given up. */
const qrRoundLimit = 60;

/**
 * All eigenvalues of the row-major matrix, the greatest real part first; of a complex pair the one with positive
 * imaginary part first.
 * @throws RangeError when the iteration does not converge, or an entry is no finite number.
 */
export function eigenvalues(matrix: Float64Array, size: number): readonly Eigenvalue[] {
  if (!matrix.every(Number.isFinite)) throw new RangeError("a matrix entry is no finite number");
  const h = matrix.slice();
  balance(h, size);
  toHessenberg(h, size);
  const found = qrEigenvalues(h, size);
  return found.sort((a, b) => b.real - a.real || b.imaginary - a.imaginary);
}

/** Scales by powers of two so that rows and columns have like sums (Parlett and Reinsch 1969). */
function balance(a: Float64Array, n: number): void {
  for (let isChanged = true; isChanged; ) {
    isChanged = false;
    for (let i = 0; i < n; i++) {
      let row = 0;
      let column = 0;
      for (let j = 0; j < n; j++) {
        if (j === i) continue;
        row += Math.abs(a[i * n + j]);
        column += Math.abs(a[j * n + i]);
      }
      if (row === 0 || column === 0) continue;
      const before = row + column;
      let factor = 1;
      for (; column < row / 2; column *= 4) factor *= 2;
      for (; column > row * 2; column /= 4) factor /= 2;
      if ((column + row) / factor >= 0.95 * before) continue;
      isChanged = true;
      for (let j = 0; j < n; j++) a[i * n + j] /= factor;
      for (let j = 0; j < n; j++) a[j * n + i] *= factor;
    }
  }
}

function toHessenberg(a: Float64Array, n: number): void {
  for (let m = 1; m < n - 1; m++) {
    let pivot = m;
    for (let i = m; i < n; i++) {
      if (Math.abs(a[i * n + m - 1]) > Math.abs(a[pivot * n + m - 1])) pivot = i;
    }
    const value = a[pivot * n + m - 1];
    if (value === 0) continue;
    if (pivot !== m) {
      for (let j = m - 1; j < n; j++) swap(a, pivot * n + j, m * n + j);
      for (let i = 0; i < n; i++) swap(a, i * n + pivot, i * n + m);
    }
    for (let i = m + 1; i < n; i++) {
      const factor = a[i * n + m - 1] / value;
      if (factor === 0) continue;
      a[i * n + m - 1] = 0;
      for (let j = m; j < n; j++) a[i * n + j] -= factor * a[m * n + j];
      for (let k = 0; k < n; k++) a[k * n + m] += factor * a[k * n + i];
    }
  }
}

function swap(a: Float64Array, i: number, j: number): void {
  const kept = a[i];
  a[i] = a[j];
  a[j] = kept;
}

/** Of a Hessenberg matrix, which is destroyed. */
function qrEigenvalues(a: Float64Array, n: number): Eigenvalue[] {
  const found: Eigenvalue[] = [];
  let norm = 0;
  for (let i = 0; i < n; i++) for (let j = Math.max(0, i - 1); j < n; j++) norm += Math.abs(a[i * n + j]);
  let shift = 0;
  let last = n - 1;
  let rounds = 0;
  while (last >= 0) {
    let low = last;
    for (; low > 0; low--) {
      const scale = Math.abs(a[(low - 1) * n + low - 1]) + Math.abs(a[low * n + low]) || norm;
      if (Math.abs(a[low * n + low - 1]) <= 2.2e-16 * scale) {
        a[low * n + low - 1] = 0;
        break;
      }
    }
    let x = a[last * n + last];
    if (low === last) {
      found.push({ real: x + shift, imaginary: 0 });
      last--;
      rounds = 0;
      continue;
    }
    let y = a[(last - 1) * n + last - 1];
    let w = a[last * n + last - 1] * a[(last - 1) * n + last];
    if (low === last - 1) {
      found.push(...pairOfBlock(x, y, w, shift));
      last -= 2;
      rounds = 0;
      continue;
    }
    if (rounds === qrRoundLimit) throw new RangeError("the eigenvalues do not converge");
    if (rounds === 10 || rounds === 20 || rounds === 40) {
      // An unusual shift breaks cycles.
      shift += x;
      for (let i = 0; i <= last; i++) a[i * n + i] -= x;
      const s = Math.abs(a[last * n + last - 1]) + Math.abs(a[(last - 1) * n + last - 2]);
      x = 0.75 * s;
      y = x;
      w = -0.4375 * s * s;
    }
    rounds++;
    doubleStep(a, n, low, last, x, y, w);
  }
  return found;
}

/** Both eigenvalues of the last block of two. */
function pairOfBlock(x: number, y: number, w: number, shift: number): Eigenvalue[] {
  const p = 0.5 * (y - x);
  const q = p * p + w;
  const z = Math.sqrt(Math.abs(q));
  if (q < 0) {
    const real = x + shift + p;
    return [
      { real, imaginary: z },
      { real, imaginary: -z },
    ];
  }
  const sum = p + (p < 0 ? -z : z);
  const first = x + shift + sum;
  return [
    { real: first, imaginary: 0 },
    { real: sum === 0 ? first : x + shift - w / sum, imaginary: 0 },
  ];
}

/** One QR step with two shifts on rows and columns low .. last. */
function doubleStep(
  a: Float64Array,
  n: number,
  low: number,
  last: number,
  x: number,
  y: number,
  w: number,
): void {
  let p = 0;
  let q = 0;
  let r = 0;
  let m = last - 2;
  for (; m >= low; m--) {
    const z = a[m * n + m];
    const dx = x - z;
    const dy = y - z;
    p = (dx * dy - w) / a[(m + 1) * n + m] + a[m * n + m + 1];
    q = a[(m + 1) * n + m + 1] - z - dx - dy;
    r = a[(m + 2) * n + m + 1];
    const s = Math.abs(p) + Math.abs(q) + Math.abs(r);
    p /= s;
    q /= s;
    r /= s;
    if (m === low) break;
    const u = Math.abs(a[m * n + m - 1]) * (Math.abs(q) + Math.abs(r));
    const v =
      Math.abs(p) * (Math.abs(a[(m - 1) * n + m - 1]) + Math.abs(z) + Math.abs(a[(m + 1) * n + m + 1]));
    if (u <= 2.2e-16 * v) break;
  }
  for (let i = m + 2; i <= last; i++) {
    a[i * n + i - 2] = 0;
    if (i > m + 2) a[i * n + i - 3] = 0;
  }
  for (let k = m; k < last; k++) {
    const hasThird = k < last - 1;
    let scale = 1;
    if (k !== m) {
      p = a[k * n + k - 1];
      q = a[(k + 1) * n + k - 1];
      r = hasThird ? a[(k + 2) * n + k - 1] : 0;
      scale = Math.abs(p) + Math.abs(q) + Math.abs(r);
      if (scale === 0) continue;
      p /= scale;
      q /= scale;
      r /= scale;
    }
    const length = Math.sqrt(p * p + q * q + r * r);
    const s = p < 0 ? -length : length;
    if (s === 0) continue;
    if (k !== m) a[k * n + k - 1] = -s * scale;
    else if (low !== m) a[k * n + k - 1] = -a[k * n + k - 1];
    p += s;
    const cx = p / s;
    const cy = q / s;
    const cz = r / s;
    q /= p;
    r /= p;
    for (let j = k; j <= last; j++) {
      let sum = a[k * n + j] + q * a[(k + 1) * n + j];
      if (hasThird) {
        sum += r * a[(k + 2) * n + j];
        a[(k + 2) * n + j] -= sum * cz;
      }
      a[(k + 1) * n + j] -= sum * cy;
      a[k * n + j] -= sum * cx;
    }
    for (let i = low; i <= Math.min(last, k + 3); i++) {
      let sum = cx * a[i * n + k] + cy * a[i * n + k + 1];
      if (hasThird) {
        sum += cz * a[i * n + k + 2];
        a[i * n + k + 2] -= sum * r;
      }
      a[i * n + k + 1] -= sum * q;
      a[i * n + k] -= sum;
    }
  }
}
