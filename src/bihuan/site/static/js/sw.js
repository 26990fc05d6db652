// Keeps the field pages and what they load for a shift of eight hours without network, also when
// the device's clock is set eight hours ahead in it, and some more: a day. It answers pages under
// /f/ and static files only; what people send is the outbox's work, never this one's.
const STORE = "bihuan-field-1";
const KEPT = 24 * 3600 * 1000;
const STAMP = "x-kept-at";
const OURS = /^\/(static|f)\//;

async function keep(request, answer) {
  if (!answer.ok || answer.redirected) return;
  const headers = new Headers(answer.headers);
  headers.set(STAMP, String(Date.now()));
  const copy = new Response(await answer.clone().blob(), { status: answer.status, headers });
  await (await caches.open(STORE)).put(request, copy);
}

async function kept(request) {
  const answer = await (await caches.open(STORE)).match(request, { ignoreVary: true });
  return answer && Date.now() - Number(answer.headers.get(STAMP)) < KEPT ? answer : null;
}

// The page that brought this worker came before it, with all that it loads: they are asked for again.
async function keepAll(addresses) {
  await Promise.allSettled(addresses.map(async (address) => {
    const request = new Request(address);
    await keep(request, await fetch(request));
  }));
}

async function networkFirst(request) {
  try {
    const answer = await fetch(request);
    await keep(request, answer);
    return answer;
  } catch (fault) {
    const copy = await kept(request);
    if (copy) return copy;
    throw fault;
  }
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name !== STORE) await caches.delete(name);
  await self.clients.claim();
})()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (OURS.test(pathname)) event.respondWith(networkFirst(request));
});
self.addEventListener("message", (event) => {
  // Signing out or changing the post forgets pages of the former post; the queue stays.
  if (event.data && event.data.keep) event.waitUntil(keepAll(event.data.keep.filter((one) => OURS.test(new URL(one).pathname))));
  if (event.data === "forget") event.waitUntil(caches.delete(STORE));
});
