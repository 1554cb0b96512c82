/**
 * The closed, case-sensitive table of units, each with the prefixes that the field uses with it.
 *
 * Prefixes are listed by unit so that no two symbols clash (`min` is a minute, `mM` millimolar, `Pa` pascal)
 * and none is a word of the language, except `count`. Values are those of the SI brochure (9th edition, 2019);
 * the dalton is CODATA 2018. Angles and `%` are dimensionless.
 *
 * Internal units: length um, mass mg (1e-6 kg), time s, amount count (1 mol = 6.02214076e23), current fA,
 * temperature K. So volume is um^3 = fL, force pN, energy pN*um, voltage mV, conductance pS, capacitance pF,
 * and 1 uM is 602.214076 count/um^3.
 */
import {
  amountDimension,
  areaDimension,
  concentrationDimension,
  currentDimension,
  type Dimension,
  dimensionless,
  divideDimensions,
  energyDimension,
  forceDimension,
  lengthDimension,
  massDimension,
  multiplyDimensions,
  rateDimension,
  temperatureDimension,
  timeDimension,
  voltageDimension,
  volumeDimension,
} from "./dimension.ts";
import { type ExactRational, multiplyRationals, rationalOfDecimal, roundRational } from "./exactRational.ts";

/** A unit that may be written after a number. */
export interface UnitEntry {
  readonly symbol: string;
  /** Internal units in one of this unit, the correctly rounded double of `exact`. */
  readonly factor: number;
  readonly exact: ExactRational;
  readonly dimension: Dimension;
}

const prefixPowers: Readonly<Record<string, string>> = {
  z: "1e-21",
  a: "1e-18",
  f: "1e-15",
  p: "1e-12",
  n: "1e-9",
  u: "1e-6",
  m: "1e-3",
  c: "1e-2",
  d: "1e-1",
  h: "1e2",
  k: "1e3",
  M: "1e6",
  G: "1e9",
};

/** Symbol, prefixes, internal units in one of the unit, dimension. */
type UnitRow = readonly [symbol: string, prefixes: string, factor: string, dimension: Dimension];

const piDigits = "3.14159265358979323846264338327950288419716939937510";

function degreeInRadians(): ExactRational {
  const pi = rationalOfDecimal(piDigits);
  return { numerator: pi.numerator, denominator: pi.denominator * 180n };
}

const unitRows: readonly UnitRow[] = [
  ["m", "pnumck", "1e6", lengthDimension],
  ["s", "fpnum", "1", timeDimension],
  ["min", "", "60", timeDimension],
  ["h", "", "3600", timeDimension],
  ["day", "", "86400", timeDimension],
  ["g", "fpnumk", "1e3", massDimension],
  ["Da", "kM", "1.66053906660e-21", massDimension],
  ["mol", "afpnumk", "6.02214076e23", amountDimension],
  ["count", "", "1", amountDimension],
  ["M", "fpnum", "602214076", concentrationDimension],
  ["L", "afpnumd", "1e15", volumeDimension],
  ["A", "fpnum", "1e15", currentDimension],
  ["C", "fpnum", "1e15", multiplyDimensions(currentDimension, timeDimension)],
  ["V", "num", "1e3", voltageDimension],
  ["S", "fpnum", "1e12", divideDimensions(currentDimension, voltageDimension)],
  [
    "F",
    "fpnum",
    "1e12",
    divideDimensions(multiplyDimensions(currentDimension, timeDimension), voltageDimension),
  ],
  ["ohm", "kMG", "1e-12", divideDimensions(voltageDimension, currentDimension)],
  ["K", "m", "1", temperatureDimension],
  ["N", "fpnum", "1e12", forceDimension],
  ["Pa", "munhkMG", "1", divideDimensions(forceDimension, areaDimension)],
  ["J", "zafpnumkM", "1e18", energyDimension],
  ["cal", "k", "4.184e18", energyDimension],
  ["W", "fpnumk", "1e18", multiplyDimensions(energyDimension, rateDimension)],
  ["Hz", "mkMG", "1", rateDimension],
  ["rad", "m", "1", dimensionless],
  ["%", "", "1e-2", dimensionless],
];

function buildUnitTable(): ReadonlyMap<string, UnitEntry> {
  const table = new Map<string, UnitEntry>();
  const add = (symbol: string, exact: ExactRational, dimension: Dimension): void => {
    if (table.has(symbol)) throw new Error(`the unit table has ${symbol} twice`);
    table.set(symbol, { symbol, factor: roundRational(exact), exact, dimension });
  };
  for (const [symbol, prefixes, factorText, dimension] of unitRows) {
    const factor = rationalOfDecimal(factorText);
    add(symbol, factor, dimension);
    for (const prefix of prefixes) {
      const power = prefixPowers[prefix];
      if (power === undefined) throw new Error(`unknown prefix ${prefix}`);
      add(prefix + symbol, multiplyRationals(rationalOfDecimal(power), factor), dimension);
    }
  }
  add("deg", degreeInRadians(), dimensionless);
  return table;
}

const unitTable = buildUnitTable();

/** Reads both micro signs (U+00B5, U+03BC) as `u`; keeps the length of the text. */
export function normaliseMicro(text: string): string {
  return text.replace(/[\u00b5\u03bc]/g, "u");
}

/** The unit with exactly this symbol (either micro sign allowed), or null. */
export function lookupUnit(symbol: string): UnitEntry | null {
  return unitTable.get(normaliseMicro(symbol)) ?? null;
}

export function isUnitSymbol(text: string): boolean {
  return unitTable.has(normaliseMicro(text));
}

/** Every symbol, in the order of the table; micro as `u`. */
export function unitSymbols(): readonly string[] {
  return [...unitTable.keys()];
}
