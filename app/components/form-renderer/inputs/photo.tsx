import { Button, FileButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FieldOf } from "#schema/blueprint/form/field.ts";
import { IconCamera } from "../../icons.ts";
import type { InputProps } from "../field-view.tsx";
import classes from "../form-renderer.module.css";
import { shrinkPhoto } from "../image.ts";
import { useFormPorts } from "../ports.ts";
import { asJson, attachmentsOf, PhotoTile, useTaking } from "./attachments.tsx";
import { FieldFrame } from "./field-frame.tsx";

/** Photos by the camera of the phone or from its album, made smaller and rid of where they were taken. */
export function PhotoInput(props: InputProps<FieldOf<"photo">>) {
  const { field, value, change, leave } = props;
  const { t } = useTranslation("forms");
  const { attachments } = useFormPorts();
  const photos = attachmentsOf(value);
  const { busy, fault, take } = useTaking(value, change, async (file) => ({
    blob: await shrinkPhoto(file),
    name: `${file.name.replace(/\.\w+$/, "")}.jpg`,
  }));
  const room = field.max - photos.length;
  const frame = { ...props, error: fault ?? props.error } as InputProps<never>;
  return (
    <FieldFrame input={frame}>
      <div className={classes.photos}>
        {photos.map((photo) => (
          <PhotoTile
            key={photo.id}
            photo={photo}
            onRemove={() => change(asJson(photos.filter(({ id }) => id !== photo.id)))}
          />
        ))}
      </div>
      {attachments === undefined ? (
        <p className={classes.hint}>{t("file.unavailable")}</p>
      ) : room > 0 ? (
        <div className={classes.buttons}>
          <FileButton
            accept="image/*"
            multiple
            inputProps={{
              capture: "environment",
              "aria-label": t("photo.take"),
              name: `${props.name}:camera`,
            }}
            onChange={(files) => void take(files, room).then(leave)}
          >
            {(button) => (
              <Button
                {...button}
                variant="light"
                loading={busy}
                leftSection={<IconCamera size={18} aria-hidden />}
              >
                {t("photo.take")}
              </Button>
            )}
          </FileButton>
          <FileButton
            accept="image/*"
            multiple
            inputProps={{ "aria-label": t("photo.choose") }}
            onChange={(files) => void take(files, room).then(leave)}
          >
            {(button) => (
              <Button {...button} variant="subtle" disabled={busy}>
                {t("photo.choose")}
              </Button>
            )}
          </FileButton>
          <span className={classes.hint}>{t("photo.count", { count: photos.length, max: field.max })}</span>
        </div>
      ) : null}
    </FieldFrame>
  );
}
