import style from "./head.module.css";

/** A page's title with what belongs to the whole page at its right. */
export function PageHead({ title, detail, aside }: { title: React.ReactNode; detail?: React.ReactNode; aside?: React.ReactNode }) {
  return (
    <div className={style.head}>
      <div className={style.title}>
        <h1>{title}</h1>
        {detail}
      </div>
      {aside !== undefined && <div className={style.aside}>{aside}</div>}
    </div>
  );
}
