/** Option values that are whole numbers. */
import { InvalidArgumentError } from "commander";

/** @throws InvalidArgumentError, which the command line reports with the option's name. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError("It must be a whole number.");
  }
  return value;
}
