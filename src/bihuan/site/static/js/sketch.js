// Zoom and pan of the sketch map: buttons, + - 0 and arrow keys; the figures of a zone beside it.
// Without it the whole map shows, and a zone's figures come with the next page.
const STEP = 1.4;
const SHIFT = 0.15;

// Fetches the page of a zone's link and takes its figures over, so that the map stays as it is.
async function pick(event) {
  const link = event.target.closest?.("a[data-pick]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const address = link.getAttribute("href");
  event.preventDefault();
  const answer = await fetch(address).catch(() => null);
  const parts = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  const figures = parts && parts.querySelector("#picked");
  if (!figures) return location.assign(address);
  document.querySelector("#picked").replaceChildren(...figures.childNodes);
  for (const [selector, name] of [[".map__zone", "is-picked"], [".atlas__table tbody tr", "is-current"]]) {
    const fresh = [...parts.querySelectorAll(selector)];
    [...document.querySelectorAll(selector)].forEach((one, n) => one.classList.toggle(name, Boolean(fresh[n]?.classList.contains(name))));
  }
  document.querySelectorAll(".atlas__layer").forEach((one, n) => { one.href = parts.querySelectorAll(".atlas__layer")[n].href; });
  history.replaceState(history.state, "", new URL(address, location).pathname + new URL(address, location).search + location.hash);
  const panel = document.querySelector("#picked");
  const seen = panel.getBoundingClientRect();
  if (seen.bottom > innerHeight || seen.top < 0) panel.scrollIntoView({ block: "nearest" });
}

export function start(places) {
  document.querySelector(".atlas").addEventListener("click", pick);
  for (const place of places) {
    const svg = place.querySelector("svg.map");
    const whole = svg.getAttribute("viewBox").split(" ").map(Number);
    let box = [...whole];
    const show = () => svg.setAttribute("viewBox", box.join(" "));
    const zoom = (factor) => {
      const width = Math.min(whole[2], box[2] / factor);
      const height = Math.min(whole[3], box[3] / factor);
      box = [box[0] + (box[2] - width) / 2, box[1] + (box[3] - height) / 2, width, height];
      show();
    };
    const move = (across, down) => {
      box[0] += across * SHIFT * box[2];
      box[1] += down * SHIFT * box[3];
      show();
    };
    const keys = {
      "+": () => zoom(STEP), "=": () => zoom(STEP), "-": () => zoom(1 / STEP),
      0: () => { box = [...whole]; show(); },
      ArrowLeft: () => move(-1, 0), ArrowRight: () => move(1, 0),
      ArrowUp: () => move(0, -1), ArrowDown: () => move(0, 1),
    };
    place.querySelector("[data-sketch-tools]").hidden = false;
    place.querySelector("[data-sketch-in]").addEventListener("click", () => zoom(STEP));
    place.querySelector("[data-sketch-out]").addEventListener("click", () => zoom(1 / STEP));
    place.addEventListener("keydown", (event) => {
      const act = event.ctrlKey || event.metaKey || event.altKey ? null : keys[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    });
  }
}
