import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DraftItem } from "#app/components/draft/effective.ts";
import { EmptyState } from "#app/components/empty-state.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import { usePageRoot } from "#app/components/page-root.ts";
import { LOCALES, type Locale, ManifoldError } from "#engines/kernel/errors.ts";
import { compileMessage, type RenderedMessage } from "#engines/messages/index.ts";
import { type MessageTemplate, messageSchema } from "#schema/blueprint/message/schema.ts";
import classes from "./designer.module.css";

/** The message by each channel and in each language, by the engine that sends it; the values can be tried. */
export default function MessagePreview({ item }: { readonly item: DraftItem }) {
  const { t } = useTranslation("designer");
  const { locale, tenant } = usePageRoot();
  const [tried, setTried] = useState<Readonly<Record<string, string>>>({});
  const message = messageSchema.safeParse(item.content);
  if (!message.success)
    return <EmptyState title={t("preview.wrongTitle")} advice={t("preview.wrongAdvice")} />;
  const place = { timezone: tenant?.timezone ?? "Asia/Shanghai", currency: tenant?.currency ?? "CNY" };
  const variables = Object.entries(message.data.variables);
  const rendered = render(message.data, tried, place);
  return (
    <>
      <div className={classes.tryValues}>
        {variables.map(([name, { label, sample }]) =>
          typeof sample === "string" || typeof sample === "number" ? (
            <TextInput
              key={name}
              size="xs"
              label={label[locale]}
              value={tried[name] ?? String(sample)}
              onChange={(event) => setTried({ ...tried, [name]: event.currentTarget.value })}
            />
          ) : null,
        )}
      </div>
      {rendered instanceof ManifoldError ? (
        <p role="alert">{rendered.wordsIn(locale)}</p>
      ) : (
        LOCALES.map((each) => (
          <section key={each} aria-label={t(`language.${each}`)}>
            <h3>{t(`language.${each}`)}</h3>
            <Channels message={rendered[each]} lang={each} />
          </section>
        ))
      )}
    </>
  );
}

function render(
  message: MessageTemplate,
  tried: Readonly<Record<string, string>>,
  place: { readonly timezone: string; readonly currency: string },
): Readonly<Record<Locale, RenderedMessage>> | ManifoldError {
  const values = Object.fromEntries(
    Object.entries(message.variables).map(([name, { sample }]) => {
      const own = tried[name];
      return [name, own === undefined ? sample : typeof sample === "number" ? Number(own) : own];
    }),
  );
  try {
    const program = compileMessage(message);
    return Object.fromEntries(
      LOCALES.map((locale) => [locale, program.render(values, { ...place, locale })]),
    ) as Record<Locale, RenderedMessage>;
  } catch (error) {
    if (error instanceof ManifoldError) return error;
    throw error;
  }
}

function Channels({ message, lang }: { readonly message: RenderedMessage; readonly lang: Locale }) {
  const { t } = useTranslation("designer");
  const format = useFormat();
  const { sms, email, app } = message;
  return (
    <div className={classes.channels} lang={lang}>
      {sms === undefined ? null : (
        <article className={classes.channel}>
          <h4>{t("preview.channel.sms")}</h4>
          <p className={classes.shown}>{sms.text}</p>
          <p className={classes.quiet}>
            {t("preview.smsSize", { units: format.number(sms.units), count: sms.segments })}
          </p>
        </article>
      )}
      {email === undefined ? null : (
        <article className={classes.channel}>
          <h4>{t("preview.channel.email")}</h4>
          <p>
            <strong>{email.subject}</strong>
          </p>
          <p className={classes.shown}>{email.text}</p>
        </article>
      )}
      {app === undefined ? null : (
        <article className={classes.channel}>
          <h4>{t("preview.channel.app")}</h4>
          <p>
            <strong>{app.title}</strong>
          </p>
          <p className={classes.shown}>{app.text}</p>
          {app.link === undefined ? null : <p className={classes.quiet}>{app.link}</p>}
        </article>
      )}
    </div>
  );
}
