import { useLayoutEffect, useRef } from "react";
import style from "./Dialog.module.css";

interface DialogProps {
  label: string;
  onClose: () => void;
  className?: string | undefined;
  children: React.ReactNode;
}

/** Over the page, which takes neither keys nor clicks meanwhile; closed, the focus is back where it was. */
export function Dialog({ label, onClose, className, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside it; the key is Escape, which the browser turns into cancel
    <dialog
      ref={dialog}
      className={`${style.dialog} ${className ?? ""}`}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      {children}
    </dialog>
  );
}
