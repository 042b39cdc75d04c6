import { expect, test } from "vitest";
import { compareAddress, subjectAddress } from "../../src/model/compare";
import { parseSubject, type Subject } from "../../src/model/subjects";

test("the address of a comparison names its subjects in their order", () => {
  const subjects = ["workload:shop/Deployment/web", "pod:shop/a&b"];
  const address = new URL(compareAddress(subjects), "http://dashboard");
  expect(address.pathname).toBe("/compare");
  expect(address.searchParams.getAll("s")).toEqual(subjects);
});

test("a comparison of nothing has no parameters", () => expect(compareAddress([])).toBe("/compare"));

test.each([
  ["pod:shop/web-0", "/pods/shop/web-0"],
  ["workload:shop/Deployment/web", "/workloads/shop/Deployment/web"],
])("%s has the page %s", (subject, address) => expect(subjectAddress(parseSubject(subject) as Subject)).toBe(address));
