// Starts each behaviour whose data- attribute is on the page. Every page works without any of them.
const BEHAVIOURS = {};

for (const [selector, module] of Object.entries(BEHAVIOURS)) {
  const places = document.querySelectorAll(selector);
  if (places.length) import(module).then(({ start }) => start(places));
}
