// A button with data-dialog="ID" opens that dialog; where there is none, the button does its own
// work. The dialog's own form says what is confirmed.
export function start(places) {
  for (const button of places) {
    const dialog = document.getElementById(button.dataset.dialog);
    if (!dialog || !dialog.showModal) continue;
    button.addEventListener("click", (event) => {
      event.preventDefault();
      dialog.showModal();
    });
    dialog.addEventListener("close", () => button.focus());
  }
}
