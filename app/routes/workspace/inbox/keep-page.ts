/**
 * Asks the browser to keep this page and its parts (public/field-worker.js), and tells the worker of what it is made. Where
 * the browser has no service workers (an address without HTTPS) the inbox works with a network only.
 */
export async function keepPage(base: string): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const scope = `${base}/workspace/inbox`;
  const { active, waiting, installing } = await navigator.serviceWorker.register("/field-worker.js", {
    scope,
  });
  const worker = active ?? waiting ?? installing;
  const parts = performance
    .getEntriesByType("resource")
    .map(({ name }) => name)
    .filter((name) => name.startsWith(location.origin));
  const linked = [...document.querySelectorAll<HTMLLinkElement>("link[href]")].map(({ href }) => href);
  worker?.postMessage({ keep: [...new Set([...parts, ...linked])] });
}
