import { memo } from "react";
import { keyCap } from "../../model/keys";
import { text } from "../../model/text";
import { SearchIcon } from "../parts/icons";
import { isMac } from "./isMac";
import style from "./Shell.module.css";

/** Opens the palette, and tells its key. */
export const SearchButton = memo(function SearchButton({ onClick }: { onClick: () => void }) {
  const [first, second] = keyCap("Mod+k", isMac());
  return (
    <button type="button" className={style.search} aria-keyshortcuts="Control+K Meta+K" aria-haspopup="dialog" onClick={onClick}>
      <SearchIcon size={15} />
      <span className={style.searchWord}>{text.comfort.palette.open}</span>
      <span className={style.words} aria-hidden="true">
        <kbd>{first}</kbd>
        <kbd>{second}</kbd>
      </span>
    </button>
  );
});
