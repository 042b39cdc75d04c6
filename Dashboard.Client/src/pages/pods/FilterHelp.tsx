import { Popover } from "@mantine/core";
import { useState } from "react";
import { filterHelp } from "../../model/filterHelp";
import { text } from "../../model/text";
import style from "./FilterHelp.module.css";

/** The language of the filter by examples, each of which can be taken into the box. */
export function FilterHelp({ onTake }: { onTake: (term: string) => void }) {
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} width={460} position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={style.button}
          aria-label={text.pods.help.open}
          title={text.pods.help.open}
          onClick={() => setOpen(!open)}
        >
          ?
        </button>
      </Popover.Target>
      <Popover.Dropdown className={style.help} aria-label={text.pods.help.title}>
        <p className="quiet">{text.pods.help.intro}</p>
        {filterHelp.map(({ title, examples }) => (
          <section key={title}>
            <h2>{text.pods.help.groups[title]}</h2>
            <ul>
              {examples.map(([term, means]) => (
                <li key={term}>
                  <button type="button" onClick={() => onTake(term)}>
                    <code>{term}</code>
                    <span className="quiet">{text.pods.help.means[means]}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}
