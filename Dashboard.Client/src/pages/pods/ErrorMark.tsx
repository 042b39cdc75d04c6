import { useEffect, useRef } from "react";
import style from "./FilterBox.module.css";

interface ErrorMarkProps {
  input: React.RefObject<HTMLInputElement | null>;
  text: string;
  part: { start: number; end: number };
}

/** A line below the wrong part of what is in the box: the same text over it, unseen but for the line, scrolled as the box is. */
export function ErrorMark({ input, text, part }: ErrorMarkProps) {
  const mark = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = input.current;
    const follow = () => {
      if (mark.current !== null && box !== null) mark.current.scrollLeft = box.scrollLeft;
    };
    follow();
    box?.addEventListener("scroll", follow);
    return () => box?.removeEventListener("scroll", follow);
  });
  return (
    <div ref={mark} className={style.mark} aria-hidden="true">
      {text.slice(0, part.start)}
      <span data-wrong="true">{text.slice(part.start, part.end)}</span>
      {text.slice(part.end)}
    </div>
  );
}
