import { useEffect } from "react";
import { text } from "../../model/text";

export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · ${text.product}`;
  }, [title]);
}
