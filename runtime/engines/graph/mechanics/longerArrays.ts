/** Copies of arrays with more room; what is added is 0. */
export function longerNumbers(values: Float64Array, length: number) {
  const copy = new Float64Array(length);
  copy.set(values);
  return copy;
}

export function longerIntegers(values: Int32Array, length: number) {
  const copy = new Int32Array(length);
  copy.set(values);
  return copy;
}
