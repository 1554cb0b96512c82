/** How many numbers the quasi-random points of a training have, and how many inputs they are therefore enough for. */

/** As many as there are direction numbers in learn/sample/sobol.ts. */
export const drawnDimensions = 21;
/** Of each segment of a run, beside the levels of its inputs: its length, and whether the inputs move or jump. */
export const drawsBesideLevels = 2;
/** A run has as many at least: the second one shows how the module answers a change. */
export const fewestSegments = 2;

/** 8: all segments of a run are drawn from one point. */
export const mostInputs = Math.floor(drawnDimensions / fewestSegments) - drawsBesideLevels;
