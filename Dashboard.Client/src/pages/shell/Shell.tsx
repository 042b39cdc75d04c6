import { ActionIcon } from "@mantine/core";
import { lazy, memo, Suspense, useCallback, useEffect, useState } from "react";
import { Link, NavLink, Outlet, ScrollRestoration } from "react-router";
import { followServerClock } from "../../lib/clock";
import { useStream } from "../../live/useStream";
import { text } from "../../model/text";
import type { Status } from "../../model/wire";
import { LeaveKioskIcon } from "../parts/icons";
import { useKeyAction, useKeys } from "../parts/keyActions";
import { ClusterName } from "./ClusterName";
import { Connection } from "./Connection";
import { CopyLink } from "./CopyLink";
import { dismissHint, Hint } from "./Hint";
import { pageLinks } from "./pageLinks";
import { SearchButton } from "./SearchButton";
import { SettingsMenu } from "./SettingsMenu";
import style from "./Shell.module.css";
import { SourcesButton, Trouble } from "./Sources";
import { useKiosk } from "./useKiosk";
import { usePageKeys } from "./usePageKeys";
import { useTroubleInTitle } from "./useTroubleInTitle";

const Palette = lazy(async () => ({ default: (await import("../palette/Palette")).Palette }));
const Help = lazy(async () => ({ default: (await import("./Help")).Help }));

const noArguments: [] = [];

/** Whatever a tab opens by its address has the same key in the router's history: another page would begin where this one was scrolled to. */
const placeOf = ({ key, pathname }: { key: string; pathname: string }) => `${key} ${pathname}`;

/** What is around every page: where one is, what is shown, whether it is alive. */
export function Shell() {
  const status = useStream("Status", noArguments).data;
  useEffect(() => {
    if (status !== null) followServerClock(status.at);
  }, [status]);
  useTroubleInTitle(status);
  const kiosk = useKiosk();
  const [over, setOver] = useState<"palette" | "help" | null>(null);
  const close = useCallback(() => setOver(null), []);
  const search = useCallback(() => {
    dismissHint();
    setOver("palette");
  }, []);
  useKeyAction("palette", search);
  useKeyAction("help", () => {
    dismissHint();
    setOver("help");
  });
  usePageKeys();
  useKeys(over !== null);
  return (
    <div className={style.shell} data-kiosk={kiosk.on}>
      <a className={style.skip} href="#content">
        {text.skipToContent}
      </a>
      {!kiosk.on && (
        <>
          <header className={style.header}>
            <Link to="/" className={style.brand} aria-label={text.product}>
              <img src="/favicon.svg" alt="" width="24" height="24" />
              <b>{text.product}</b>
            </Link>
            <ClusterName status={status} />
            <div className={style.state}>
              <SearchButton onClick={search} />
              <SourcesButton status={status} />
              <Connection />
              <span className={style.copyLink}>
                <CopyLink />
              </span>
              <SettingsMenu enterKiosk={kiosk.toggle} />
            </div>
          </header>
          <Navigation />
        </>
      )}
      <main id="content" className={style.content} tabIndex={-1}>
        {kiosk.on ? <KioskLine status={status} leave={kiosk.toggle} /> : <Hint />}
        <Trouble status={status} />
        <Page />
      </main>
      <Suspense>
        {over === "palette" && <Palette onClose={close} />}
        {over === "help" && <Help onClose={close} />}
      </Suspense>
      <ScrollRestoration getKey={placeOf} />
    </div>
  );
}

// The shell is drawn anew with every message of its own; these are not.

const Page = memo(function Page() {
  return <Outlet />;
});

const Navigation = memo(function Navigation() {
  return (
    <nav className={style.navigation} aria-label={text.navigation}>
      {pageLinks.map(({ to, label, Icon }) => (
        <NavLink key={to} to={to} end={to === "/"} className={style.link ?? ""}>
          <Icon size={18} />
          <span>{label}</span>
        </NavLink>
      ))}
    </nav>
  );
});

/** What a screen on a wall must still say: of which cluster, and whether it is alive; and the way out for those without a keyboard. */
function KioskLine({ status, leave }: { status: Status | null; leave: () => void }) {
  return (
    <div className={style.kioskLine}>
      <ClusterName status={status} />
      <div className={style.state}>
        <Connection />
        <ActionIcon
          variant="subtle"
          color="gray"
          size={30}
          aria-label={text.comfort.kiosk.leave}
          title={text.comfort.kiosk.leave}
          onClick={leave}
        >
          <LeaveKioskIcon size={16} />
        </ActionIcon>
      </div>
    </div>
  );
}
