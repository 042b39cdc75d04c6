import { ActionIcon, CopyButton } from "@mantine/core";
import { memo } from "react";
import { useLocation } from "react-router";
import { text } from "../../model/text";
import { ChosenIcon, CopyLinkIcon } from "../parts/icons";

/** The address says all that is shown: filter, range, selection, pause. */
export const CopyLink = memo(function CopyLink() {
  const { pathname, search } = useLocation();
  return (
    <CopyButton value={`${window.location.origin}${pathname}${search}`}>
      {({ copied, copy }) => (
        <ActionIcon
          variant="subtle"
          color="gray"
          size={30}
          aria-label={copied ? text.header.linkCopied : text.header.copyLink}
          title={copied ? text.header.linkCopied : text.header.copyLink}
          onClick={copy}
        >
          {copied ? <ChosenIcon size={16} /> : <CopyLinkIcon size={16} />}
        </ActionIcon>
      )}
    </CopyButton>
  );
});
