import { ActionIcon, Popover } from "@mantine/core";
import { lazy, memo, Suspense } from "react";
import { text } from "../../model/text";
import { SettingsIcon } from "../parts/icons";
import style from "./Settings.module.css";

const SettingsPanel = lazy(async () => ({ default: (await import("./SettingsPanel")).SettingsPanel }));

/** Everything a person can choose for this computer, behind one button; what is in it is loaded when it is opened. */
export const SettingsMenu = memo(function SettingsMenu({ enterKiosk }: { enterKiosk: () => void }) {
  return (
    <Popover width={320} position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size={30} aria-label={text.comfort.settings.title} title={text.comfort.settings.title}>
          <SettingsIcon size={17} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown className={style.dropdown} aria-label={text.comfort.settings.title}>
        <Suspense>
          <SettingsPanel enterKiosk={enterKiosk} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
});
