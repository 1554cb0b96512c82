/** Patterns: plain species, molecules with sites, complexes. */
import type { Span } from "../../diagnostics/source.ts";
import type { Name, Path } from "./common.ts";

/**
 * One connected complex (or one plain species). `members` has one entry for a plain species or a single
 * molecule. `braced` marks `{ A(..), B(..) }`: connected by bonds that are not stated.
 */
export interface Pattern {
  readonly kind: "pattern";
  readonly braced: boolean;
  readonly members: readonly MemberPattern[];
  readonly span: Span;
}

/** `Ca`, `camkii.Ca`, `a: Actin(barbed[.])`, `CaM(k[.]) in psd`. */
export interface MemberPattern {
  readonly label: Name | null;
  readonly type: Path;
  /** Null for a plain name without parentheses. */
  readonly sites: readonly SitePattern[] | null;
  readonly compartment: Path | null;
  readonly span: Span;
}

/** `T286{u -> p}[.]`; a state part, a bond part, both, or (an error with a fix-it) neither. */
export interface SitePattern {
  readonly name: Name;
  readonly state: StateEdit | null;
  readonly bond: BondEdit | null;
  readonly span: Span;
}

/** `{p}` has no `to`; `{u -> p}` has one. */
export interface StateEdit {
  readonly from: StatePattern;
  readonly to: StatePattern | null;
  readonly span: Span;
}

export type StatePattern =
  | { readonly kind: "is"; readonly state: Name; readonly span: Span }
  | { readonly kind: "variable"; readonly name: Name; readonly span: Span }
  | { readonly kind: "any"; readonly span: Span };

export interface BondEdit {
  readonly from: BondPattern;
  readonly to: BondPattern | null;
  readonly span: Span;
}

export type BondPattern =
  | { readonly kind: "free"; readonly span: Span }
  | { readonly kind: "bound"; readonly span: Span }
  | { readonly kind: "either"; readonly span: Span }
  /** `s[?b]`: free or bound as the labels say that a table keyed by `b` has. */
  | { readonly kind: "variable"; readonly name: Name; readonly span: Span }
  | { readonly kind: "label"; readonly label: number; readonly span: Span }
  /** `s[Kinase.x]`: bound to that site of that type. */
  | { readonly kind: "partner"; readonly path: Path; readonly span: Span };
