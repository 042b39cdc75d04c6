import { CloseButton } from "@mantine/core";
import { keepSettings, useSettings } from "../../lib/settings";
import { actionKeys, keyCap } from "../../model/keys";
import { text } from "../../model/text";
import style from "./Hint.module.css";
import { isMac } from "./isMac";

const words = text.comfort.hint;

/** On the first visit, in a line of its own: what one would not guess. Gone for ever once it is dismissed or followed. */
export function Hint() {
  if (useSettings().hintSeen) return null;
  return (
    <aside className={style.hint} aria-label={words.title}>
      <p className={style.hintKeys}>
        <b>{words.title}</b> <Caps id="palette" /> {words.search} <Caps id="help" /> {words.keys} <Caps id="filter" /> {words.filter}{" "}
        <code>ns:shop mem&gt;80%</code>
      </p>
      <p className={style.hintTouch}>
        <b>{words.title}</b> {words.touch}
      </p>
      <CloseButton size="sm" aria-label={words.dismiss} onClick={dismissHint} />
    </aside>
  );
}

export function dismissHint(): void {
  keepSettings({ hintSeen: true });
}

function Caps({ id }: { id: (typeof actionKeys)[number]["id"] }) {
  const keys = actionKeys.find((entry) => entry.id === id)?.keys ?? [];
  return keys.flatMap((key) => keyCap(key, isMac())).map((cap) => <kbd key={cap}>{cap}</kbd>);
}
