// Signing out with reports still waiting on this device is asked first. They stay on it either
// way; the pages kept for use without network are forgotten.
export function start(places) {
  for (const form of places) {
    form.addEventListener("submit", async (event) => {
      if (form.dataset.asked) return;
      event.preventDefault();
      let waiting = 0;
      try {
        const { items } = await import("./outbox-store.js");
        waiting = (await items()).filter((item) => item.state !== "stored").length;
      } catch {
        // No store in this browser, so nothing waits in it.
      }
      if (waiting && !confirm(form.dataset.leaving.replace("{count}", waiting))) return;
      navigator.serviceWorker?.controller?.postMessage("forget");
      form.dataset.asked = "yes";
      form.requestSubmit();
    });
  }
}
