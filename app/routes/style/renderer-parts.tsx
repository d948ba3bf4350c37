import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { FormRenderer } from "#app/components/form-renderer/form-renderer.tsx";
import type { FormPorts } from "#app/components/form-renderer/ports.ts";
import type { MapLayer } from "#app/components/map/map-view.tsx";
import type { AttachmentValue, FormEnvironment, FormValue } from "#engines/forms/index.ts";
import type { Form } from "#schema/blueprint/form/schema.ts";
import { Part } from "./part.tsx";
import { METERS, RIVER, ROADS } from "./samples.ts";

const ENVIRONMENT: FormEnvironment = {
  context: { today: "2026-04-01", now: "2026-04-01T02:30:00Z" },
  roles: ["field-worker"],
};

const MAP: readonly MapLayer[] = [
  { id: "river", role: "water", data: RIVER },
  { id: "roads", role: "road", data: ROADS },
  { id: "meters", role: "point", data: METERS, label: "name" },
];

/** Keeps what is added for the life of the page. */
function pagePorts(): FormPorts {
  const kept = new Map<string, string>();
  return {
    attachments: {
      take: async (file, name): Promise<AttachmentValue> => {
        const id = crypto.randomUUID();
        kept.set(id, URL.createObjectURL(file));
        return { id, name, mime: file.type, size: file.size };
      },
      hrefOf: ({ id }) => kept.get(id) ?? Promise.resolve(undefined),
    },
    search: async (_, text) => [{ id: crypto.randomUUID(), name: `JG4-0021 ${text}` }],
    map: MAP,
  };
}

/** A form of the blueprint: to fill in, with what the person tried to send too early, and to read. */
export function RendererParts({ form, sample }: { readonly form: Form; readonly sample: FormValue }) {
  const { t } = useTranslation("style");
  const [value, setValue] = useState(sample);
  const ports = useMemo(pagePorts, []);
  return (
    <>
      <Part id="form-edit" title={t("sections.formEdit")}>
        <FormRenderer
          form={form}
          value={value}
          onChange={setValue}
          mode="edit"
          environment={ENVIRONMENT}
          ports={ports}
          checked
        />
      </Part>
      <Part id="form-read" title={t("sections.formRead")}>
        <FormRenderer form={form} value={value} mode="read" environment={ENVIRONMENT} ports={ports} />
      </Part>
    </>
  );
}
