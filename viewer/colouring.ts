/** The ways to colour molecules: by type, by the state of a site, by an attribute, by how long they have existed. */
import type { GrowthScene, SceneFrame } from "./growthScene.ts";
import { categoryColour, membraneColour, scaleColour } from "./palette.ts";

export interface LegendEntry {
  readonly label: string;
  readonly colour: number;
}

export interface Colouring {
  readonly name: string;
  /** Colour of the molecule at this index of the frame. */
  colourOf(frame: SceneFrame, index: number): number;
  readonly legend: readonly LegendEntry[];
}

const unaffected = 0xb8bec6;

export function colourings(scene: GrowthScene): readonly Colouring[] {
  const byState = scene.types.flatMap((type, typeIndex) =>
    type.sites.flatMap((site, siteIndex): Colouring[] =>
      site.states.length < 2
        ? []
        : [
            {
              name: `${type.name}: ${site.name}`,
              colourOf: (frame, index) => {
                if (frame.type[index] !== typeIndex) return unaffected;
                const first = stateStart(scene, frame, index);
                return categoryColour(frame.state[first + siteIndex] ?? 0);
              },
              legend: [
                ...site.states.map((label, i) => ({ label, colour: categoryColour(i) })),
                ...others(scene, typeIndex),
              ],
            },
          ],
    ),
  );
  const byAttribute = scene.types.flatMap((type, typeIndex) =>
    type.attributes.map(({ name, unit }, attribute): Colouring => {
      const [low, high] = rangeOf(scene, typeIndex, attribute);
      const share = (value: number): number => (high > low ? (value - low) / (high - low) : 0);
      const text = (value: number): string => `${Number(value.toPrecision(3))} ${unit}`.trim();
      return {
        name: `${type.name}: ${name}`,
        colourOf: (frame, index) =>
          frame.type[index] === typeIndex
            ? scaleColour(share(frame.attribute[attributeStart(scene, frame, index) + attribute] ?? 0))
            : unaffected,
        legend: [
          ...[0, 0.5, 1].map((at) => ({ label: text(low + at * (high - low)), colour: scaleColour(at) })),
          ...others(scene, typeIndex),
        ],
      };
    }),
  );
  return [...byState, byType(scene), byAge(scene), ...byAttribute];
}

/** Molecules of other types are grey; membranes have a colour of their own. */
function others({ types }: GrowthScene, type: number): readonly LegendEntry[] {
  const names = types.filter(({ role }, i) => i !== type && role !== "membrane").map(({ name }) => name);
  return names.length === 0 ? [] : [{ label: names.join(", "), colour: unaffected }];
}

function byType(scene: GrowthScene): Colouring {
  return {
    name: "type",
    colourOf: (frame, index) => categoryColour(frame.type[index] ?? 0),
    legend: scene.types.map(({ name, role }, i) => ({
      label: name,
      colour: role === "membrane" ? membraneColour : categoryColour(i),
    })),
  };
}

/** Time since a molecule was first seen. */
function byAge(scene: GrowthScene): Colouring {
  const born = new Map<SceneFrame, Float64Array>();
  let before = new Map<string, number>();
  for (const frame of scene.frames) {
    const now = new Map<string, number>();
    const times = Float64Array.from(frame.node, (node, i) => {
      const key = `${node} ${frame.type[i]}`;
      const time = before.get(key) ?? frame.time;
      now.set(key, time);
      return time;
    });
    born.set(frame, times);
    before = now;
  }
  const last = scene.frames.at(-1)?.time ?? 1;
  return {
    name: "age",
    colourOf: (frame, index) =>
      scaleColour(last > 0 ? (frame.time - (born.get(frame)?.[index] ?? frame.time)) / last : 0),
    legend: [0, 0.5, 1].map((at) => ({
      label: `${Number((at * last).toPrecision(3))} s`,
      colour: scaleColour(at),
    })),
  };
}

function rangeOf(scene: GrowthScene, type: number, attribute: number): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const frame of scene.frames)
    frame.type.forEach((own, index) => {
      if (own !== type) return;
      const value = frame.attribute[attributeStart(scene, frame, index) + attribute] ?? 0;
      low = Math.min(low, value);
      high = Math.max(high, value);
    });
  return low <= high ? [low, high] : [0, 1];
}

interface Starts {
  readonly state: Int32Array;
  readonly attribute: Int32Array;
}

const starts = new WeakMap<SceneFrame, Starts>();

function startsOf(scene: GrowthScene, frame: SceneFrame): Starts {
  const known = starts.get(frame);
  if (known !== undefined) return known;
  const state = new Int32Array(frame.type.length);
  const attribute = new Int32Array(frame.type.length);
  let states = 0;
  let attributes = 0;
  frame.type.forEach((type, i) => {
    state[i] = states;
    attribute[i] = attributes;
    states += scene.types[type]?.sites.length ?? 0;
    attributes += scene.types[type]?.attributes.length ?? 0;
  });
  const made = { state, attribute };
  starts.set(frame, made);
  return made;
}

export function stateStart(scene: GrowthScene, frame: SceneFrame, index: number): number {
  return startsOf(scene, frame).state[index] ?? 0;
}

export function attributeStart(scene: GrowthScene, frame: SceneFrame, index: number): number {
  return startsOf(scene, frame).attribute[index] ?? 0;
}
