import { expect, test } from "vitest";
import { pageAt } from "../../src/pages/pages";

test.each([
  ["/", ""],
  ["/pods", "pods"],
  ["/pods/", "pods"],
  ["/pods/shop/cart-0", "pods/:namespace/:name"],
  ["/nodes/node-1.example", "nodes/:name"],
  ["/workloads/shop/Deployment/cart", "workloads/:namespace/:kind/:name"],
  ["/namespaces/shop", "namespaces/:name"],
])("at %s is the page %s", (address, path) => {
  expect(pageAt(address)?.path).toBe(path);
});

test.each(["/pods/shop", "/nothing", "/pods/shop/cart-0/logs", "/Pods"])("at %s is none", (address) => {
  expect(pageAt(address)).toBeUndefined();
});
