/**
 * Looking ahead for choices and repetitions, by functions that are made when they are first asked. What follows where in
 * the grammar takes longer to find out for all of it than a small file takes to read, and a file uses a part of it.
 */
import { type ILookaheadStrategy, LLkLookaheadStrategy } from "chevrotain";

type OfAlternation = ILookaheadStrategy["buildLookaheadForAlternation"];
type OfOptional = ILookaheadStrategy["buildLookaheadForOptional"];

export class LazyLookahead extends LLkLookaheadStrategy implements ILookaheadStrategy {
  override buildLookaheadForAlternation(options: Parameters<OfAlternation>[0]): ReturnType<OfAlternation> {
    const make = (): ReturnType<OfAlternation> => super.buildLookaheadForAlternation(options);
    let made: ReturnType<OfAlternation> | null = null;
    return function (this: ThisParameterType<ReturnType<OfAlternation>>, alternatives) {
      made ??= make();
      return made.call(this, alternatives);
    };
  }

  override buildLookaheadForOptional(options: Parameters<OfOptional>[0]): ReturnType<OfOptional> {
    const make = (): ReturnType<OfOptional> => super.buildLookaheadForOptional(options);
    let made: ReturnType<OfOptional> | null = null;
    return function (this: ThisParameterType<ReturnType<OfOptional>>) {
      made ??= make();
      return made.call(this);
    };
  }
}
