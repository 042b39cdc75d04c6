import { useEffect } from "react";
import { Link, NavLink, Outlet, ScrollRestoration } from "react-router";
import { followServerClock } from "../../lib/clock";
import { useStream } from "../../live/useStream";
import { text } from "../../model/text";
import { NamespacesIcon, NodesIcon, OverviewIcon, PodsIcon, RuntimeIcon, WorkloadsIcon } from "../parts/icons";
import { ClusterName } from "./ClusterName";
import { Connection } from "./Connection";
import { CopyLink } from "./CopyLink";
import { SettingsMenu } from "./SettingsMenu";
import style from "./Shell.module.css";
import { SourcesButton, Trouble } from "./Sources";
import { useTroubleInTitle } from "./useTroubleInTitle";

const links = [
  { to: "/", label: text.pages.overview, Icon: OverviewIcon },
  { to: "/pods", label: text.pages.pods, Icon: PodsIcon },
  { to: "/workloads", label: text.pages.workloads, Icon: WorkloadsIcon },
  { to: "/namespaces", label: text.pages.namespaces, Icon: NamespacesIcon },
  { to: "/nodes", label: text.pages.nodes, Icon: NodesIcon },
  { to: "/runtime", label: text.pages.runtime, Icon: RuntimeIcon },
];

const noArguments: [] = [];

/** What is around every page: where one is, what is shown, whether it is alive. */
export function Shell() {
  const status = useStream("Status", noArguments).data;
  useEffect(() => {
    if (status !== null) followServerClock(status.at);
  }, [status]);
  useTroubleInTitle(status);
  return (
    <div className={style.shell}>
      <a className={style.skip} href="#content">
        {text.skipToContent}
      </a>
      <header className={style.header}>
        <Link to="/" className={style.brand} aria-label={text.product}>
          <img src="/favicon.svg" alt="" width="24" height="24" />
          <b>{text.product}</b>
        </Link>
        <ClusterName status={status} />
        <div className={style.state}>
          <SourcesButton status={status} />
          <Connection />
          <CopyLink />
          <SettingsMenu enterKiosk={() => {}} />
        </div>
      </header>
      <nav className={style.navigation} aria-label={text.navigation}>
        {links.map(({ to, label, Icon }) => (
          <NavLink key={to} to={to} end={to === "/"} className={style.link ?? ""}>
            <Icon size={18} />
            <span>{label}</span>
          </NavLink>
        ))}
      </nav>
      <main id="content" className={style.content} tabIndex={-1}>
        <Trouble status={status} />
        <Outlet />
      </main>
      <ScrollRestoration />
    </div>
  );
}
