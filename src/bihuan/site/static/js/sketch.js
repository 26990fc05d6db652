// Zoom and pan of the sketch map: buttons, + - 0 and arrow keys. Without it the whole map shows.
const STEP = 1.4;
const SHIFT = 0.15;

export function start(places) {
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
