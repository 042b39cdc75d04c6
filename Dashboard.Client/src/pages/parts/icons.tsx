// The client's icons under the names of what they mean here, so that pages do not depend on where a glyph comes from.
import {
  ActivityLogIcon,
  ArchiveIcon,
  ArrowDownIcon,
  ArrowLeftIcon,
  ArrowUpIcon,
  BarChartIcon,
  BoxIcon,
  CaretSortIcon,
  CheckIcon,
  CopyIcon,
  CountdownTimerIcon,
  CubeIcon,
  DashboardIcon,
  DesktopIcon,
  DotsHorizontalIcon,
  DoubleArrowLeftIcon,
  DoubleArrowRightIcon,
  DownloadIcon,
  DrawingPinFilledIcon,
  DrawingPinIcon,
  EnterFullScreenIcon,
  ExclamationTriangleIcon,
  ExitFullScreenIcon,
  GearIcon,
  LayersIcon,
  Link1Icon,
  Link2Icon,
  LinkBreak2Icon,
  MagicWandIcon,
  MagnifyingGlassIcon,
  MixerHorizontalIcon,
  MoonIcon,
  PauseIcon as PauseGlyph,
  PlayIcon,
  ReaderIcon,
  ReloadIcon,
  StackIcon,
  SunIcon,
  ThickArrowDownIcon,
  ThickArrowUpIcon,
  ValueNoneIcon,
} from "@radix-ui/react-icons";
import type { ComponentType, ReactNode } from "react";

interface IconProps {
  /** Pixels; the glyphs are drawn on a square of 15. */
  size?: number;
  className?: string | undefined;
}

/** Decoration: the words beside it, or the control's label, say the same. */
function glyph(Glyph: ComponentType<{ width?: number; height?: number; className?: string; "aria-hidden"?: boolean }>) {
  return ({ size = 15, className = "" }: IconProps) => <Glyph width={size} height={size} className={className} aria-hidden />;
}

/** A filled shape of a severity with a sign cut out of it: told by its outline, not by its colour. */
function sign(outline: ReactNode, mark: ReactNode) {
  return ({ size = 15, className }: IconProps) => (
    <svg width={size} height={size} viewBox="0 0 16 16" className={className} fill="currentColor" aria-hidden="true">
      {outline}
      <g fill="none" stroke="var(--mantine-color-body)" strokeWidth="1.7" strokeLinecap="round" strokeLinejoin="round">
        {mark}
      </g>
    </svg>
  );
}

export const OverviewIcon = glyph(DashboardIcon);
export const PodsIcon = glyph(CubeIcon);
export const NodesIcon = glyph(StackIcon);
export const RuntimeIcon = glyph(ActivityLogIcon);
export const DebugIcon = glyph(ReaderIcon);
export const MetricsIcon = glyph(BarChartIcon);
export const DemoIcon = glyph(MagicWandIcon);
export const BackIcon = glyph(ArrowLeftIcon);
export const AscendingIcon = glyph(ArrowUpIcon);
export const DescendingIcon = glyph(ArrowDownIcon);
export const SortedAscendingIcon = glyph(ThickArrowUpIcon);
export const ChevronIcon = glyph(CaretSortIcon);
export const SortedDescendingIcon = glyph(ThickArrowDownIcon);
export const ConnectedIcon = glyph(Link2Icon);
export const DisconnectedIcon = glyph(LinkBreak2Icon);
export const RetryIcon = glyph(ReloadIcon);
export const LightIcon = glyph(SunIcon);
export const DarkIcon = glyph(MoonIcon);
export const SystemIcon = glyph(DesktopIcon);
export const ChosenIcon = glyph(CheckIcon);
export const SearchIcon = glyph(MagnifyingGlassIcon);
export const FiltersIcon = glyph(MixerHorizontalIcon);
export const CopyCommandIcon = glyph(CopyIcon);
export const OutdatedIcon = glyph(CountdownTimerIcon);
export const AtRestIcon = glyph(MoonIcon);
export const GoneIcon = glyph(ValueNoneIcon);
export const TroubleIcon = glyph(ExclamationTriangleIcon);
export const EmptyIcon = glyph(ArchiveIcon);

export const GoodSign = sign(<circle cx="8" cy="8" r="7" />, <path d="m5 8.2 2.1 2.1L11 6.2" />);
export const WarningSign = sign(
  <path d="M8 1.6 15 14H1Z" stroke="currentColor" strokeWidth="1.6" strokeLinejoin="round" />,
  <path d="M8 6v3.4M8 11.8v.1" />,
);
export const BadSign = sign(<path d="M5 1h6l4 4v6l-4 4H5l-4-4V5Z" />, <path d="M8 4.6v4M8 11.3v.1" />);
export const NoteSign = sign(
  <path d="M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm0 1.6a5.4 5.4 0 1 1 0 10.8A5.4 5.4 0 0 1 8 2.6Z" />,
  <path d="M8 4.8V8l2 1.6" stroke="currentColor" />,
);
export const UnknownSign = sign(
  <path d="M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm0 1.6a5.4 5.4 0 1 1 0 10.8A5.4 5.4 0 0 1 8 2.6Z" />,
  <path d="M6.3 6.4a1.7 1.7 0 1 1 2.3 1.6c-.5.2-.6.5-.6 1M8 11.4v.1" stroke="currentColor" strokeWidth="1.4" />,
);
export const WorkloadsIcon = glyph(LayersIcon);
export const NamespacesIcon = glyph(BoxIcon);
export const EarlierIcon = glyph(DoubleArrowLeftIcon);
export const LaterIcon = glyph(DoubleArrowRightIcon);
export const PauseIcon = glyph(PauseGlyph);
export const LiveIcon = glyph(PlayIcon);
export const CopyLinkIcon = glyph(Link1Icon);
export const MoreIcon = glyph(DotsHorizontalIcon);
export const PinIcon = glyph(DrawingPinIcon);
export const PinnedIcon = glyph(DrawingPinFilledIcon);
export const ExportIcon = glyph(DownloadIcon);
export const SettingsIcon = glyph(GearIcon);
export const KioskIcon = glyph(EnterFullScreenIcon);
export const LeaveKioskIcon = glyph(ExitFullScreenIcon);
