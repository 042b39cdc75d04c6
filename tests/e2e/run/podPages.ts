import type { Page } from "playwright-core";
import { nextPage } from "../../../Dashboard.Client/src/live/steps";
import type { PodPage, PodPageStep } from "../../../Dashboard.Client/src/model/wire";

interface Message {
  invocationId: string;
  item: PodPageStep;
}

/** Calls `take` with each page of pods that the server has sent, its steps taken, from the next load of the page on. */
export function onPodPage(page: Page, take: (pods: PodPage) => void): void {
  page.on("websocket", (socket) => {
    // Streams of a connection are told apart by their invocations; one that is opened anew begins whole.
    const pages = new Map<string, PodPage>();
    socket.on("framereceived", ({ payload }) => {
      for (const message of String(payload).split("\u001e")) {
        if (!message.includes('"totalPods"')) continue;
        const { invocationId, item } = JSON.parse(message) as Message;
        const now = nextPage(pages.get(invocationId) ?? null, item);
        pages.set(invocationId, now);
        take(now);
      }
    });
  });
}
