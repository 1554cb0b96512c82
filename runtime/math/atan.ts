/** atan(x) in radians, error below one unit in the last place; fdlibm's s_atan. */

/** atan of 1/2, 1, 3/2 and infinity, as high + low. */
const atanHigh = [
  4.63647609000806093515e-1, 7.85398163397448278999e-1, 9.82793723247329054082e-1, 1.570796326794896558,
] as const;
const atanLow = [
  2.26987774529616870924e-17, 3.06161699786838301793e-17, 1.39033110312309984516e-17,
  6.12323399573676603587e-17,
] as const;

export function fdAtan(x: number): number {
  if (x !== x) return NaN;
  const size = Math.abs(x);
  if (size >= 73786976294838206464) return x > 0 ? 1.5707963267948966 : -1.5707963267948966;
  if (size < 0.4375) return size < 7.450580596923828e-9 ? x : x - x * atanTail(x);
  let t: number;
  let part: 0 | 1 | 2 | 3;
  if (size < 1.1875) {
    if (size < 0.6875) {
      part = 0;
      t = (2 * size - 1) / (2 + size);
    } else {
      part = 1;
      t = (size - 1) / (size + 1);
    }
  } else if (size < 2.4375) {
    part = 2;
    t = (size - 1.5) / (1 + 1.5 * size);
  } else {
    part = 3;
    t = -1 / size;
  }
  const value = atanHigh[part] - (t * atanTail(t) - atanLow[part] - t);
  return x < 0 ? -value : value;
}

/** 1 - atan(t) / t on [-7/16, 7/16]. */
function atanTail(t: number): number {
  const z = t * t;
  const w = z * z;
  const odd =
    z *
    (3.33333333333329318027e-1 +
      w *
        (1.42857142725034663711e-1 +
          w *
            (9.09088713343650656196e-2 +
              w *
                (6.66107313738753120669e-2 +
                  w * (4.97687799461593236017e-2 + w * 1.62858201153657823623e-2)))));
  const even =
    w *
    (-1.99999999998764832476e-1 +
      w *
        (-1.1111110405462355788e-1 +
          w *
            (-7.69187620504482999495e-2 + w * (-5.83357013379057348645e-2 + w * -3.6531572744216915527e-2))));
  return odd + even;
}
