// Starts each behaviour whose data- attribute is on the page, also in parts that arrive later.
// Every page works without any of them: take a line away and only that comfort is gone.
const BEHAVIOURS = {
  "[data-clock], [data-wall]": "./clock.js",
  "body": "./keys.js",
  "[data-theme-switch]": "./theme.js",
  "[data-alarm]": "./alarm.js",
  "[data-fresh]": "./fresh.js",
  "[data-dialog]": "./dialog.js",
  "[data-select]": "./select.js",
  "[data-list], [data-trail]": "./trail.js",
  "[data-chip]": "./chips.js",
  "[data-toast]": "./toast.js",
  "[data-submit-on-change]": "./submit.js",
  "[data-print]": "./print.js",
  "[data-focus]": "./focus.js",
  "[data-photo]": "./smudge.js",
  "form[data-sign-out]": "./signout.js",
  "[data-timer]": "./timer.js",
  "[data-follow]": "./follow.js",
  "form[data-renew]": "./renew.js",
  "form[data-enter-next]": "./enter-next.js",
  "form[data-outbox]": "./outbox.js",
  "[data-sketch]": "./sketch.js",
  "[data-sift]": "./sift.js",
  "[data-chart]": "./chart.js",
  ".fold": "./fold.js",
  ".tabs [aria-current]": "./tabs.js",
};

const begun = new WeakMap();

function begin(root) {
  for (const [selector, module] of Object.entries(BEHAVIOURS)) {
    const places = [...(root.matches && root.matches(selector) ? [root] : []), ...root.querySelectorAll(selector)]
      .filter((place) => !(begun.get(place) || new Set()).has(module));
    for (const place of places) begun.set(place, (begun.get(place) || new Set()).add(module));
    if (places.length) import(module).then(({ start }) => start(places));
  }
}

begin(document);
document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) begin(event.detail.elt);
});
