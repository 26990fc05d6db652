// A form taken down while people speak: Enter goes to the next field, Ctrl+Enter records.
const stops = (form) =>
  [...form.querySelectorAll("input:not([type=hidden]), select, textarea, button")].filter((one) => !one.disabled);

export function start(forms) {
  for (const form of forms) {
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.target.tagName === "BUTTON") return;
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) {
        form.requestSubmit();
        return;
      }
      const all = stops(form);
      const next = all[all.indexOf(event.target) + 1];
      if (next) next.focus();
    });
  }
}
