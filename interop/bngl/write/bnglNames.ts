/** Names that BioNetGen accepts: letters, digits and `_`, not beginning with a digit, each once. */

/** What BioNetGen's expressions know already. */
const reserved = new Set([
  ..."time t exp ln log10 log2 sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh sqrt abs".split(
    " ",
  ),
  ..."if min max sum avg rint sign floor ceil mratio tfun TFUN Sat MM Hill Arrhenius FunctionProduct".split(
    " ",
  ),
  ..."_pi _e _NA _kB _R _h _F Molecules Species".split(" "),
]);

export class BnglNames {
  readonly #taken = new Set<string>(reserved);
  readonly #known = new Map<string, string>();

  /** The name of a thing, the same whenever it is asked for. `key` tells things of one name apart. */
  of(key: string, wanted: string): string {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const name = this.fresh(wanted);
    this.#known.set(key, name);
    return name;
  }

  /** A name that nothing has yet. */
  fresh(wanted: string): string {
    const plain = identifier(wanted);
    let name = plain;
    for (let i = 2; this.#taken.has(name); i++) name = `${plain}_${i}`;
    this.#taken.add(name);
    return name;
  }
}

export function identifier(text: string): string {
  const plain = text.replace(/[^A-Za-z0-9_]+/g, "_").replace(/^_+|_+$/g, "");
  return /^[A-Za-z]/.test(plain) ? plain : `_${plain}`;
}
