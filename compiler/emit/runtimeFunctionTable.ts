/** The runtime's functions and tables that generated code may use, by name. */
import { massActionDerivative, massActionJacobian } from "../../runtime/engines/ode/massAction.ts";
import { fdAtan } from "../../runtime/math/atan.ts";
import { fdCos } from "../../runtime/math/cos.ts";
import { fdCosh } from "../../runtime/math/cosh.ts";
import { fdExp } from "../../runtime/math/exp.ts";
import { fdExpm1 } from "../../runtime/math/expm1.ts";
import { integerPower } from "../../runtime/math/integerPower.ts";
import { kummerRatio, kummerRatioPartial } from "../../runtime/math/kummerRatio.ts";
import { fdLog } from "../../runtime/math/log.ts";
import { fdLog10 } from "../../runtime/math/log10.ts";
import { fdLog1p } from "../../runtime/math/log1p.ts";
import { fdPow } from "../../runtime/math/pow.ts";
import { fdSin } from "../../runtime/math/sin.ts";
import { fdSinh } from "../../runtime/math/sinh.ts";
import { fdTan } from "../../runtime/math/tan.ts";
import { fdTanh } from "../../runtime/math/tanh.ts";
import {
  exponentialInverses,
  exponentialLogs,
  exponentialOfWords,
  exponentialPoints,
  exponentialSteps,
  nextExponential,
} from "../../runtime/random/exponential.ts";
import { belowOfWord, nextBelow, nextUniform } from "../../runtime/random/xoshiro128.ts";
import { microstates } from "../../runtime/surrogate/microstates.ts";
import { surrogatePartials, surrogateValues } from "../../runtime/surrogate/surrogateNet.ts";

export const runtimeFunctionTable: ReadonlyMap<string, unknown> = new Map<string, unknown>(
  Object.entries({
    belowOfWord,
    exponentialInverses,
    exponentialLogs,
    exponentialOfWords,
    exponentialPoints,
    exponentialSteps,
    fdAtan,
    fdCos,
    fdCosh,
    fdExp,
    fdExpm1,
    integerPower,
    kummerRatio,
    kummerRatioPartial,
    fdLog,
    fdLog10,
    fdLog1p,
    fdPow,
    fdSin,
    fdSinh,
    fdTan,
    fdTanh,
    massActionDerivative,
    massActionJacobian,
    microstates,
    nextBelow,
    nextExponential,
    nextUniform,
    surrogatePartials,
    surrogateValues,
  }),
);
