import { isMantineColorScheme, type MantineColorSchemeManager } from "@mantine/core";
import { COLOR_SCHEME_COOKIE, type ColorScheme, preferenceCookie } from "#app/platform/preferences.ts";

/**
 * Keeps the chosen scheme in a cookie, so that the server renders it and no page flashes. `chosen` is what the
 * server read from that cookie; another tab that switches is followed.
 */
export function cookieColorSchemeManager(chosen: ColorScheme): MantineColorSchemeManager {
  let channel: BroadcastChannel | undefined;
  return {
    get: () => chosen,
    set: (value) => {
      // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet.
      document.cookie = preferenceCookie(COLOR_SCHEME_COOKIE, value);
      const sender = new BroadcastChannel(COLOR_SCHEME_COOKIE);
      sender.postMessage(value);
      sender.close();
    },
    subscribe: (update) => {
      channel = new BroadcastChannel(COLOR_SCHEME_COOKIE);
      channel.onmessage = ({ data }: MessageEvent<unknown>) => {
        if (isMantineColorScheme(data)) update(data);
      };
    },
    unsubscribe: () => channel?.close(),
    clear: () => undefined,
  };
}

/** Runs before the first paint, for `auto` only: the server cannot know what the system prefers. */
export const AUTO_SCHEME_SCRIPT = `document.documentElement.setAttribute("data-mantine-color-scheme",matchMedia("(prefers-color-scheme: dark)").matches?"dark":"light")`;
