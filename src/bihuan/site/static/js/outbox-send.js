// Sends what waits on this device, piece by piece in the device's order, and notes the answer to
// each item. A new epoch of the server (a restored backup) sends the last 72 hours again.
import { fact, formOf, items, put, setFact, tidy } from "./outbox-store.js";
import { serverNow } from "./time.js";

const PIECE = 20;
const SIZE = 700_000;

async function token(form) {
  // A page from the device's store has an old token: ask for a fresh page first.
  try {
    const page = new DOMParser().parseFromString(await (await fetch(location.href, { cache: "no-store" })).text(), "text/html");
    const fresh = page.querySelector("form[data-outbox] [name=csrfmiddlewaretoken]");
    if (fresh) form.querySelector("[name=csrfmiddlewaretoken]").value = fresh.value;
    return Boolean(fresh);
  } catch {
    return false;
  }
}

async function post(form, body) {
  return fetch(form.dataset.outbox, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json", "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value },
  });
}

async function sendPiece(form, piece) {
  const body = { items: await Promise.all(piece.map(async (item) => ({
    key: item.key, order: item.order, base_version: item.version,
    observed_at: new Date(item.observed).toISOString(), form: await formOf(item),
  }))) };
  let answer = await post(form, body);
  let known = true;
  if (answer.status === 403) {
    known = await token(form);
    if (known) answer = await post(form, body);
  }
  if (answer.redirected || !known) return { sent: false, hindered: "signed_out" };
  if (!answer.ok) return { sent: false, hindered: answer.status === 403 ? "not_allowed" : "" };
  const { epoch, results } = await answer.json();
  let settled = 0;
  for (const item of piece) {
    const result = results.find((one) => one.key === item.key);
    if (!result) continue;
    settled += 1;
    const state = result.status === "already" ? "stored" : result.status;
    await put({ ...item, state, number: result.number, reason: result.reason, page: result.page, settled: serverNow() });
  }
  return { sent: settled > 0, epoch };
}

// What another person filled in on this device waits until that person is back.
export const foreign = (item, form) => Boolean(item.owner && form.dataset.outboxOwner && item.owner !== form.dataset.outboxOwner);
const waiting = async (form) => (await items()).filter((item) => item.state === "waiting" && !foreign(item, form));

async function again(epoch) {
  const before = await fact("epoch");
  await setFact("epoch", epoch);
  if (before === undefined || before === epoch) return;
  for (const item of await items()) if (item.state === "stored") await put({ ...item, state: "waiting" });
}

// Few enough for one request: a report with a large photo travels alone.
function portion(piece) {
  let size = 0;
  return piece.slice(0, PIECE).filter((item, place) => {
    size += item.sealed.box ? item.sealed.box.byteLength : JSON.stringify(item.sealed.form).length;
    return place === 0 || size < SIZE;
  });
}

// Returns what hinders the rest from going, if the person can do something about it.
export async function send(form, told = async () => {}) {
  for (let piece = await waiting(form); piece.length; piece = await waiting(form)) {
    const done = await sendPiece(form, portion(piece));
    if (done.epoch !== undefined) await again(done.epoch);
    if (!done.sent) return done.hindered || "";
    await told();
  }
  await tidy(serverNow());
  return "";
}
