// A success is shown for five seconds (longer while pointed at); problems stay in place.
export function start(places) {
  for (const toast of places) {
    if (/toast--(error|warning)/.test(toast.className)) continue;
    let timer = setTimeout(() => toast.remove(), 5000);
    toast.addEventListener("pointerenter", () => clearTimeout(timer));
    toast.addEventListener("pointerleave", () => { timer = setTimeout(() => toast.remove(), 2000); });
  }
}
