import { useTranslation } from "react-i18next";
import type { FieldOption, FormField } from "#schema/blueprint/form/field.ts";
import type { Json } from "#schema/blueprint/item.ts";
import { useFormat } from "../format/use-format.ts";
import classes from "./form-renderer.module.css";
import { addressOf, pointText } from "./inputs/address.tsx";
import { attachmentsOf, FileRow, PhotoTile } from "./inputs/attachments.tsx";
import { SignatureImage, signatureOf } from "./inputs/signature.tsx";
import { isMasked } from "./masked.ts";

interface ReadValueProps {
  readonly field: FormField;
  readonly value: Json | undefined;
  readonly options: readonly FieldOption[];
}

/** A value as it is read: on screen, on paper, in the words and formats of the reader. */
export function ReadValue({ field, value, options }: ReadValueProps) {
  const { t } = useTranslation("forms");
  const format = useFormat();
  if (isMasked(value)) return <span className={classes.masked}>{value.masked}</span>;
  if (value === undefined || value === null || value === "") return <span>–</span>;
  const type = field.type === "computed" ? field.result : field.type;
  switch (type) {
    case "number": {
      const unit = "unit" in field ? field.unit : undefined;
      const digits = { minDigits: 0, maxDigits: 9 };
      return (
        <span className="m-number">
          {unit ? format.quantity(String(value), unit, digits) : format.number(String(value), digits)}
        </span>
      );
    }
    case "money":
      return (
        <span className="m-number">
          {format.money(
            String(value),
            "currency" in field && field.currency ? field.currency : format.currency,
          )}
        </span>
      );
    case "date":
      return <span>{format.day(String(value))}</span>;
    case "dateTime":
      return <span>{format.dateTime(String(value))}</span>;
    case "yesNo":
      return <span>{t(value === true ? "yes" : "no")}</span>;
    case "choice":
    case "multiChoice": {
      const label = (code: Json) =>
        options.find((option) => option.code === code)?.label[format.locale] ?? String(code);
      return (
        <span>
          {(Array.isArray(value) ? value : [value]).map(label).join(format.locale === "en" ? ", " : "、")}
        </span>
      );
    }
    case "longText":
      return <span className={classes.lines}>{String(value)}</span>;
    case "address": {
      const { text, point } = addressOf(value);
      return (
        <span>
          {text}
          {point ? <small className={`${classes.hint} ${classes.place}`}>{pointText(point)}</small> : null}
        </span>
      );
    }
    case "photo":
      return (
        <span className={classes.photos}>
          {attachmentsOf(value).map((photo) => (
            <PhotoTile key={photo.id} photo={photo} />
          ))}
        </span>
      );
    case "file":
      return (
        <>
          {attachmentsOf(value).map((file) => (
            <FileRow key={file.id} file={file} />
          ))}
        </>
      );
    case "signature": {
      const signature = signatureOf(value);
      return (
        <span className={classes.signed}>
          {signature?.image ? <SignatureImage image={signature.image} /> : null}
          <span>
            {signature?.name} {signature ? <small>{format.dateTime(signature.at)}</small> : null}
          </span>
        </span>
      );
    }
    case "person":
    case "orgUnit":
    case "customer":
    case "meter":
    case "premise":
      return <span>{typeof value === "object" && "name" in value ? String(value.name) : String(value)}</span>;
    default:
      return <span>{typeof value === "object" ? JSON.stringify(value) : String(value)}</span>;
  }
}
