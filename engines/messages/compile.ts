import { LOCALES, type Locale, type Words } from "#engines/kernel/errors.ts";
import type { MessageTemplate } from "#schema/blueprint/message/schema.ts";
import { messageError } from "./errors.ts";
import type { FilterContext, MessageContext } from "./filters.ts";
import { type Renderer, readTemplate } from "./liquid.ts";
import type { MessageProgram, RenderedApp, RenderedEmail, RenderedMessage, RenderedSms } from "./program.ts";
import { quietHoursOf } from "./quiet-hours.ts";
import { smsSize } from "./segments.ts";
import { takeValues } from "./values.ts";

type Values = Readonly<Record<string, unknown>>;

/** With which samples are rendered where no utility is known yet. */
const SAMPLE_PLACE = { timezone: "Asia/Shanghai", currency: "CNY" };

/**
 * Compiles a template: every text is read, every variable it names is declared, and the samples are rendered in each
 * language. @throws MESSAGE_* with the path of the text or variable
 */
export function compileMessage(item: MessageTemplate): MessageProgram {
  const names = Object.keys(item.variables);
  const inEach = (words: Words, path: string): Record<Locale, Renderer> =>
    Object.fromEntries(
      LOCALES.map((locale) => [locale, readTemplate(words[locale], names, `${path}.${locale}`)]),
    ) as Record<Locale, Renderer>;
  const { sms, email, app } = item.channels;
  const parts = {
    sms: sms && { signature: sms.signature, body: inEach(sms.body, "channels.sms.body") },
    email: email && {
      subject: inEach(email.subject, "channels.email.subject"),
      body: inEach(email.body, "channels.email.body"),
    },
    app: app && {
      title: inEach(app.title, "channels.app.title"),
      body: inEach(app.body, "channels.app.body"),
      link: app.link === undefined ? undefined : readTemplate(app.link, names, "channels.app.link"),
    },
  };

  function renderSms(values: Values, context: FilterContext): RenderedSms | undefined {
    if (parts.sms === undefined) return undefined;
    const text = `【${parts.sms.signature[context.locale]}】${tidy(parts.sms.body[context.locale](values, context))}`;
    return { text, ...smsSize(text) };
  }
  function renderEmail(values: Values, context: FilterContext): RenderedEmail | undefined {
    if (parts.email === undefined) return undefined;
    const subject = oneLine(parts.email.subject[context.locale](values, context));
    return { subject, text: tidy(parts.email.body[context.locale](values, context)) };
  }
  function renderApp(values: Values, context: FilterContext): RenderedApp | undefined {
    if (parts.app === undefined) return undefined;
    return {
      title: oneLine(parts.app.title[context.locale](values, context)),
      text: tidy(parts.app.body[context.locale](values, context)),
      link: parts.app.link && oneLine(parts.app.link(values, context)),
    };
  }
  function render(data: Values, place: MessageContext): RenderedMessage {
    const values = takeValues(item.variables, data);
    const [smsText, emailText, appText] = [
      renderSms(values, { ...place, channel: "sms" }),
      renderEmail(values, { ...place, channel: "email" }),
      renderApp(values, { ...place, channel: "app" }),
    ];
    return {
      ...(smsText && { sms: smsText }),
      ...(emailText && { email: emailText }),
      ...(appText && { app: appText }),
    };
  }

  const samples = Object.fromEntries(names.map((name) => [name, item.variables[name]?.sample]));
  checkSamples(item, (locale) => render(samples, { ...SAMPLE_PLACE, locale }));
  return {
    category: item.category,
    channels: (["sms", "email", "app"] as const).filter((channel) => item.channels[channel] !== undefined),
    consentAsked: item.consent === "asked",
    quietHours:
      item.quietHours === undefined || item.mayBreakQuietHours ? undefined : quietHoursOf(item.quietHours),
    render,
    sample: (context) => render(samples, context),
    locales: LOCALES,
  };
}

function checkSamples(item: MessageTemplate, render: (locale: Locale) => RenderedMessage): void {
  const limit = item.channels.sms?.maxSegments ?? 0;
  for (const locale of LOCALES) {
    const { sms } = render(locale);
    if (sms !== undefined && sms.segments > limit) {
      const path = `channels.sms.body.${locale}`;
      throw messageError("MESSAGE_SMS_TOO_LONG", { segments: sms.segments, limit }, { path });
    }
  }
}

/** Templates are written over several lines for people: what is left of tags at the ends of lines goes. */
function tidy(text: string): string {
  return text
    .replaceAll(/[ \t]+$/gm, "")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim();
