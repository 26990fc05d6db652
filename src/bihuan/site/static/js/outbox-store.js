// The queue on this device: IndexedDB, encrypted with a key that cannot leave the browser (where
// crypto.subtle exists: HTTPS or localhost). Items stay 72 hours after they were stored.
const KEPT = 72 * 3600 * 1000;
const settled = (request) => new Promise((good, bad) => {
  request.onsuccess = () => good(request.result);
  request.onerror = () => bad(request.error);
});

// A request can succeed and its transaction still be undone, as on a full disk: only this is kept.
const finished = (transaction) => new Promise((good, bad) => {
  transaction.oncomplete = () => good();
  transaction.onabort = () => bad(transaction.error);
});

let opened = null;
function database() {
  opened = opened || new Promise((good, bad) => {
    const asked = indexedDB.open("bihuan-outbox", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("items", { keyPath: "key" });
      asked.result.createObjectStore("facts");
    };
    asked.onsuccess = () => good(asked.result);
    asked.onerror = () => bad(asked.error);
  });
  return opened;
}
async function table(name, mode) {
  return (await database()).transaction(name, mode, { durability: "strict" }).objectStore(name);
}
export const fact = async (name) => settled((await table("facts", "readonly")).get(name));
export const setFact = async (name, value) => settled((await table("facts", "readwrite")).put(value, name));

async function secret() {
  if (!globalThis.crypto.subtle) return null;
  const known = await fact("secret");
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await setFact("secret", made);
  return made;
}
async function sealed(form) {
  const key = await secret();
  if (!key) return { form };
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(form));
  return { iv, box: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain) };
}
export async function formOf(item) {
  if (!item.sealed.box) return item.sealed.form;
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: item.sealed.iv }, await secret(), item.sealed.box);
  return JSON.parse(new TextDecoder().decode(plain));
}

// UUIDv7: time first, so that keys sort as they were made.
export function newKey(now) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let place = 0, rest = now; place < 6; place += 1, rest = Math.floor(rest / 256)) bytes[5 - place] = rest % 256;
  bytes[6] = bytes[6] & 0x0f | 0x70;
  bytes[8] = bytes[8] & 0x3f | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

export async function items() {
  const all = await settled((await table("items", "readonly")).getAll());
  return all.sort((a, b) => a.order - b.order);
}
export async function add({ form, title, version, owner, now }) {
  // Encrypting first: an IndexedDB transaction does not wait for it.
  const box = await sealed(form);
  const both = (await database()).transaction(["facts", "items"], "readwrite", { durability: "strict" });
  const done = finished(both);
  done.catch(() => {}); // told below, also where a request fails first
  const order = (await settled(both.objectStore("facts").get("order")) || 0) + 1;
  both.objectStore("facts").put(order, "order");
  const item = { key: newKey(now), order, title, version, owner, observed: now, state: "waiting", sealed: box };
  await settled(both.objectStore("items").add(item));
  await done;
  return item;
}
export const put = async (item) => settled((await table("items", "readwrite")).put(item));
export const remove = async (key) => settled((await table("items", "readwrite")).delete(key));
export async function tidy(now) {
  for (const item of await items()) if (item.state === "stored" && now - item.settled > KEPT) await remove(item.key);
}
