import { createBrowserRouter } from "react-router";
import { pages } from "./pages";
import { NotFound, PageError } from "./parts/Problem";
import { Shell } from "./shell/Shell";

/** Between the first paint and the first page there is nothing to say yet. */
function Blank() {
  return null;
}

export function makeRouter() {
  return createBrowserRouter([
    {
      path: "/",
      Component: Shell,
      HydrateFallback: Blank,
      children: [
        {
          ErrorBoundary: PageError,
          children: [
            ...pages.map(({ path, load }) => ({ path, lazy: async () => ({ Component: (await load()).Component }) })),
            { path: "*", Component: NotFound },
          ],
        },
      ],
    },
  ]);
}
