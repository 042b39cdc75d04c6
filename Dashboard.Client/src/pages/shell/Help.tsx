import { CloseButton } from "@mantine/core";
import { useSettings } from "../../lib/settings";
import { actionKeys, type KeyGroup, keyCap, tableKeys } from "../../model/keys";
import { text } from "../../model/text";
import { Dialog } from "../parts/Dialog";
import style from "./Help.module.css";
import { isMac } from "./isMac";

const words = text.comfort.help;
const groups = Object.keys(words.groups) as KeyGroup[];

/** All keys, from the table that they are read by. */
export function Help({ onClose }: { onClose: () => void }) {
  const { letterKeys } = useSettings();
  return (
    <Dialog label={words.title} onClose={onClose} className={style.sheet}>
      <div className={style.head}>
        <h2>{words.title}</h2>
        <CloseButton aria-label={words.close} onClick={onClose} />
      </div>
      {!letterKeys && <p className={style.off}>{words.off}</p>}
      <div className={style.groups}>
        {groups.map((group) => (
          <section key={group} aria-labelledby={`keys-${group}`}>
            <h3 id={`keys-${group}`}>{words.groups[group]}</h3>
            <dl>
              {[...actionKeys, ...tableKeys]
                .filter((entry) => entry.group === group)
                .map(({ id, keys }) => (
                  <div key={id}>
                    <dt>{words.keys[id]}</dt>
                    <dd>
                      <Keys keys={keys} between={group === "table" ? words.or : words.followedBy} />
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function Keys({ keys, between }: { keys: readonly string[]; between: string }) {
  return keys.map((key, index) => (
    <span key={key}>
      {index > 0 && <span className="quiet"> {between} </span>}
      {keyCap(key, isMac()).map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  ));
}
