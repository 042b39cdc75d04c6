// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import facets from "../../../tests/fixtures/wire/facets.json";
import { defaultView } from "../../src/model/podQuery";
import { Filters } from "../../src/pages/pods/Filters";
import { nextFrame } from "../live/fakes";
import { renderPart } from "./render";

afterEach(cleanup);

const control = { view: defaultView, change: vi.fn(), clear: vi.fn() };

/** The filters of a page, with what there is to choose from already told. */
async function renderFilters(view = defaultView) {
  const { connection } = renderPart(<Filters {...control} view={view} error={null} />);
  expect(connection.open).toHaveLength(1);
  await act(async () => {
    connection.open[0]?.observer.next(facets);
    await nextFrame();
    await nextFrame();
  });
  return { told: () => connection.open.length > 0 };
}

test("what there is to choose from is told once, and anew while the pointer is at the filters", async () => {
  const { told } = await renderFilters();
  expect(told()).toBe(false);
  // The DOM of these tests does not know the element by its role.
  const filters = document.querySelector("search") as HTMLElement;
  fireEvent.pointerEnter(filters);
  expect(told()).toBe(true);
  fireEvent.pointerLeave(filters);
  expect(told()).toBe(false);
});

test("it is told while the box has its list open, not as long as the box has the focus", async () => {
  const { told } = await renderFilters();
  const box = screen.getByRole("combobox");
  act(() => box.focus());
  expect(told()).toBe(false);
  fireEvent.change(box, { target: { value: "ns:" } });
  expect(screen.getAllByRole("option")).not.toHaveLength(0);
  expect(told()).toBe(true);
  fireEvent.keyDown(box, { key: "Escape" });
  expect(document.activeElement).toBe(box);
  expect(told()).toBe(false);
  fireEvent.keyDown(box, { key: "ArrowDown" });
  expect(told()).toBe(true);
  act(() => box.blur());
  expect(told()).toBe(false);
});

test("it is told while a menu is open", async () => {
  const { told } = await renderFilters();
  fireEvent.click(screen.getByRole("button", { name: "Namespace" }));
  expect(told()).toBe(true);
  const menu = await screen.findByRole("combobox", { name: "Namespace" });
  fireEvent.keyDown(menu, { key: "Escape" });
  expect(told()).toBe(false);
  fireEvent.click(menu);
  expect(told()).toBe(true);
  act(() => menu.blur());
  expect(told()).toBe(false);
});

test("and while the label to group by is being chosen", async () => {
  const { told } = await renderFilters({ ...defaultView, group: "label", by: "app" });
  const menu = await screen.findByRole("combobox", { name: "Label to group by" });
  act(() => menu.focus());
  fireEvent.click(menu);
  expect(told()).toBe(true);
  act(() => menu.blur());
  expect(told()).toBe(false);
});
