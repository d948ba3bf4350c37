import { Button, FileButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FieldOf } from "#schema/blueprint/form/field.ts";
import { IconFile } from "../../icons.ts";
import type { InputProps } from "../field-view.tsx";
import classes from "../form-renderer.module.css";
import { useFormPorts } from "../ports.ts";
import { asJson, attachmentsOf, FileRow, useTaking } from "./attachments.tsx";
import { FieldFrame } from "./field-frame.tsx";

/** Endings that are offered; what a file is, the server finds out from its bytes. */
const ACCEPTED = ".pdf,.jpg,.jpeg,.png,.webp,.csv,.txt,.xlsx,.docx,.zip";

export function FileInput(props: InputProps<FieldOf<"file">>) {
  const { field, value, change, leave } = props;
  const { t } = useTranslation("forms");
  const { attachments } = useFormPorts();
  const files = attachmentsOf(value);
  const { busy, fault, take } = useTaking(value, change, async (file) => ({ blob: file, name: file.name }));
  const room = field.max - files.length;
  return (
    <FieldFrame input={{ ...props, error: fault ?? props.error } as InputProps<never>}>
      {files.map((file) => (
        <FileRow
          key={file.id}
          file={file}
          onRemove={() => change(asJson(files.filter(({ id }) => id !== file.id)))}
        />
      ))}
      {attachments === undefined ? (
        <p className={classes.hint}>{t("file.unavailable")}</p>
      ) : room > 0 ? (
        <div className={classes.buttons}>
          <FileButton
            accept={ACCEPTED}
            multiple
            inputProps={{ "aria-label": t("file.choose") }}
            onChange={(chosen) => void take(chosen, room).then(leave)}
          >
            {(button) => (
              <Button
                {...button}
                variant="light"
                loading={busy}
                leftSection={<IconFile size={18} aria-hidden />}
              >
                {t("file.choose")}
              </Button>
            )}
          </FileButton>
        </div>
      ) : null}
    </FieldFrame>
  );
}
