// A list that acts when changed; its button is only for browsers without scripts.
export function start(places) {
  for (const list of places) {
    list.form.querySelectorAll("[data-without-script]").forEach((one) => { one.hidden = true; });
    list.addEventListener("change", () => list.form.requestSubmit());
  }
}
