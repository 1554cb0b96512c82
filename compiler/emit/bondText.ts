/** Bonds of one fragment in the words of the language, for comments of generated code. */

/** What a fragment says of a site's bond, with the partner's site as text. */
export type WordedBond =
  | { readonly kind: "any" | "free" | "bound" }
  | { readonly kind: "partner"; readonly partner: string }
  | { readonly kind: "link"; readonly agent: number; readonly site: number };

/** Writes `[.]`, `[_]`, `[E.s]` or `[1]`; both ends of a bond have one label. */
export class BondText {
  readonly #labels = new Map<string, number>();

  /** The bond of the given site of the given agent. */
  of(bond: WordedBond, agent: number, site: number): string {
    switch (bond.kind) {
      case "any":
        return "";
      case "free":
        return "[.]";
      case "bound":
        return "[_]";
      case "partner":
        return `[${bond.partner}]`;
      case "link": {
        const ends = [`${agent}/${site}`, `${bond.agent}/${bond.site}`].sort().join(" ");
        if (!this.#labels.has(ends)) this.#labels.set(ends, this.#labels.size + 1);
        return `[${this.#labels.get(ends)}]`;
      }
    }
  }
}
