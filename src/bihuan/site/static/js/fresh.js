// New work appears by itself: what is marked is asked for anew each minute while the page is in
// sight, when it comes back into sight and when calls have come. It is replaced only where something
// else stands there now, never under somebody's typing, and keeps the focus and the current row.
const EVERY = 60000;
const SOON = 15000;
let asked = performance.now();
let begun = false;

const parts = () => document.querySelectorAll("[data-fresh]");
const FIELDS = /^(INPUT|SELECT|TEXTAREA)$/;

// What stands there, but for clocks and marks that are another each time.
function said(part) {
  const copy = part.cloneNode(true);
  for (const one of copy.querySelectorAll(".clock, [data-as-of], input")) one.remove();
  return copy.textContent.replace(/\s+/g, " ");
}

const same = (list, one) => one && [...list.querySelectorAll("a, button, [id]")].find((other) =>
  one.id ? other.id === one.id : one.href && other.href === one.href);

function replace(part, fresh) {
  const active = part.contains(document.activeElement) ? document.activeElement : null;
  if (active && FIELDS.test(active.tagName) || said(part) === said(fresh)) return;
  const form = active && active.closest("form[id]");
  const row = part.querySelector("tr.is-current a");
  part.replaceWith(fresh);
  document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: fresh } }));
  const current = same(fresh, row);
  if (current) current.closest("tr").classList.add("is-current");
  const place = same(fresh, form || active);
  if (place) (place.querySelector("button") || place).focus();
}

async function renew(part) {
  const address = part.dataset.fresh;
  try {
    const headers = address ? { "HX-Request": "true" } : {};
    const answer = await fetch(address || location.href, { headers });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(`[data-fresh="${address}"]`);
    if (fresh && part.isConnected) replace(part, fresh);
  } catch {
    // Without an answer what stands there stays, and alarm.js says since when it does.
  }
}

function look() {
  if (document.hidden || document.querySelector("dialog[open]")) return;
  asked = performance.now();
  for (const part of parts()) renew(part);
}

export function start() {
  if (begun) return;
  begun = true;
  setInterval(look, EVERY);
  document.addEventListener("bihuan:changed", look);
  document.addEventListener("visibilitychange", () => performance.now() - asked > SOON && look());
}
