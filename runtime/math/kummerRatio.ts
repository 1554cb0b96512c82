/**
 * The ratio M(a + 1, b + 1, z) / M(a, b, z) of Kummer's functions M = 1F1. Where the terms of the power series are all
 * positive (DLMF 13.2.2, for z < 0 after Kummer's transformation 13.2.39) it is that of two sums, as the fraction first
 * settles on a wrong value there when z is large (Gautschi 1977, Math Comp 31:994). Elsewhere by Gauss's continued fraction
 *
 *     1 / (1 + p_2 / (1 + p_3 / (1 + ...)))
 *
 * with p_2k = z (a - b - k + 1) / ((b + 2k - 2) (b + 2k - 1)) and p_2k+1 = z (a + k) / ((b + 2k - 1) (b + 2k)):
 * DLMF 13.5.1, evaluated by the method of Lentz (Thompson and Barnett 1986, J Comput Phys 64:490,
 * doi:10.1016/0021-9991(86)90046-X). For a = -n it ends. Derivatives follow from the same terms, last one first.
 */

/** The series takes some |z| + 10 sqrt |z|; the fraction far fewer, where it converges. */
const mostKummerTerms = 1_000_000;
/** A factor nearer to 1 than this changes no double. */
const noChange = 1e-16;
/** Stands for 0 where Lentz's method divides: with its inverse still a double, and far below any term. */
const nearlyNothing = 1e-300;

/** Term j >= 2 of the fraction. */
function kummerTerm(j: number, a: number, b: number, z: number): number {
  const k = Math.floor(j / 2);
  const upper = j % 2 === 0 ? a - b - k + 1 : a + k;
  return (z * upper) / ((b + j - 2) * (b + j - 1));
}

/** The value and how many terms it took; NaN where there is none (b = 0, -1, ...), or the terms are too many. */
function kummerFraction(a: number, b: number, z: number): { readonly value: number; readonly terms: number } {
  let value = 1;
  let c = 1;
  let d = 0;
  for (let j = 2; j < mostKummerTerms; j++) {
    const p = kummerTerm(j, a, b, z);
    d = 1 / away(1 + p * d);
    c = away(1 + p / c);
    const factor = c * d;
    value *= factor;
    if (!(Math.abs(factor - 1) > noChange)) return { value: 1 / value, terms: j };
  }
  return { value: NaN, terms: 0 };
}

/** Not so near to 0 that its inverse is none. */
function away(x: number): number {
  return Math.abs(x) < nearlyNothing ? nearlyNothing : x;
}

/** Sums beyond its inverse are multiplied by it, with the terms: only their ratios are asked for. */
const kummerScale = 1e-200;

/**
 * Sums of positive terms t_n and u_n, those of M(a, b, z) and of M(a + rise, b + 1, z), and slopes of their ratio u / t by
 * a, b and z. NaN for too many terms.
 */
function kummerSums(
  a: number,
  b: number,
  z: number,
  rise: number,
): readonly [number, number, number, number] {
  let [t, u] = [1, 1];
  let [sumT, sumU] = [1, 1];
  // Sums of the terms times their logarithmic slopes by a and b, and times n.
  let [aT, aU, bT, bU, nT, nU] = [0, 0, 0, 0, 0, 0];
  let [slopeAT, slopeAU, slopeBT, slopeBU] = [0, 0, 0, 0];
  for (let n = 0; n < mostKummerTerms; n++) {
    const upperU = a + rise + n;
    const lowerU = b + 1 + n;
    const ratioT = ((a + n) * z) / ((b + n) * (n + 1));
    const ratioU = (upperU * z) / (lowerU * (n + 1));
    t *= ratioT;
    u *= ratioU;
    slopeAT += 1 / (a + n);
    slopeAU += 1 / upperU;
    slopeBT -= 1 / (b + n);
    slopeBU -= 1 / lowerU;
    sumT += t;
    sumU += u;
    aT += t * slopeAT;
    aU += u * slopeAU;
    bT += t * slopeBT;
    bU += u * slopeBU;
    nT += t * (n + 1);
    nU += u * (n + 1);
    // Beyond their largest term they fall at least as fast as powers of the last ratio.
    const isLast =
      ratioT < 1 &&
      ratioU < 1 &&
      t * (n + 2) < noChange * (1 - ratioT) * nT &&
      u * (n + 2) < noChange * (1 - ratioU) * nU;
    if (isLast || (t === 0 && u === 0)) {
      const value = sumU / sumT;
      return [value, (aU - value * aT) / sumT, (bU - value * bT) / sumT, (nU - value * nT) / (sumT * z)];
    }
    if (nT > 1 / kummerScale || nU > 1 / kummerScale) {
      t *= kummerScale;
      u *= kummerScale;
      sumT *= kummerScale;
      sumU *= kummerScale;
      aT *= kummerScale;
      aU *= kummerScale;
      bT *= kummerScale;
      bU *= kummerScale;
      nT *= kummerScale;
      nU *= kummerScale;
    }
  }
  return [NaN, NaN, NaN, NaN];
}

/** The ratio and its slopes by a, b and z where all terms are positive; else null. */
function positiveKummer(a: number, b: number, z: number): readonly [number, number, number, number] | null {
  if (a > 0 && b > 0 && z > 0) return kummerSums(a, b, z, 1);
  if (!(b > a && a > 0 && z < 0)) return null;
  const [value, byA, byB, byZ] = kummerSums(b - a, b, -z, 0);
  return [value, -byA, byA + byB, -byZ];
}

/** M(a + 1, b + 1, z) / M(a, b, z). */
export function kummerRatio(_index: number, a: number, b: number, z: number): number {
  const sums = positiveKummer(a, b, z);
  if (sums !== null) return sums[0];
  return kummerFraction(a, b, z).value;
}

/** Its derivative by a (index 0), b (1) or z (2). */
export function kummerRatioPartial(index: number, a: number, b: number, z: number): number {
  const sums = positiveKummer(a, b, z);
  if (sums !== null) return sums[index + 1];
  const own = kummerFraction(a, b, z).terms;
  // Where a term vanishes the fraction ends, but its derivative does not.
  const near = kummerFraction(a + 0.5, b + 0.25, z).terms;
  if (own === 0 || near === 0) return NaN;
  const terms = own > near ? own : near;
  let tail = 0;
  let slope = 0;
  for (let j = terms; j >= 2; j--) {
    const below = away(1 + tail);
    const p = kummerTerm(j, a, b, z);
    tail = p / below;
    slope = (kummerTermSlope(index, j, a, b, z) - tail * slope) / below;
  }
  const below = away(1 + tail);
  return -slope / (below * below);
}

function kummerTermSlope(index: number, j: number, a: number, b: number, z: number): number {
  const k = Math.floor(j / 2);
  const isEven = j % 2 === 0;
  const upper = isEven ? a - b - k + 1 : a + k;
  const lower = (b + j - 2) * (b + j - 1);
  if (index === 2) return upper / lower;
  if (index === 0) return z / lower;
  const ofUpper = isEven ? -z / lower : 0;
  return ofUpper - ((z * upper) / lower) * (1 / (b + j - 2) + 1 / (b + j - 1));
}
