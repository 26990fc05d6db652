// The agenda timer: minutes and seconds in words, so that it is never read as a time of day.
// It turns amber at four fifths and never opens the next item by itself.
import { passed } from "./time.js";

const FOUR_FIFTHS = 0.2;

export function start(places) {
  for (const place of places) place.addEventListener("click", () => place.classList.toggle("meeting__timer--large"));
  const speed = Number(document.body.dataset.speed || 1000) / 1000;
  const draw = () => {
    for (const place of places) {
      const left = Math.floor(Number(place.dataset.timer) - (passed() / 1000) * speed);
      const words = left < 0 ? place.dataset.over : place.dataset.left;
      const whole = Math.abs(left);
      place.textContent = words.replace("M", Math.floor(whole / 60)).replace("S", whole % 60);
      place.classList.toggle("meeting__timer--near", left <= Number(place.dataset.budget) * FOUR_FIFTHS);
    }
  };
  draw();
  setInterval(draw, 1000);
}
