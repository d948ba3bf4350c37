import { Button, Textarea, TextInput } from "@mantine/core";
import { Form, useActionData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { KeyValue } from "#app/components/key-value.tsx";
import { useAbility } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { Blocked } from "#app/components/privacy/blocked.tsx";
import { ErasureState } from "#app/components/privacy/erasure-state.tsx";
import classes from "#app/components/privacy/privacy.module.css";
import type { FormResult } from "#app/web/page-fault.ts";
import type { LoadedPerson } from "./person.tsx";

/** The erasure of one person: what it would do, who proposed it, who decides, what came of it. */
export function ErasurePanel({ person, me }: { readonly person: LoadedPerson; readonly me: string }) {
  const { t } = useTranslation("privacy");
  const result = useActionData<FormResult<null>>();
  const mayErase = useAbility("erase:privacy");
  const [latest] = person.erasures;
  return (
    <Panel
      title={t("erasure.title")}
      lead={t("erasure.lead")}
      actions={latest === undefined ? undefined : <ErasureState state={latest.state} />}
    >
      <div className={classes.form}>
        {result && !result.ok ? <p role="alert">{result.fault.message ?? result.fault.code}</p> : null}
        {latest === undefined ? null : <Told erasure={latest} />}
        {person.erasedAt === null ? (
          <>
            <Blocked blockers={person.blockers} />
            <DryRun stored={person.stored} />
          </>
        ) : null}
        {mayErase && person.erasedAt === null ? (
          latest?.state === "proposed" ? (
            <Decide erasureId={latest.id} own={latest.proposedById === me} />
          ) : latest?.state === "approved" ? null : (
            <Propose
              asked={latest?.state === "asked" ? latest.id : null}
              blocked={person.blockers.length > 0}
            />
          )
        ) : null}
      </div>
    </Panel>
  );
}

function Told({ erasure }: { readonly erasure: LoadedPerson["erasures"][number] }) {
  const { t } = useTranslation("privacy");
  const counted = erasure.result ?? null;
  return (
    <KeyValue
      items={[
        { label: t("erasure.askedBy"), value: t(`erasure.by.${erasure.askedBy}`) },
        ...(erasure.reason === null ? [] : [{ label: t("unmask.reason"), value: erasure.reason }]),
        ...(erasure.proposedByName === null
          ? []
          : [{ label: t("erasure.proposedBy"), value: erasure.proposedByName }]),
        ...(erasure.decidedByName === null
          ? []
          : [{ label: t("erasure.decidedBy"), value: erasure.decidedByName }]),
        ...(erasure.note === null ? [] : [{ label: t("erasure.note"), value: erasure.note }]),
        ...(counted === null
          ? []
          : [
              {
                label: t("erasure.changed"),
                value: t("access.records", {
                  count: Object.values(counted).reduce((sum, rows) => sum + rows, 0),
                }),
              },
            ]),
      ]}
    />
  );
}

function DryRun({ stored }: { readonly stored: LoadedPerson["stored"] }) {
  const { t } = useTranslation("privacy");
  const rowsOf = (fate: string): number =>
    stored.reduce((sum, row) => sum + (row.fate === fate ? row.rows : 0), 0);
  return (
    <p>
      {t("erasure.dryRun", {
        erased: rowsOf("erased"),
        removed: rowsOf("removed"),
        kept: rowsOf("kept"),
      })}
    </p>
  );
}

function Propose({ asked, blocked }: { readonly asked: string | null; readonly blocked: boolean }) {
  const { t } = useTranslation("privacy");
  return (
    <Form method="post" className={classes.form}>
      {asked === null ? (
        <Textarea
          name="reason"
          label={t("unmask.reason")}
          required
          minLength={4}
          maxLength={500}
          autosize
          minRows={2}
        />
      ) : (
        <>
          <input type="hidden" name="erasureId" value={asked} />
          <TextInput name="note" label={t("erasure.noteIfRefused")} maxLength={500} />
        </>
      )}
      <div className={classes.row}>
        <Button type="submit" name="intent" value="propose" color="red" disabled={blocked}>
          {t("erasure.propose")}
        </Button>
        {asked === null ? null : (
          <Button type="submit" name="intent" value="refuse" variant="default">
            {t("erasure.refuse")}
          </Button>
        )}
      </div>
    </Form>
  );
}

function Decide({ erasureId, own }: { readonly erasureId: string; readonly own: boolean }) {
  const { t } = useTranslation("privacy");
  return (
    <Form method="post" className={classes.form}>
      <input type="hidden" name="erasureId" value={erasureId} />
      <TextInput name="note" label={t("erasure.note")} maxLength={500} />
      {own ? <p className={classes.lead}>{t("erasure.secondPerson")}</p> : null}
      <div className={classes.row}>
        <Button type="submit" name="intent" value="approve" color="red" disabled={own}>
          {t("erasure.approve")}
        </Button>
        <Button type="submit" name="intent" value="refuse" variant="default">
          {t("erasure.refuse")}
        </Button>
      </div>
    </Form>
  );
}
