// biome-ignore-all lint/a11y/useSemanticElements: a list of choices that belongs to a text box is no <select>
import { useEffect, useId, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { moved } from "../../model/palette";
import { text } from "../../model/text";
import { Dialog } from "../parts/Dialog";
import { ChosenIcon, SearchIcon } from "../parts/icons";
import style from "./Palette.module.css";
import { type Item, useItems } from "./useItems";

const words = text.comfort.palette;

/** Finds everything by its name: a combobox whose list is always there. */
export function Palette({ onClose }: { onClose: () => void }) {
  const [typed, setTyped] = useState("");
  /** What is chosen stays so while answers come in; null for the first. */
  const [chosen, setChosen] = useState<string | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const { items, pending, error } = useItems(typed);
  const navigate = useNavigate();
  const list = useId();
  const active = Math.max(
    0,
    items.findIndex(({ id }) => id === chosen),
  );
  const options = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a move of the choice is what scrolls
  useEffect(() => {
    options.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [active, chosen]);

  const open = (item: Item | undefined) => {
    if (item === undefined) return;
    if (item.done !== undefined) {
      item.run?.();
      setDone(item.done);
      return;
    }
    onClose();
    if (item.to !== undefined) void navigate(item.to);
    // When the dialog is gone: what it does may open another, or look for the focus.
    else if (item.run) queueMicrotask(item.run);
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    // An input method's own keys, such as the Enter that takes a Chinese word.
    if (event.nativeEvent.isComposing) return;
    const next = event.shiftKey ? null : moved(event.key, active, items.length);
    if (next !== null) setChosen(items[next]?.id ?? null);
    else if (event.key === "Enter") open(items[active]);
    else return;
    event.preventDefault();
  };
  const empty = items.length === 0;
  return (
    <Dialog label={words.title} onClose={onClose}>
      <div className={style.box}>
        <SearchIcon size={17} />
        <input
          autoFocus
          type="text"
          role="combobox"
          className={style.input}
          aria-label={words.title}
          aria-expanded={!empty}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={empty ? undefined : `${list}-${active}`}
          placeholder={words.placeholder}
          value={typed}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setChosen(null);
            setDone(null);
          }}
          onKeyDown={onKeyDown}
        />
        <kbd>Esc</kbd>
      </div>
      <div ref={options} id={list} role="listbox" aria-label={words.results} aria-busy={pending} className={style.list} hidden={empty}>
        {items.map((item, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the box above has the keys of the list
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the box, aria-activedescendant tells where it is in the list
          <div
            key={item.id}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === active}
            className={style.option}
            onPointerMove={() => setChosen(item.id)}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => open(item)}
          >
            <span className="clip">{item.label}</span>
            {item.detail !== undefined && <span className={`${style.detail} clip quiet`}>{item.detail}</span>}
            <span className={`${style.kind} quiet`}>{words.kinds[item.kind]}</span>
          </div>
        ))}
      </div>
      <div className={style.foot}>
        {/* Always there, so that what comes into it is read. */}
        <div role="status">
          {done !== null && (
            <p>
              <ChosenIcon size={14} /> {done}
            </p>
          )}
          {empty && pending && <p className="quiet">{words.searching}</p>}
          {empty && !pending && error === null && (
            <p>
              {words.nothing} <span className="quiet">{words.nothingRemedy}</span>
            </p>
          )}
          {error !== null && (
            <p className={style.error}>
              {words.failed} <span className="quiet">{error}</span>
            </p>
          )}
        </div>
        {!empty && <p className={`${style.keys} quiet`}>{words.keys}</p>}
      </div>
    </Dialog>
  );
}
