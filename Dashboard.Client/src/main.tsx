import { settingsFor } from "./lib/settings";
import { chooseLanguage } from "./model/text";
import { pageAt } from "./pages/pages";

// Modules read their texts when they are loaded, and any of them may be in one file with any other: the catalogue comes before all that is imported here.
const { language } = settingsFor(location.search);
document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
await chooseLanguage(language);

// What takes a while is begun at once and side by side: the line to the server, the page that is asked for with its streams, and the application.
const connected = import("./live/hubConnection").then(({ connectHub }) => connectHub());
// A page that cannot be fetched is asked for again by the router, which says so.
const page = pageAt(location.pathname)
  ?.load()
  .catch(() => undefined);
const connection = await connected;
const asked = Promise.all([page, import("./live/early")]).then(([loaded, { openEarly }]) =>
  openEarly(connection, [["Status", []], ...(loaded?.streams?.(new URLSearchParams(location.search)) ?? [])]),
);
const { start } = await import("./app");
start(connection);
await asked;
