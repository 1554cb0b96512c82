/** How large a grid of a field may be. */

/** Cells of one field; two numbers are kept for each, and all are gone through in every step. */
export const largestFieldGrid = 1_000_000;
