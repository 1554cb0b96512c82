/** Productions of surrogates. */
import type { IToken } from "chevrotain";
import type { Name, Path, StringText } from "../syntax/common.ts";
import type { Expression } from "../syntax/expression.ts";
import type {
  Surrogate,
  SurrogateAcceptance,
  SurrogateInput,
  SurrogateMethod,
  SurrogateOutput,
  SurrogateOutside,
  SurrogateTraining,
} from "../syntax/surrogate.ts";
import { p, w } from "../tokens.ts";
import type { Choices, Rule } from "./base.ts";
import { surrogateBlock } from "./blocks.ts";
import { GrowthParser } from "./growth.ts";

type Directive =
  | { readonly directive: "inputs"; readonly value: SurrogateInput[]; readonly word: IToken }
  | { readonly directive: "outputs"; readonly value: SurrogateOutput[]; readonly word: IToken }
  | { readonly directive: "method"; readonly value: SurrogateMethod; readonly word: IToken }
  | { readonly directive: "train"; readonly value: SurrogateTraining; readonly word: IToken }
  | { readonly directive: "accept"; readonly value: SurrogateAcceptance; readonly word: IToken }
  | { readonly directive: "keep"; readonly value: Expression[]; readonly word: IToken }
  | { readonly directive: "outside"; readonly value: SurrogateOutside; readonly word: IToken };

type Directives = {
  -readonly [K in Exclude<keyof Surrogate, "kind" | "name" | "of" | "span">]: Surrogate[K];
};

export abstract class SurrogateParser extends GrowthParser {
  /** surrogate := "surrogate" name "of" path "{" { directive } "}" */
  protected surrogate: Rule<Surrogate> = this.production("surrogate", () => {
    const first = this.CONSUME(w.surrogate);
    const name = this.SUBRULE(this.identifier);
    this.CONSUME(w.of);
    const of = this.SUBRULE(this.path);
    const open = this.CONSUME(p.LeftBrace);
    const directives = this.statements(surrogateBlock, this.directive);
    this.closeBlock("surrogate", open);
    const draft = this.ACTION(() => this.collect(directives));
    return { kind: "surrogate", name, of, ...draft, span: this.spanFrom(first) };
  });

  private collect(directives: readonly Directive[]): Directives {
    const draft: Directives = {
      inputs: [],
      outputs: [],
      method: null,
      train: null,
      accept: null,
      keep: [],
      outside: null,
    };
    const given = new Set<string>();
    for (const one of directives) {
      this.notTwice(given, one.word);
      switch (one.directive) {
        case "inputs":
          draft.inputs = one.value;
          break;
        case "outputs":
          draft.outputs = one.value;
          break;
        case "method":
          draft.method = one.value;
          break;
        case "train":
          draft.train = one.value;
          break;
        case "accept":
          draft.accept = one.value;
          break;
        case "keep":
          draft.keep = one.value;
          break;
        case "outside":
          draft.outside = one.value;
          break;
      }
    }
    return draft;
  }

  /** directive := inputs | outputs | kind | train | accept | keep | outside */
  protected directive: Rule<Directive> = this.production("directive", () => {
    const word = this.LA(1);
    return this.OR<Choices<Directive>>([
      {
        ALT: (): Directive => {
          const value = this.SUBRULE(this.surrogateInputs);
          return { directive: "inputs", value, word };
        },
      },
      {
        ALT: (): Directive => {
          const value = this.SUBRULE(this.surrogateOutputs);
          return { directive: "outputs", value, word };
        },
      },
      {
        ALT: (): Directive => {
          const value = this.SUBRULE(this.surrogateMethod);
          return { directive: "method", value, word };
        },
      },
      {
        ALT: (): Directive => {
          const value = this.SUBRULE(this.training);
          return { directive: "train", value, word };
        },
      },
      {
        ALT: (): Directive => {
          const value = this.SUBRULE(this.acceptance);
          return { directive: "accept", value, word };
        },
      },
      {
        ALT: (): Directive => {
          this.CONSUME(w.keep);
          const value = this.SUBRULE(this.expressions);
          return { directive: "keep", value, word };
        },
      },
      {
        ALT: (): Directive => {
          const value = this.SUBRULE(this.outside);
          return { directive: "outside", value, word };
        },
      },
    ]);
  });

  /** inputs := "inputs" path "in" expression ".." expression [ "linear" | "log" ] { "," … } */
  protected surrogateInputs: Rule<SurrogateInput[]> = this.production("surrogateInputs", () => {
    this.CONSUME(w.inputs);
    const found: SurrogateInput[] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: p.Comma,
      DEF: () => {
        const first = this.LA(1);
        const path = this.SUBRULE(this.path);
        this.CONSUME(w.in);
        const low = this.SUBRULE(this.expression);
        this.CONSUME(p.DotDot);
        const high = this.SUBRULE1(this.expression);
        const word = this.OPTION(() =>
          this.OR([{ ALT: () => this.CONSUME(w.linear) }, { ALT: () => this.CONSUME(w.log) }]),
        );
        const spacing = word?.tokenType === w.log ? "log" : "linear";
        found.push({ path, low, high, spacing, span: this.spanFrom(first) });
      },
    });
    return found;
  });

  /** outputs := "outputs" ( path | "flux" "(" path ")" ) { "," … } */
  protected surrogateOutputs: Rule<SurrogateOutput[]> = this.production("surrogateOutputs", () => {
    this.CONSUME(w.outputs);
    const found: SurrogateOutput[] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: p.Comma,
      DEF: () => {
        const first = this.LA(1);
        this.OR({
          DEF: [
            {
              ALT: () => {
                this.CONSUME(w.flux);
                this.CONSUME(p.LeftParenthesis);
                const path = this.SUBRULE(this.path);
                this.CONSUME(p.RightParenthesis);
                found.push({ quantity: "flux", path, span: this.spanFrom(first) });
              },
            },
            {
              ALT: () => {
                const path = this.SUBRULE1(this.path);
                found.push({ quantity: "value", path, span: this.spanFrom(first) });
              },
            },
          ],
          ERR_MSG: "an observable, an output or `flux(…)`",
        });
      },
    });
    return found;
  });

  /** kind := "kind" name [ quantity ] [ "retain" path { "," path } ] */
  protected surrogateMethod: Rule<SurrogateMethod> = this.production("surrogateMethod", () => {
    const first = this.CONSUME(w.kind);
    const name = this.SUBRULE(this.identifier);
    const argument = this.OPTION(() => this.SUBRULE(this.quantity)) ?? null;
    const retain: Path[] = [];
    this.OPTION1(() => {
      this.CONSUME(w.retain);
      this.AT_LEAST_ONE_SEP({ SEP: p.Comma, DEF: () => retain.push(this.SUBRULE(this.path)) });
    });
    return { name, argument, retain, span: this.spanFrom(first) };
  });

  /**
   * train := "train" { "from" "experiment" path { "," path } | "runs" expression | "sampling" name
   *   | "seed" TEXT | "budget" expression }
   */
  protected training: Rule<SurrogateTraining> = this.production("training", () => {
    const first = this.CONSUME(w.train);
    const experiments: Path[] = [];
    let runs: Expression | null = null;
    let sampling: Name | null = null;
    let seed: StringText | null = null;
    let budget: Expression | null = null;
    const given = new Set<string>();
    this.AT_LEAST_ONE({
      DEF: () => {
        const word = this.LA(1);
        this.OR([
          {
            ALT: () => {
              this.CONSUME(w.from);
              this.CONSUME(w.experiment);
              this.AT_LEAST_ONE_SEP({ SEP: p.Comma, DEF: () => experiments.push(this.SUBRULE(this.path)) });
            },
          },
          {
            ALT: () => {
              this.CONSUME(w.runs);
              runs = this.SUBRULE(this.expression);
            },
          },
          {
            ALT: () => {
              this.CONSUME(w.sampling);
              sampling = this.SUBRULE(this.identifier);
            },
          },
          {
            ALT: () => {
              this.CONSUME(w.seed);
              seed = this.SUBRULE(this.text);
            },
          },
          {
            ALT: () => {
              this.CONSUME(w.budget);
              budget = this.SUBRULE1(this.expression);
            },
          },
        ]);
        this.ACTION(() => this.notTwice(given, word));
      },
      ERR_MSG: "`from experiment`, `runs`, `sampling`, `seed` or `budget`",
    });
    return { experiments, runs, sampling, seed, budget, span: this.spanFrom(first) };
  });

  /** accept := "accept" expression { "," expression } [ "held_out" expression ] */
  protected acceptance: Rule<SurrogateAcceptance> = this.production("acceptance", () => {
    const first = this.CONSUME(w.accept);
    const conditions = this.SUBRULE(this.expressions);
    const heldOut = this.OPTION(() => {
      this.CONSUME(w.held_out);
      return this.SUBRULE(this.expression);
    });
    return { conditions, heldOut: heldOut ?? null, span: this.spanFrom(first) };
  });

  /** outside := "outside" ( "fallback" "exact" | "clamp" | "error" ) */
  protected outside: Rule<SurrogateOutside> = this.production("outside", () => {
    const first = this.CONSUME(w.outside);
    const action = this.OR<Choices<SurrogateOutside["action"]>>({
      DEF: [
        {
          ALT: (): SurrogateOutside["action"] => {
            this.CONSUME(w.fallback);
            this.CONSUME(w.exact);
            return "fallback exact";
          },
        },
        {
          ALT: (): SurrogateOutside["action"] => {
            this.CONSUME(w.clamp);
            return "clamp";
          },
        },
        {
          ALT: (): SurrogateOutside["action"] => {
            this.CONSUME(w.error);
            return "error";
          },
        },
      ],
      ERR_MSG: "`fallback exact`, `clamp` or `error`",
    });
    return { action, span: this.spanFrom(first) };
  });
}
