import { describe, expect, it } from "vitest";
import {
  concentrationDimension,
  describeDimension,
  dimensionless,
  divideDimensions,
  equalDimensions,
  forceDimension,
  internalUnitText,
  lengthDimension,
  makeDimension,
  multiplyDimensions,
  powerOfDimension,
  powerOfDimensionByNumber,
  timeDimension,
  volumeDimension,
} from "../../../runtime/units/dimension.ts";
import { parseUnit } from "../../../runtime/units/parseUnit.ts";

describe("dimensions", () => {
  it("take exact roots", () => {
    const root = powerOfDimension(volumeDimension, 1, 3);
    expect(root).toEqual(lengthDimension);
    expect(powerOfDimensionByNumber(volumeDimension, 1 / 3)).toEqual(lengthDimension);
  });

  it("refuse a root that they can not hold", () => {
    expect(powerOfDimension(lengthDimension, 1, 7)).toBeNull();
    expect(powerOfDimensionByNumber(lengthDimension, 0.37)).toBeNull();
  });

  it("are dimensionless to any power when the base is", () => {
    expect(powerOfDimensionByNumber(dimensionless, 0.37)).toEqual(dimensionless);
  });

  it("cancel in a quotient", () => {
    const perTime = divideDimensions(forceDimension, timeDimension);
    expect(equalDimensions(multiplyDimensions(perTime, timeDimension), forceDimension)).toBe(true);
  });

  it.each([
    ["uM", "concentration"],
    ["uM/s", "concentration per time"],
    ["/s", "1/time"],
    ["/uM/s", "1/concentration/time"],
    ["/uM^2/s", "1/concentration^2/time"],
    ["pN*s/um", "drag (force per velocity)"],
    ["mol*s^2*um", "length*time^2*amount"],
  ])("describes %s as %s", (unit, description) => {
    const parsed = parseUnit(unit);
    expect(parsed.ok && describeDimension(parsed.dimension)).toBe(description);
  });

  it("have an internal unit of factor one", () => {
    for (const dimension of [dimensionless, concentrationDimension, makeDimension(2, -1, 3, -1, 1, 1)]) {
      expect(parseUnit(internalUnitText(dimension))).toMatchObject({ ok: true, factor: 1, dimension });
    }
  });
});
