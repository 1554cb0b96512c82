/** Observables of a model itself and those of its parts, told apart by their names: `camkii.active` is of the part camkii. */

const memberName = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$/;

export function isOfPart({ name }: { readonly name: string }): boolean {
  return memberName.test(name);
}

/** Those of the model first, both in their order. */
export function ownFirst<T extends { readonly name: string }>(columns: readonly T[]): readonly T[] {
  const own = columns.filter((one) => !isOfPart(one));
  return own.length === 0 ? columns : [...own, ...columns.filter(isOfPart)];
}

/** Those of the model itself; of all parts where it has none. */
export function ownOrAll<T extends { readonly name: string }>(columns: readonly T[]): readonly T[] {
  const own = columns.filter((one) => !isOfPart(one));
  return own.length === 0 ? columns : own;
}
