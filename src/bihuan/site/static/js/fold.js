// On a phone the parts of a long page begin folded, but not one in which something is wrong;
// on paper they all stand open.
export function start(parts) {
  if (matchMedia("(max-width: 720px)").matches) {
    for (const part of parts) part.open = part.hasAttribute("data-stays");
  }
  addEventListener("beforeprint", () => { for (const part of parts) part.open = true; });
}
