import { Button, type ButtonProps, Popover } from "@mantine/core";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./confirm-button.module.css";

interface ConfirmButtonProps extends Pick<ButtonProps, "variant" | "size" | "leftSection" | "loading"> {
  readonly label: string;
  /** What will happen and that it stays, in one sentence: "The bill is cancelled and its number is not used again." */
  readonly consequence: string;
  readonly confirmLabel: string;
  readonly danger?: boolean;
  readonly onConfirm: () => void;
}

/** For what cannot be undone. What can be undone acts at once and offers `notifyUndo` instead. */
export function ConfirmButton({
  label,
  consequence,
  confirmLabel,
  danger = false,
  onConfirm,
  ...button
}: ConfirmButtonProps) {
  const { t } = useTranslation("components");
  const [opened, setOpened] = useState(false);
  const consequenceId = useId();
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      trapFocus
      returnFocus
      width={300}
      position="bottom-end"
      shadow="md"
    >
      <Popover.Target>
        <Button
          variant="default"
          {...button}
          {...(danger ? { color: "red" } : {})}
          aria-haspopup="dialog"
          onClick={() => setOpened((open) => !open)}
        >
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={label} aria-describedby={consequenceId}>
        <p id={consequenceId} className={classes.consequence}>
          {consequence}
        </p>
        <div className={classes.buttons}>
          <Button size="xs" variant="default" onClick={() => setOpened(false)}>
            {t("confirm.keep")}
          </Button>
          <Button
            size="xs"
            {...(danger ? { color: "red" } : {})}
            onClick={() => {
              setOpened(false);
              onConfirm();
            }}
          >
            {confirmLabel}
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
