/** Third stage of training: when the surrogate is left, states of the exact module to go on from, and probes of both. */
import type { SurrogateCard } from "../../compiler/surrogate/card.ts";
import type { PreparedModule } from "../../compiler/surrogate/prepareModule.ts";
import type { Tensor } from "../../compiler/surrogate/safetensors.ts";
import { SurrogateNet } from "../../runtime/surrogate/surrogateNet.ts";
import type { ModuleSamples } from "../sample/sampleModule.ts";
import { goldenOutputs, goldenTensors } from "../validate/golden.ts";
import { disagreementQuantile, headSpreads } from "../validate/guardCalibration.ts";
import type { LearnedLaws } from "./learnLaws.ts";
import { coverByFarthest, libraryPlaces, librarySize } from "./library.ts";

/** The surrogate is left at so many times the 99th percentile of the disagreement in training. */
const guardRoom = 1.5;
const guardMargin = 0.02;

export interface GuardAndLibrary extends Pick<SurrogateCard, "net" | "guard" | "library"> {
  /** Of the artefact, by name. */
  readonly tensors: ReadonlyMap<string, Tensor>;
}

export function guardAndLibrary(
  prepared: PreparedModule,
  { columns, sharedFrom, sampleRows, useful }: ModuleSamples,
  { learned, net: plainNet, members, data }: LearnedLaws,
): GuardAndLibrary {
  const { inputs, shared, velocities, amounts } = columns;
  const net = plainNet === null ? null : { ...plainNet, spread: headSpreads(plainNet, members, data) };
  const leave = guardRoom * disagreementQuantile(net, members, data);
  const places = libraryPlaces(prepared, learned, sampleRows, sharedFrom);
  const chosen = coverByFarthest(places.coordinates, librarySize);
  const amountFrom = sharedFrom + shared.length + velocities.length;
  const tensors = new Map<string, Tensor>();
  members.forEach((weights, i) => tensors.set(`member ${i}`, { shape: [weights.length], values: weights }));
  tensors.set("library amounts", {
    shape: [chosen.length, amounts.length],
    values: Float64Array.from(
      chosen.flatMap((i) => Array.from(sampleRows[i].subarray(amountFrom, amountFrom + amounts.length))),
    ),
  });
  tensors.set("library coordinates", {
    shape: [chosen.length, places.scale.length],
    values: Float64Array.from(chosen.flatMap((i) => Array.from(places.raw[i]))),
  });
  if (prepared.kind === "moments") {
    const first = net === null ? null : new SurrogateNet({ ...net, members: [Array.from(members[0])] });
    for (const [name, tensor] of goldenTensors(learned, first, useful)) tensors.set(name, tensor);
  } else if (net !== null) {
    const first = new SurrogateNet({ ...net, members: [Array.from(members[0])] });
    for (const [name, tensor] of goldenOutputs(inputs.length, first, useful)) tensors.set(name, tensor);
  }
  return {
    net,
    tensors,
    guard: { leave, rejoin: leave / guardRoom, margin: guardMargin },
    library: { states: chosen.length, scale: places.scale },
  };
}
