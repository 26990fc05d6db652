// The print button of paper pages.
export function start(places) {
  for (const button of places) button.addEventListener("click", () => window.print());
}
