import { useNavigate } from "react-router";
import { text } from "../../model/text";
import { useKeyAction } from "../parts/keyActions";

/** The keys that lead to pages, and to the filter of the pods. */
export function usePageKeys(): void {
  const navigate = useNavigate();
  useKeyAction("goOverview", () => void navigate("/"));
  useKeyAction("goPods", () => void navigate("/pods"));
  useKeyAction("goWorkloads", () => void navigate("/workloads"));
  useKeyAction("goNamespaces", () => void navigate("/namespaces"));
  useKeyAction("goNodes", () => void navigate("/nodes"));
  useKeyAction("goRuntime", () => void navigate("/runtime"));
  useKeyAction("filter", () => {
    if (focusFilter()) return;
    void navigate("/pods");
    whenThere(focusFilter);
  });
}

function focusFilter(): boolean {
  const filter = document.querySelector<HTMLInputElement>(`main input[aria-label="${CSS.escape(text.pods.search)}"]`);
  filter?.focus();
  filter?.select();
  return filter !== null;
}

const patienceMilliseconds = 5000;

/** Tries again whenever the document changes: a page that is opened for the first time has still to be loaded. */
function whenThere(attempt: () => boolean): void {
  const stop = () => {
    observer.disconnect();
    clearTimeout(timer);
  };
  const observer = new MutationObserver(() => {
    if (attempt()) stop();
  });
  const timer = setTimeout(stop, patienceMilliseconds);
  observer.observe(document.body, { childList: true, subtree: true });
}
