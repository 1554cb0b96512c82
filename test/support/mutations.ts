/** Texts as people and files break them: cut, joined, with words doubled, exchanged, left out or from elsewhere. */
import * as fc from "fast-check";

export type Mutation =
  | { readonly kind: "cut"; readonly at: number }
  | { readonly kind: "drop" | "double"; readonly at: number }
  | { readonly kind: "exchange"; readonly at: number; readonly with: number }
  | { readonly kind: "insert"; readonly at: number; readonly text: string };

/** Marks, look-alikes, control characters and halves of pairs that a careless reader trips over. */
const oddities = [
  ...Array.from("(){}[]<>@#\"'`,.;:|!~?%&*^+-=/\\_$\0\t\r\u00a0\u200b\u202e\ufeff\ud800µμα−–“”×°²"),
  "->",
  "<->",
  "..",
  "/*",
  "1e999",
  "-0",
  "9".repeat(400),
  "__proto__",
  "constructor",
  "((((((((",
  "begin",
  "end",
  "nothing",
];

const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("cut" as const), at: place }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom("drop" as const, "double" as const), at: place }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("exchange" as const), at: place, with: place }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("insert" as const),
      at: place,
      text: fc.oneof(fc.constantFrom(...oddities), fc.string({ maxLength: 4, unit: "binary" })),
    }),
  },
);

/** One of `texts` with a few mutations. */
export function mutated(texts: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...texts), fc.array(mutation, { minLength: 1, maxLength: 5 }))
    .map(([text, mutations]) => mutations.reduce(apply, text));
}

/** Words, numbers, single marks and the space between them. */
const piece = /\p{L}[\p{L}\p{N}_]*|\d+|\s+|[^\p{L}\d\s]/gu;

function apply(text: string, one: Mutation): string {
  const pieces = text.match(piece) ?? [];
  const at = Math.floor(one.at * pieces.length);
  switch (one.kind) {
    case "cut":
      return pieces.slice(0, at).join("");
    case "drop":
      return pieces.toSpliced(at, 1).join("");
    case "double":
      return pieces.toSpliced(at, 0, pieces[at] ?? "").join("");
    case "exchange": {
      const other = Math.floor(one.with * pieces.length);
      const first = pieces[at] ?? "";
      return pieces
        .toSpliced(at, 1, pieces[other] ?? "")
        .toSpliced(other, 1, first)
        .join("");
    }
    case "insert":
      return pieces.toSpliced(at, 0, one.text).join("");
  }
}

/** Runs of a property: with a fixed seed, or as many as FUZZ_RUNS says, with another seed each time. */
export function fuzzing(usual: number): { readonly numRuns: number; readonly seed?: number } {
  const asked = Number(process.env["FUZZ_RUNS"] ?? "");
  return asked > 0 ? { numRuns: asked } : { numRuns: usual, seed: 2026 };
}
