import { useTranslation } from "react-i18next";
import type { Json } from "#schema/blueprint/item.ts";
import { objectIn, textIn } from "./content.ts";
import { Choice } from "./inputs.tsx";

interface Props {
  readonly label: string;
  readonly value: Json | undefined;
  /** What it means that nothing is said. */
  readonly absent: string;
  readonly onChange: (value: Json | undefined) => void;
  readonly readOnly: boolean;
}

const PLACES = ["6", "4", "3", "2", "1", "0", "-1"] as const;
const MODES = ["half-up", "half-even", "up", "down"] as const;

/** To how many places, and how. */
export function RoundingChoice({ label, value, absent, onChange, readOnly }: Props) {
  const { t } = useTranslation("rating");
  const { place, mode } = objectIn(value);
  const none = t("designer.notRounded");
  const chosen =
    value === undefined || (value === "none" && absent === none)
      ? ""
      : value === "none"
        ? "none"
        : textIn(place);
  return (
    <>
      <Choice
        label={label}
        value={chosen}
        options={[
          ["", absent],
          ...(absent === none ? [] : [["none", none] as const]),
          ...PLACES.map((each) => [each, textOf(Number(each))] as const),
        ]}
        readOnly={readOnly}
        onChange={(next) =>
          onChange(
            next === "" ? undefined : next === "none" ? "none" : { ...objectIn(value), place: Number(next) },
          )
        }
      />
      {place === undefined ? null : (
        <Choice
          label={t("designer.mode")}
          value={textIn(mode) || "half-up"}
          options={MODES.map((each) => [each, t(`designer.modes.${each}`)])}
          readOnly={readOnly}
          onChange={(next) => onChange({ ...objectIn(value), mode: next })}
        />
      )}
    </>
  );
}

/** 2 → "0.01", −1 → "10". */
function textOf(place: number): string {
  return place <= 0 ? String(10 ** -place) : `0.${"0".repeat(place - 1)}1`;
}
