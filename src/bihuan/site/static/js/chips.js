// Filter menus: one open at a time; Escape and a click elsewhere close it.
const close = (except) =>
  document.querySelectorAll("[data-chip][open]").forEach((one) => { if (one !== except) one.open = false; });
let listening = false;

export function start(places) {
  for (const chip of places) chip.addEventListener("toggle", () => { if (chip.open) close(chip); });
  if (listening) return;
  listening = true;
  document.addEventListener("click", (event) => close(event.target.closest("[data-chip]")));
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && document.querySelector("[data-chip][open]");
    if (!open) return;
    close();
    open.querySelector("summary").focus();
  });
}
