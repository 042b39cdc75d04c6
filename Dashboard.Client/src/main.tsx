import { settingsFor } from "./lib/settings";
import { chooseLanguage } from "./model/text";

// Modules read their texts when they are loaded, so the catalogue comes first.
const { language } = settingsFor(location.search);
document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
await chooseLanguage(language);
const { start } = await import("./app");
start();
