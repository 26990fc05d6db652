// Nothing grave waits for a screen to be opened: the page title carries the count of calls still
// to be made, and a sound is heard for each that this device has not rung for, also after a change
// of pages. Asks a 200-byte address; where no answer comes the page says that nothing will ring.
import { hush, muted, ring, startRing } from "./ring.js";

const EVERY = 15000;
const DEAF_AFTER = 3;
const NOTHING = { calls: 0, version: 0 };
let last = null;
let failed = 0;
let answered = "";

const rung = (of) => JSON.parse(localStorage.getItem(`bihuan-rung-${of}`) || "null") || NOTHING;
const remember = (of, seen) => localStorage.setItem(`bihuan-rung-${of}`, JSON.stringify(seen));

function show(calls) {
  const bare = document.title.replace(/^\(\d+\) /, "");
  document.title = calls ? `(${calls}) ${bare}` : bare;
  for (const count of document.querySelectorAll("[data-alarm-count]")) {
    count.textContent = calls;
    count.hidden = !calls;
  }
}

function alarm({ calls, version, of }) {
  const before = rung(of);
  const seen = { calls, version: Math.max(version, before.version) };
  if (calls && !muted() && (version > before.version || calls > before.calls)) {
    ring(() => remember(of, seen));
  } else {
    hush();
    remember(of, seen);
  }
}

// The time on the page's own clock, which the server set, at the last answer.
const wall = () => document.querySelector("[data-wall]")?.textContent || "";

function deaf(many) {
  failed = many;
  if (!many) answered = wall();
  for (const place of document.querySelectorAll("[data-alarm-deaf]")) {
    place.hidden = failed < DEAF_AFTER;
    const since = place.querySelector("[data-alarm-since]");
    if (since) since.textContent = answered;
  }
}

async function look(link) {
  try {
    const answer = await fetch(link.dataset.alarm, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.statusText);
    const now = await answer.json();
    if (typeof now.calls !== "number") throw new Error("the sign-in page answers in JSON too");
    const moved = last && (now.calls !== last.calls || now.version !== last.version);
    last = now;
    deaf(0);
    show(now.calls);
    alarm(now);
    if (moved) document.dispatchEvent(new CustomEvent("bihuan:changed"));
  } catch {
    deaf(failed + 1); // signed out, or no connection; the next look tries again
  }
}

export function start([link]) {
  startRing();
  look(link);
  setInterval(() => look(link), EVERY);
}
