import { ActionIcon } from "@mantine/core";
import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AttachmentValue } from "#engines/forms/index.ts";
import type { Json } from "#schema/blueprint/item.ts";
import { IconClose, IconFile } from "../../icons.ts";
import classes from "../form-renderer.module.css";
import { useAttachmentHref, useFormPorts } from "../ports.ts";

export function attachmentsOf(value: Json | undefined): AttachmentValue[] {
  if (!Array.isArray(value)) return [];
  return value.filter(
    (one: Json) => typeof one === "object" && one !== null && "id" in one && "mime" in one,
  ) as unknown as AttachmentValue[];
}

export const asJson = (attachments: readonly AttachmentValue[]): Json | undefined =>
  attachments.length === 0 ? undefined : (attachments as unknown as Json);

/**
 * Takes files in, one after another, and says what could not be taken. `now` is read when a file is done: meanwhile the
 * person may have taken another away.
 */
export function useTaking(
  value: Json | undefined,
  change: (value: Json | undefined) => void,
  prepare: (file: File) => Promise<{ blob: Blob; name: string }>,
): { busy: boolean; fault: string | undefined; take(files: readonly File[], room: number): Promise<void> } {
  const { t } = useTranslation("forms");
  const { attachments } = useFormPorts();
  const now = useRef(value);
  now.current = value;
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  async function take(files: readonly File[], room: number): Promise<void> {
    if (attachments === undefined) return;
    setBusy(true);
    setFault(undefined);
    for (const file of files.slice(0, room)) {
      try {
        const { blob, name } = await prepare(file);
        const taken = await attachments.take(blob, name);
        now.current = asJson([...attachmentsOf(now.current), taken]);
        change(now.current);
      } catch (error) {
        setFault(
          error instanceof Error && error.name === "Refused"
            ? error.message
            : t("file.failed", { name: file.name }),
        );
      }
    }
    setBusy(false);
  }
  return { busy, fault, take };
}

export function PhotoTile({
  photo,
  onRemove,
}: {
  readonly photo: AttachmentValue;
  readonly onRemove?: () => void;
}) {
  const { t } = useTranslation("forms");
  const href = useAttachmentHref(photo);
  return (
    <figure className={classes.photo}>
      {href ? (
        <a href={href} target="_blank" rel="noreferrer">
          <img src={href} alt={photo.name} loading="lazy" />
        </a>
      ) : (
        <span className={classes.photoWaiting}>{photo.name}</span>
      )}
      {onRemove ? <Remove label={t("photo.remove", { name: photo.name })} onRemove={onRemove} /> : null}
    </figure>
  );
}

export function FileRow({
  file,
  onRemove,
}: {
  readonly file: AttachmentValue;
  readonly onRemove?: () => void;
}) {
  const { t } = useTranslation("forms");
  const href = useAttachmentHref(file);
  const size: ReactNode = (
    <small>{t("file.size", { size: Math.max(1, Math.round(file.size / 1024)) })}</small>
  );
  return (
    <div className={classes.fileRow}>
      <IconFile size={18} stroke={1.6} aria-hidden />
      {href ? (
        <a href={href} target="_blank" rel="noreferrer">
          {file.name}
        </a>
      ) : (
        <span>{file.name}</span>
      )}
      {size}
      {onRemove ? <Remove label={t("file.remove", { name: file.name })} onRemove={onRemove} /> : null}
    </div>
  );
}

function Remove({ label, onRemove }: { readonly label: string; readonly onRemove: () => void }) {
  return (
    <ActionIcon
      variant="default"
      radius="xl"
      size="lg"
      className={`${classes.remove} m-no-print`}
      aria-label={label}
      onClick={onRemove}
    >
      <IconClose size={16} aria-hidden />
    </ActionIcon>
  );
}
