// The server's time is the only time: the page brings it, performance.now() carries it on, and a
// glance at the server each minute corrects it. A page kept for use without network is older than
// it says; there the last known distance to the device's clock helps.
const DISTANCE = "bihuan-clock-distance";
const rendered = Number(document.body.dataset.now) * 1000;
const mark = performance.now();
let correction = 0;
let settling = null;

export const passed = () => performance.now() - mark + correction;
export const serverNow = () => Math.round(rendered + passed());

async function resync() {
  if (document.hidden) return;
  const asked = performance.now();
  try {
    const answer = await fetch("/healthz", { method: "HEAD", cache: "no-store" });
    const said = Date.parse(answer.headers.get("Date") || "");
    if (!Number.isFinite(said)) return;
    // The header has whole seconds: correct only what is clearly off (a sleeping computer).
    const off = said + 500 + (performance.now() - asked) / 2 - serverNow();
    if (Math.abs(off) > 1500) correction += off;
    localStorage.setItem(DISTANCE, String(serverNow() - Date.now()));
  } catch {
    const distance = localStorage.getItem(DISTANCE);
    if (distance !== null) correction += Date.now() + Number(distance) - serverNow();
  }
}

// Resolves once the time of this page is as good as it can be.
export function settledTime() {
  settling = settling || resync();
  return settling;
}

setInterval(resync, 60000);
document.addEventListener("visibilitychange", resync);
