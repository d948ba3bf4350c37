import { Button, Modal, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FieldOf } from "#schema/blueprint/form/field.ts";
import { IconScan } from "../../icons.ts";
import type { InputProps } from "../field-view.tsx";
import classes from "../form-renderer.module.css";

/** What of the Shape Detection API is used; not every browser has it, so the code can always be typed. */
interface BarcodeReader {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}
declare global {
  var BarcodeDetector: (new () => BarcodeReader) | undefined;
}

const LOOK_EVERY_MS = 250;

export function BarcodeInput(props: InputProps<FieldOf<"barcode">>) {
  const { name, value, label, help, error, required, field, change, leave } = props;
  const { t } = useTranslation("forms");
  const [offered, setOffered] = useState(false);
  const [open, setOpen] = useState(false);
  useEffect(
    () => setOffered(globalThis.BarcodeDetector !== undefined && navigator.mediaDevices !== undefined),
    [],
  );
  return (
    <>
      <div className={classes.withButton}>
        <TextInput
          name={name}
          label={label}
          {...(help ? { description: help } : {})}
          {...(error ? { error } : {})}
          withAsterisk={required}
          aria-required={required}
          value={typeof value === "string" ? value : ""}
          maxLength={field.maxLength}
          autoComplete="off"
          onBlur={leave}
          onChange={(event) =>
            change(event.currentTarget.value === "" ? undefined : event.currentTarget.value)
          }
        />
        {offered ? (
          <Button
            variant="default"
            leftSection={<IconScan size={18} aria-hidden />}
            onClick={() => setOpen(true)}
          >
            {t("barcode.scan")}
          </Button>
        ) : null}
      </div>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={label}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        {open ? (
          <Scanner
            found={(code) => {
              change(code);
              leave();
              setOpen(false);
            }}
          />
        ) : null}
      </Modal>
    </>
  );
}

function Scanner({ found }: { readonly found: (code: string) => void }) {
  const { t } = useTranslation("forms");
  const video = useRef<HTMLVideoElement>(null);
  const told = useRef(found);
  told.current = found;
  const [refused, setRefused] = useState(false);
  useEffect(() => {
    const Detector = globalThis.BarcodeDetector;
    const element = video.current;
    if (Detector === undefined || element === null) return;
    const reader = new Detector();
    let stream: MediaStream | undefined;
    let gone = false;
    navigator.mediaDevices
      .getUserMedia({ video: { facingMode: "environment" } })
      .then((camera) => {
        stream = camera;
        if (gone) return stop(camera);
        element.srcObject = camera;
        return element.play();
      })
      .catch(() => setRefused(true));
    const timer = setInterval(() => {
      if (element.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
      // A frame that cannot be read is followed by the next one.
      reader.detect(element).then(
        ([code]) => code && !gone && told.current(code.rawValue),
        () => {},
      );
    }, LOOK_EVERY_MS);
    return () => {
      gone = true;
      clearInterval(timer);
      if (stream) stop(stream);
    };
  }, []);
  if (refused) return <p role="alert">{t("barcode.noCamera")}</p>;
  return (
    <>
      <video ref={video} className={classes.video} muted playsInline />
      <p className={classes.hint}>{t("barcode.hold")}</p>
    </>
  );
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
