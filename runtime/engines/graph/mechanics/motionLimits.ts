/** How far a step of motion may go: what overdamped.ts keeps to, and the compiler foretells steps from. */

/** Largest estimated error of a step, as a share of the length of a node's bonds, where none is asked for. */
export const defaultMotionTolerance = 0.05;

/** Largest displacement of a node that touches nothing, as a share of the shortest reach of contacts. */
export const reachShare = 2;
