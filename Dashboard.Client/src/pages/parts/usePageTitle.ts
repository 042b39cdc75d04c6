import { useEffect } from "react";
import { setPageTitle } from "../../lib/pageTitle";
import { text } from "../../model/text";

export function usePageTitle(title: string): void {
  useEffect(() => {
    setPageTitle(`${title} · ${text.product}`);
  }, [title]);
}
