import { Button, TextInput } from "@mantine/core";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AddressValue } from "#engines/forms/index.ts";
import type { FieldOf } from "#schema/blueprint/form/field.ts";
import type { Json } from "#schema/blueprint/item.ts";
import { IconPin } from "../../icons.ts";
import type { InputProps } from "../field-view.tsx";
import classes from "../form-renderer.module.css";
import { useFormPorts } from "../ports.ts";

const PointMap = lazy(() => import("./point-map.tsx"));
/** Digits of a degree: about a metre. */
const PLACES = 5;
const LOCATE_TIMEOUT_MS = 15_000;

/** An address in words, and where it asks for it the place: by the device, by a tap on the map, or typed. */
export function AddressInput(props: InputProps<FieldOf<"address">>) {
  const { field, name, value, label, help, error, required, change, leave } = props;
  const { t } = useTranslation("forms");
  const { map } = useFormPorts();
  const address = addressOf(value);
  const [awake, setAwake] = useState(false);
  const [open, setOpen] = useState(false);
  const [locating, setLocating] = useState<"idle" | "looking" | "failed">("idle");
  useEffect(() => setAwake(true), []);

  const setText = (text: string) =>
    change(text === "" && !address.point ? undefined : asValue(text, address.point));
  const setPoint = (longitude: number, latitude: number) => {
    change(asValue(address.text, [round(longitude), round(latitude)]));
    leave();
  };

  return (
    <div>
      <TextInput
        name={name}
        label={label}
        {...(help ? { description: help } : {})}
        {...(error ? { error } : {})}
        withAsterisk={required}
        aria-required={required}
        value={address.text}
        maxLength={300}
        autoComplete="street-address"
        onBlur={leave}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {field.point !== "none" && awake ? (
        <div className={classes.buttons}>
          {"geolocation" in navigator ? (
            <Button
              variant="light"
              size="compact-md"
              loading={locating === "looking"}
              leftSection={<IconPin size={16} aria-hidden />}
              onClick={() => {
                setLocating("looking");
                navigator.geolocation.getCurrentPosition(
                  ({ coords }) => {
                    setLocating("idle");
                    setPoint(coords.longitude, coords.latitude);
                  },
                  () => setLocating("failed"),
                  { enableHighAccuracy: true, timeout: LOCATE_TIMEOUT_MS },
                );
              }}
            >
              {t("address.here")}
            </Button>
          ) : null}
          {map ? (
            <Button variant="subtle" size="compact-md" aria-expanded={open} onClick={() => setOpen(!open)}>
              {t(open ? "address.closeMap" : "address.onMap")}
            </Button>
          ) : null}
          <span className={classes.hint} role="status">
            {locating === "failed"
              ? t("address.notLocated")
              : address.point
                ? pointText(address.point)
                : t("address.noPoint")}
          </span>
          {address.point ? (
            <Button
              variant="subtle"
              size="compact-sm"
              onClick={() => change(address.text === "" ? undefined : asValue(address.text))}
            >
              {t("address.removePoint")}
            </Button>
          ) : null}
        </div>
      ) : null}
      {open && map ? (
        <Suspense>
          <PointMap label={label} layers={map} point={address.point} onPick={setPoint} />
        </Suspense>
      ) : null}
    </div>
  );
}

export function addressOf(value: Json | undefined): AddressValue {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { text: "" };
  return { text: "", ...(value as unknown as Partial<AddressValue>) };
}

export function pointText([longitude, latitude]: readonly [number, number]): string {
  return `${latitude.toFixed(PLACES)}, ${longitude.toFixed(PLACES)}`;
}

function asValue(text: string, point?: readonly [number, number]): Json {
  return { text, ...(point ? { point: [...point] } : {}) };
}

function round(degrees: number): number {
  return Number(degrees.toFixed(PLACES));
}
