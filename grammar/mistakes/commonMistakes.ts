/** The mistakes that have a message of their own, in the order in which they are looked for. */
import { bangForBond, complexWithoutBraces, dotForComma, tildeForState } from "./molecules.ts";
import {
  chainedComparison,
  flowWithoutPrime,
  markInName,
  missingEquals,
  numberForName,
  placeAfterValue,
  reservedName,
  singleQuote,
} from "./names.ts";
import type { Place } from "./place.ts";
import { commaInNumber, partedUnit, unknownUnit } from "./quantities.ts";
import { commaForAt, emptySide, missingAt, missingName, missingRate, partedArrow } from "./rules.ts";

/** Reports a mistake and gives true, or gives false where it is not that one. */
type Recognise = (place: Place) => boolean;

const commonMistakes: readonly Recognise[] = [
  partedArrow,
  missingAt,
  commaForAt,
  bangForBond,
  tildeForState,
  dotForComma,
  commaInNumber,
  unknownUnit,
  partedUnit,
  singleQuote,
  numberForName,
  markInName,
  flowWithoutPrime,
  emptySide,
  missingEquals,
  placeAfterValue,
  reservedName,
  missingName,
  missingRate,
  chainedComparison,
  complexWithoutBraces,
];

/** True when one was reported. */
export function commonMistake(place: Place): boolean {
  return commonMistakes.some((recognise) => recognise(place));
}
