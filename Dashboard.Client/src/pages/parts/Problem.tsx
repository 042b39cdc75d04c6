import { Button } from "@mantine/core";
import { Link, useRouteError } from "react-router";
import { text } from "../../model/text";
import { EmptyIcon, TroubleIcon } from "./icons";
import style from "./parts.module.css";
import { usePageTitle } from "./usePageTitle";

interface ProblemProps {
  title: string;
  detail?: string | null;
  /** In the server's own words, which are English. */
  said?: string | null;
  action?: React.ReactNode;
  /** It stands in place of a whole page, so its title is the page's heading. */
  heading?: boolean;
}

/** What went wrong and what to do, in place of what could not be shown. */
export function Problem({ title, detail, said, action, heading }: ProblemProps) {
  return (
    <div className={style.problem} role="alert">
      <TroubleIcon size={22} />
      {heading ? <h1>{title}</h1> : <b>{title}</b>}
      {detail && <p className="quiet">{detail}</p>}
      {said && (
        <p className="quiet" lang="en">
          {said}
        </p>
      )}
      {action}
    </div>
  );
}

/** Nothing to show, and that is no error. */
export function Nothing({ title, detail, action }: { title: string; detail?: string; action?: React.ReactNode }) {
  return (
    <div className={style.problem}>
      <EmptyIcon size={22} />
      <span>{title}</span>
      {detail && <p className="quiet">{detail}</p>}
      {action}
    </div>
  );
}

export function PageError() {
  const error = useRouteError();
  usePageTitle(text.problem.page);
  return (
    <Problem
      heading
      title={text.problem.page}
      detail={error instanceof Error ? error.message : String(error)}
      action={
        <Button variant="default" size="xs" onClick={() => window.location.reload()}>
          {text.problem.reload}
        </Button>
      }
    />
  );
}

export function NotFound() {
  usePageTitle(text.problem.notFound);
  return (
    <Problem
      heading
      title={text.problem.notFound}
      detail={text.problem.notFoundRemedy}
      action={
        <Button component={Link} to="/" variant="default" size="xs">
          {text.pages.overview}
        </Button>
      }
    />
  );
}
