/** Names that only exist inside an expression: arguments of a function, `t` of a stimulus, labels of a pattern. */
import type { ValueType } from "./valueType.ts";

export type Locals = ReadonlyMap<string, ValueType>;
export const noLocals: Locals = new Map();
