import style from "./parts.module.css";

/** A surface with a heading. */
export function Panel({ title, aside, children, className, flush }: PanelProps) {
  return (
    <section className={`${style.panel} ${flush ? style.flush : ""} ${className ?? ""}`} aria-label={title}>
      {title !== undefined && (
        <header className={style.panelHead}>
          <h2>{title}</h2>
          {aside}
        </header>
      )}
      {children}
    </section>
  );
}

interface PanelProps {
  title?: string;
  aside?: React.ReactNode;
  children: React.ReactNode;
  className?: string | undefined;
  /** The content reaches the edges: for lists and tables. */
  flush?: boolean;
}
