// The worker of the field inbox: keeps the page and its parts on the device, so that the inbox opens without a network.
// It keeps no data of cases (the page does, in the browser's database) and answers for nothing but the page and its parts.
// Registered by app/routes/workspace/inbox/keep-page.ts for `<utility>/workspace/inbox` only.

/** Raised with every change of this file: what an older one kept is thrown away. */
const VERSION = 1;
const PAGE = `field-page-${VERSION}`;
const PARTS = `field-parts-${VERSION}`;
const INBOX = new URL(self.registration.scope).pathname;
/** Parts have their content in their name, or in their query: what was kept under an address stays right. */
const IS_PART = /^\/(assets|theme|brand|favicon)/;
/** A network that has not answered by then is as good as none. */
const PATIENCE_MS = 4_000;

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));

self.addEventListener("activate", (event) => {
  const thrownAway = async () => {
    for (const name of await caches.keys())
      if (name.startsWith("field-") && name !== PAGE && name !== PARTS) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(thrownAway());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (pathname === INBOX) event.respondWith(page(request));
  } else if (IS_PART.test(pathname)) event.respondWith(part(request));
});

// The page tells of what it is made: parts that came before this worker was there are fetched now.
self.addEventListener("message", (event) => {
  const { keep, forget } = event.data ?? {};
  if (forget === true) event.waitUntil(caches.delete(PAGE));
  if (Array.isArray(keep)) event.waitUntil(keepAll(keep));
});

/** The page from the network, or as it was when it was last seen. */
async function page(request) {
  const cache = await caches.open(PAGE);
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
    // A way to the sign-in is no page to keep, and a refusal neither.
    if (response.ok && !response.redirected) await cache.put(INBOX, response.clone());
    return response;
  } catch (error) {
    const kept = await cache.match(INBOX);
    if (kept) return kept;
    throw error;
  }
}

async function part(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await (await caches.open(PARTS)).put(request, response.clone());
  return response;
}

async function keepAll(addresses) {
  // The page itself first, where it was opened before this worker was there.
  const pages = await caches.open(PAGE);
  if (!(await pages.match(INBOX))) {
    const response = await fetch(INBOX, { credentials: "same-origin" });
    if (response.ok && !response.redirected) await pages.put(INBOX, response);
  }
  const cache = await caches.open(PARTS);
  const wanted = new Set(addresses.map((address) => new URL(address, self.location.origin).href));
  for (const request of await cache.keys()) if (!wanted.has(request.url)) await cache.delete(request);
  const missing = async (address) => {
    if (IS_PART.test(new URL(address).pathname) && !(await cache.match(address)))
      await cache.add(address).catch(() => {});
  };
  await Promise.all([...wanted].map(missing));
}
