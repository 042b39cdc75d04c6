import { Link } from "react-router";
import style from "./head.module.css";
import { BackIcon } from "./icons";

/** Above the title of a page of one thing: the way back to all of them. */
export function BackLink({ to, label }: { to: string; label: string }) {
  return (
    <Link to={to} className={style.back}>
      <BackIcon size={14} /> {label}
    </Link>
  );
}
