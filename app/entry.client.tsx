import { RemixBrowser } from "@remix-run/react";
import { StrictMode, startTransition } from "react";
import { hydrateRoot } from "react-dom/client";
import { loadLocale } from "#app/locales/load.ts";
import { isLocale } from "#app/platform/preferences.ts";
import { RequestFactsProvider } from "./components/request-facts.tsx";

const { lang, dataset } = document.documentElement;
const locale = isLocale(lang) ? lang : "zh-CN";

await loadLocale(locale);
startTransition(() => {
  hydrateRoot(
    document,
    <StrictMode>
      {/* Browsers hide the nonce from scripts, so the page carries on without it. */}
      <RequestFactsProvider value={{ nonce: "", requestId: dataset.requestId ?? "", locale }}>
        <RemixBrowser />
      </RequestFactsProvider>
    </StrictMode>,
  );
});
