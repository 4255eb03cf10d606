// Keeps a copy of the pages that were opened, so that they can be read again when the server does not answer.

/** @typedef {Event & { waitUntil(work: Promise<unknown>): void }} ExtendableEvent */
/** @typedef {ExtendableEvent & { request: Request, respondWith(answer: Promise<Response>): void }} FetchEvent */

const CACHE = "pages-1";
const OFFLINE = "/hors-ligne/";
/** Pages and their files; a course has not so many. */
const MOST = 400;

/** @type {any} */
const worker = self;

worker.addEventListener("install", (/** @type {ExtendableEvent} */ event) => {
  event.waitUntil(keepOffline().then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (/** @type {ExtendableEvent} */ event) => {
  event.waitUntil(worker.clients.claim());
});

worker.addEventListener("fetch", (/** @type {FetchEvent} */ event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const ours = origin === location.origin && !pathname.startsWith("/api/");
  if (ours && request.method === "GET" && !request.headers.has("range")) {
    event.respondWith(answer(event));
  }
});

/**
 * The server's answer where there is one, and its copy kept; else an earlier copy, else the page that says so.
 * @param {FetchEvent} event
 */
async function answer(event) {
  const { request } = event;
  try {
    const response = await fetch(request);
    if (response.ok && response.type === "basic" && !response.redirected) {
      event.waitUntil(keep(request, response.clone()));
    }
    return response;
  } catch (error) {
    const copy =
      (await caches.match(request, { ignoreVary: true })) ??
      (request.mode === "navigate" ? await caches.match(OFFLINE) : undefined);
    if (copy) return copy;
    throw error;
  }
}

/**
 * @param {Request} request
 * @param {Response} response
 */
async function keep(request, response) {
  const cache = await caches.open(CACHE);
  await cache.put(request, response);
  const keys = await cache.keys();
  const oldest = keys.slice(0, Math.max(0, keys.length - MOST));
  await Promise.all(oldest.map((key) => cache.delete(key)));
}

/** The page that says that there is no server, with its style sheets and scripts. */
async function keepOffline() {
  const cache = await caches.open(CACHE);
  const response = await fetch(OFFLINE);
  const text = await response.clone().text();
  const files = [...text.matchAll(/(?:href|src|data-scripts)="(\/[^"]+\.(?:css|js|svg|woff2))"/g)];
  await cache.put(OFFLINE, response);
  await Promise.all(files.map(([, file]) => cache.add(/** @type {string} */ (file))));
}
