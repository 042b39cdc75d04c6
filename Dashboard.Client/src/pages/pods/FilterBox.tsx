// biome-ignore-all lint/a11y/useSemanticElements: a list of choices that belongs to a text box is no <select>
import { CloseButton } from "@mantine/core";
import { useEffect, useId, useRef, useState } from "react";
import { formatCount } from "../../lib/format";
import { partOfError, withTerm } from "../../model/filter";
import { type Choice, complete, take } from "../../model/filterCompletion";
import { text } from "../../model/text";
import type { Facets } from "../../model/wire";
import { SearchIcon } from "../parts/icons";
import { ErrorMark } from "./ErrorMark";
import style from "./FilterBox.module.css";
import { FilterHelp } from "./FilterHelp";

const typingPauseMilliseconds = 100;

interface FilterBoxProps {
  value: string;
  onChange: (value: string) => void;
  facets: Facets | null;
  error: string | null;
  onListOpen: (open: boolean) => void;
}

/** The filter in its language, with a list of what may come next. What is typed becomes part of the address when the typing pauses. */
export function FilterBox({ value, onChange, facets, error, onListOpen }: FilterBoxProps) {
  const [typed, setTyped] = useState(value);
  const [caret, setCaret] = useState(value.length);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const sent = useRef(value);
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const problem = useId();
  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setTyped(value);
  }, [value]);
  useEffect(() => {
    if (typed === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = typed;
      onChange(typed);
    }, typingPauseMilliseconds);
    return () => clearTimeout(timer);
  }, [typed, onChange]);

  const completion = complete(typed, caret, facets);
  const choices = open ? completion.choices : [];
  const hasChoices = choices.length > 0;
  useEffect(() => onListOpen(hasChoices), [hasChoices, onListOpen]);
  const pick = (choice: Choice) => {
    const next = take(typed, completion, choice);
    setTyped(next.filter);
    setCaret(next.caret);
    setActive(-1);
    // The caret can be moved only when the text is there.
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(next.caret, next.caret);
    });
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setOpen(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      const count = completion.choices.length;
      if (count > 0) setActive((active + step + (active < 0 && step < 0 ? 1 : 0) + count) % count);
      return;
    }
    const chosen = choices[active < 0 && completion.eager ? 0 : active];
    if ((event.key === "Enter" || (event.key === "Tab" && active >= 0)) && chosen !== undefined) {
      event.preventDefault();
      pick(chosen);
    } else if (event.key === "Escape" && hasChoices) {
      event.stopPropagation();
      setOpen(false);
      setActive(-1);
    }
  };
  const takeExample = (term: string) => {
    const next = withTerm(typed, term);
    setTyped(next);
    setCaret(next.length);
  };
  const wrong = typed !== "" && error !== null;
  // What has been typed since is not what the server speaks of.
  const part = wrong && typed === value ? partOfError(typed, error) : null;
  return (
    <div className={style.box}>
      <span className={style.icon}>
        <SearchIcon size={15} />
      </span>
      <input
        ref={input}
        type="text"
        role="combobox"
        className={style.input}
        aria-label={text.pods.search}
        aria-expanded={hasChoices}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={active >= 0 && hasChoices ? `${list}-${active}` : undefined}
        aria-invalid={wrong}
        aria-describedby={wrong ? problem : undefined}
        placeholder={text.pods.searchHint}
        value={typed}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setCaret(event.currentTarget.selectionStart ?? event.currentTarget.value.length);
          setOpen(true);
          setActive(-1);
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
        onClick={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      {part !== null && <ErrorMark input={input} text={typed} part={part} />}
      <span className={style.buttons}>
        {typed !== "" && (
          <CloseButton
            size={24}
            aria-label={text.pods.clear}
            onClick={() => {
              setTyped("");
              setOpen(false);
              input.current?.focus();
            }}
          />
        )}
        <FilterHelp onTake={takeExample} />
      </span>
      <div id={list} role="listbox" aria-label={text.pods.suggestions} className={style.choices} hidden={!hasChoices}>
        {choices.map((choice, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the box above has the keys of the list
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the box, aria-activedescendant tells where it is in the list
          <div
            key={choice.label}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === active}
            className={style.choice}
            // Before the box loses the focus.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => pick(choice)}
          >
            <span className="clip">{choice.label}</span>
            <span className="quiet">
              {choice.count !== null ? formatCount(choice.count) : choice.key === null ? "" : (text.pods.filterKeys[choice.key] ?? "")}
            </span>
          </div>
        ))}
      </div>
      {wrong && (
        <p id={problem} className={style.problem} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
