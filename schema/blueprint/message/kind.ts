import type { Words } from "#engines/kernel/errors.ts";
import { defineKind } from "../kind.ts";
import { changes, sentence } from "../words.ts";
import { MESSAGE_CHANNELS, type MessageChannel, type MessageTemplate, messageSchema } from "./schema.ts";

const CHANNEL_WORDS: Readonly<Record<MessageChannel, Words>> = {
  sms: { "zh-CN": "短信", en: "SMS" },
  email: { "zh-CN": "电子邮件", en: "e-mail" },
  app: { "zh-CN": "站内信", en: "portal inbox" },
};

/** Message templates as a kind of blueprint item. */
export const messageKind = defineKind({
  kind: "message",
  label: { "zh-CN": "消息模板", en: "Message template" },
  schema: messageSchema,
  references: () => [],
  expressions: ({ channels: { sms, email, app }, variables }) => {
    const use = (source: string, path: string) =>
      ({ language: "liquid", source, path, variables: Object.keys(variables) }) as const;
    const each = (words: Words | undefined, path: string) =>
      Object.entries(words ?? {}).map(([locale, source]) => use(source, `${path}/${locale}`));
    return [
      ...each(sms?.body, "/channels/sms/body"),
      ...each(email?.subject, "/channels/email/subject"),
      ...each(email?.body, "/channels/email/body"),
      ...each(app?.title, "/channels/app/title"),
      ...each(app?.body, "/channels/app/body"),
      ...(app?.link === undefined ? [] : [use(app.link, "/channels/app/link")]),
    ];
  },
  words(before, after) {
    if (before === undefined && after === undefined) return [];
    if (before === undefined)
      return [sentence("新增消息模板“{0}”", "Created the message template “{0}”", [after!.label])];
    if (after === undefined)
      return [sentence("删除消息模板“{0}”", "Removed the message template “{0}”", [before.label])];
    return [...channelWords(before, after), ...otherWords(before, after)];
  },
});

/** A channel that comes or goes is one sentence, not one for each of its fields. */
function channelWords(before: MessageTemplate, after: MessageTemplate): Words[] {
  return MESSAGE_CHANNELS.flatMap((channel) => {
    const [was, is] = [before.channels[channel] !== undefined, after.channels[channel] !== undefined];
    if (was === is) return [];
    return is
      ? [sentence("新增渠道：{0}", "Added the channel {0}", [CHANNEL_WORDS[channel]])]
      : [sentence("停用渠道：{0}", "Removed the channel {0}", [CHANNEL_WORDS[channel]])];
  });
}

function otherWords(before: MessageTemplate, after: MessageTemplate): Words[] {
  const said: Words[] = [];
  const { channels: was, ...restBefore } = before;
  const { channels: is, ...restAfter } = after;
  changes(restBefore, restAfter, "", said);
  for (const channel of MESSAGE_CHANNELS) {
    if (was[channel] !== undefined && is[channel] !== undefined)
      changes(was[channel], is[channel], `channels.${channel}`, said);
  }
  return said;
}
