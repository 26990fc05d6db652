// A form marked data-outbox="/f/sync" is kept on this device first and sent when the network is
// there: on submit, on return of the network, on return to the page. Nothing is dropped silently.
import { send } from "./outbox-send.js";
import { add } from "./outbox-store.js";
import { draw } from "./outbox-view.js";
import { serverNow, settledTime } from "./time.js";

let running = null;

async function plain(form) {
  const values = {};
  for (const [name, value] of new FormData(form)) {
    if (name === "csrfmiddlewaretoken") continue;
    if (!(value instanceof File)) values[name] = value;
    else if (value.size) values[name] = { name: value.name, type: value.type, data: await base64(value) };
  }
  return values;
}
const base64 = (file) => new Promise((good, bad) => {
  const reader = new FileReader();
  reader.onload = () => good(reader.result.split(",")[1]);
  reader.onerror = () => bad(reader.error);
  reader.readAsDataURL(file);
});

// The button is at the foot of the screen, what became of the report at the head of the page.
const show = () => document.querySelector("[data-outbox-said]")?.scrollIntoView({ block: "center" });

function sync(form) {
  running = running || (async () => {
    let hindered = "";
    try { hindered = await send(form, () => draw(form, { again: () => sync(form) })); } catch { /* Offline: it stays in the queue. */ }
    running = null;
    await draw(form, { hindered, again: () => sync(form) });
  })();
  return running;
}

// A worker that comes with this visit has not seen this page: without this the first visit of a
// shift could not be opened again without network.
async function keepThisVisit() {
  const loaded = performance.getEntriesByType("resource").map((one) => one.name);
  const own = loaded.filter((name) => name.startsWith(`${location.origin}/static/`));
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ keep: [location.href.split("#")[0], ...new Set(own)] });
}

export function start([form]) {
  settledTime(); // a page opened later without network knows how far the device's clock is off
  form.addEventListener("submit", async (event) => {
    if (event.submitter && event.submitter.matches("[data-direct]")) return; // only with network
    event.preventDefault();
    const title = form.dataset.outboxTitle || document.title;
    const named = [...form.querySelectorAll("input:checked")].map((one) => one.dataset.title).filter(Boolean).join(" · ");
    await settledTime();
    try {
      await add({ form: await plain(form), title: named || title, version: form.dataset.version || "", owner: form.dataset.outboxOwner || "", now: serverNow() });
    } catch {
      // No room on the device: with network it goes the ordinary way, without it stays in the form.
      if (navigator.onLine) return form.submit();
      await draw(form, { hindered: "full", again: () => sync(form) });
      show();
      return;
    }
    form.reset();
    await draw(form, { added: true, again: () => sync(form) });
    show();
    sync(form);
  });
  for (const name of ["online", "offline", "pageshow"]) addEventListener(name, () => sync(form));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) sync(form); });
  if ("serviceWorker" in navigator && isSecureContext) {
    // A certificate that the device does not know keeps the page from being stored: then say so.
    const known = Boolean(navigator.serviceWorker.controller);
    navigator.serviceWorker.register("/f/sw.js", { scope: "/f/" }).then(() => known || keepThisVisit()).catch(() => { form.dataset.outboxFleeting = ""; sync(form); });
  }
  sync(form);
}
