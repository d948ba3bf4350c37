import { Button, TextInput } from "@mantine/core";
import { type PointerEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AttachmentValue, SignatureValue } from "#engines/forms/index.ts";
import type { FieldOf } from "#schema/blueprint/form/field.ts";
import type { Json } from "#schema/blueprint/item.ts";
import type { InputProps } from "../field-view.tsx";
import classes from "../form-renderer.module.css";
import { blobOf } from "../image.ts";
import { useAttachmentHref, useFormPorts } from "../ports.ts";
import { FieldFrame } from "./field-frame.tsx";

const WIDTH = 640;
const HEIGHT = 220;
/** A signature is done when the pen has rested for so long. */
const REST_MS = 700;

/** Signed with finger, pen or mouse; who uses the keyboard types the name. Either alone is enough. */
export function SignatureInput(props: InputProps<FieldOf<"signature">>) {
  const { name, value, change, leave } = props;
  const { t } = useTranslation("forms");
  const { attachments } = useFormPorts();
  const signature = signatureOf(value);
  const [failed, setFailed] = useState(false);
  const latest = useRef(signature);
  latest.current = signature;

  function set(part: { image?: AttachmentValue | undefined; name?: string | undefined }): void {
    const { at: _, ...before } = latest.current ?? { at: "" };
    const merged = { ...before, ...part };
    const kept = Object.fromEntries(
      Object.entries(merged).filter(([, own]) => own !== undefined && own !== ""),
    );
    const next =
      Object.keys(kept).length === 0
        ? undefined
        : ({ ...kept, at: new Date().toISOString() } as unknown as Json);
    latest.current = signatureOf(next);
    change(next);
  }

  async function drawn(canvas: HTMLCanvasElement): Promise<void> {
    setFailed(false);
    try {
      const image = await attachments?.take(await blobOf(canvas, "image/png"), "signature.png");
      set({ image });
      leave();
    } catch {
      setFailed(true);
    }
  }

  const error = failed ? t("signature.failed") : props.error;
  return (
    <FieldFrame input={{ ...props, error } as InputProps<never>}>
      {signature?.image ? (
        <div className={classes.signed}>
          <SignatureImage image={signature.image} />
          <Button variant="subtle" size="compact-sm" onClick={() => set({ image: undefined })}>
            {t("signature.again")}
          </Button>
        </div>
      ) : attachments ? (
        <Pad onDrawn={drawn} />
      ) : null}
      <TextInput
        mt="xs"
        label={t("signature.name")}
        description={t("signature.nameHint")}
        name={name}
        autoComplete="off"
        maxLength={100}
        value={signature?.name ?? ""}
        onBlur={leave}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
    </FieldFrame>
  );
}

export function SignatureImage({ image }: { readonly image: AttachmentValue }) {
  const { t } = useTranslation("forms");
  const href = useAttachmentHref(image);
  return href ? (
    <img className={classes.signature} src={href} alt={t("signature.drawn")} />
  ) : (
    <span>{t("signature.drawn")}</span>
  );
}

function Pad({ onDrawn }: { readonly onDrawn: (canvas: HTMLCanvasElement) => Promise<void> }) {
  const { t } = useTranslation("forms");
  const canvas = useRef<HTMLCanvasElement>(null);
  const rest = useRef<ReturnType<typeof setTimeout>>();
  const [begun, setBegun] = useState(false);
  useEffect(() => () => clearTimeout(rest.current), []);

  /** Where the pen is on the canvas, whose size on the screen is another than its own. */
  function at(event: PointerEvent<HTMLCanvasElement>): [number, number] {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    return [((event.clientX - left) / width) * WIDTH, ((event.clientY - top) / height) * HEIGHT];
  }
  function pen(): CanvasRenderingContext2D | null | undefined {
    const context = canvas.current?.getContext("2d");
    if (context)
      Object.assign(context, { lineWidth: 3, lineCap: "round", lineJoin: "round", strokeStyle: "#1a2b4a" });
    return context;
  }

  return (
    <div className={classes.pad}>
      <canvas
        ref={canvas}
        width={WIDTH}
        height={HEIGHT}
        role="img"
        aria-label={t("signature.pad")}
        onPointerDown={(event) => {
          clearTimeout(rest.current);
          event.currentTarget.setPointerCapture(event.pointerId);
          const context = pen();
          context?.beginPath();
          context?.moveTo(...at(event));
          // A tap leaves a dot.
          context?.lineTo(...at(event));
          context?.stroke();
          setBegun(true);
        }}
        onPointerMove={(event) => {
          if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
          const context = pen();
          context?.lineTo(...at(event));
          context?.stroke();
        }}
        onPointerUp={() => {
          clearTimeout(rest.current);
          rest.current = setTimeout(() => canvas.current && void onDrawn(canvas.current), REST_MS);
        }}
      />
      {begun ? null : <span className={classes.padHint}>{t("signature.hint")}</span>}
    </div>
  );
}

export function signatureOf(value: Json | undefined): SignatureValue | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value) || !("at" in value))
    return undefined;
  return value as unknown as SignatureValue;
}
