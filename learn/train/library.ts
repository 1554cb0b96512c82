/**
 * The library of states from which hidden states are rebuilt: of all that were sampled, those that cover the
 * retained space best, each the one farthest from those before (Gonzalez 1985,
 * doi:10.1016/0304-3975(85)90224-5).
 */
import type { PreparedModule } from "../../compiler/surrogate/prepareModule.ts";
import { fdLog } from "../../runtime/math/log.ts";
import type { CardStructure } from "../structure.ts";

export const librarySize = 96;

export interface LibraryPlaces {
  readonly raw: readonly Float64Array[];
  /** `raw` times `scale`. */
  readonly coordinates: readonly Float64Array[];
  readonly scale: readonly number[];
}

/** Where samples lie in the space in which the nearest library state is sought: ledgers, sums, inputs. */
export function libraryPlaces(
  { submodel, inputs, kind }: PreparedModule,
  { retained, ledgers }: Pick<CardStructure, "retained" | "ledgers">,
  rows: readonly Float64Array[],
  sharedFrom: number,
): LibraryPlaces {
  const stateFrom = inputs.length;
  const sums = kind === "moments" ? submodel.retained.length : 0;
  const raw = rows.map((row) => {
    const place: number[] = [];
    for (let m = stateFrom + submodel.retained.length; m < sharedFrom; m++) if (sums > 0) place.push(row[m]);
    for (let k = 0; k < sums; k++) place.push(row[stateFrom + k]);
    inputs.forEach(({ isLog }, i) => place.push(isLog ? fdLog(Math.max(row[i], 1e-300)) : row[i]));
    return Float64Array.from(place);
  });
  const widthOf = (low: number, high: number): number => (high > low ? 1 / (high - low) : 0);
  const scale = [
    ...ledgers.map(({ low, high }) => widthOf(low, high)),
    ...retained.map(({ low, high }) => widthOf(low, high)),
    ...inputs.map(({ low, high, isLog }) => (isLog ? widthOf(fdLog(low), fdLog(high)) : widthOf(low, high))),
  ];
  const coordinates = raw.map((place) => place.map((value, i) => value * scale[i]));
  return { raw, coordinates, scale };
}

/** Indices of the chosen samples. `coordinates`: scaled, one row a sample. */
export function coverByFarthest(coordinates: readonly Float64Array[], count: number): number[] {
  if (coordinates.length === 0) return [];
  const chosen = [0];
  const distance = Float64Array.from(coordinates, (row) => squared(row, coordinates[0]));
  while (chosen.length < Math.min(count, coordinates.length)) {
    let farthest = 0;
    for (let i = 1; i < distance.length; i++) if (distance[i] > distance[farthest]) farthest = i;
    if (distance[farthest] === 0) break;
    chosen.push(farthest);
    for (let i = 0; i < distance.length; i++)
      distance[i] = Math.min(distance[i], squared(coordinates[i], coordinates[farthest]));
  }
  return chosen;
}

function squared(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum;
}
