import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconArrowBack } from "./icons.ts";
import classes from "./notify.module.css";

// Notices go by themselves; a button to close them would need a name in the language of the page and says nothing more.
const UNDO_MS = 8_000;

interface UndoNotice {
  readonly message: string;
  readonly undoLabel: string;
  readonly onUndo: () => void;
}

/** Says what was done and offers to take it back, for eight seconds. */
export function notifyUndo({ message, undoLabel, onUndo }: UndoNotice): void {
  const id = notifications.show({
    autoClose: UNDO_MS,
    withCloseButton: false,
    className: classes.notice ?? "",
    message: (
      <span className={classes.row}>
        {message}
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<IconArrowBack size={15} stroke={1.8} />}
          onClick={() => {
            notifications.hide(id);
            onUndo();
          }}
        >
          {undoLabel}
        </Button>
      </span>
    ),
  });
}

/** Says that something was done; nothing to decide. */
export function notifyDone(message: string): void {
  notifications.show({ message, withCloseButton: false, className: classes.notice ?? "" });
}
