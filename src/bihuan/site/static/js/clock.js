// Keeps clocks running: text, bar, shape and icon by the share used. S1 rows tick each second,
// others each half minute; a screen reader hears only the passing of 50, 80 and 100 %.
import { passed } from "./time.js";

const words = JSON.parse(document.querySelector('meta[name="clock-words"]').content);
const speed = Number(document.body.dataset.speed || 1000) / 1000;
const ICONS = { calm: "clock", near: "alarm-clock", over: "octagon-alert" };
const MINUTE = 60000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const shown = new WeakMap();

const put = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name]);

function span(ms) {
  if (ms < 10 * MINUTE) return put(words.minutes, { minutes: Math.floor(ms / MINUTE) });
  const hours = Math.floor(ms / HOUR);
  if (ms > 2 * DAY) return put(words.days, { days: Math.floor(ms / DAY), hours: hours % 24 });
  return `${hours}:${String(Math.floor((ms % HOUR) / MINUTE)).padStart(2, "0")}`;
}

function announce(clock, share, text) {
  const passedMark = [1, 0.8, 0.5].find((one) => share >= one) || 0;
  const before = shown.get(clock);
  shown.set(clock, passedMark);
  const live = document.querySelector("[data-live]");
  if (before === undefined || passedMark <= before || !live) return;
  const row = clock.closest("tr, article");
  const number = row && row.querySelector(".table__number");
  live.textContent = `${number ? `${number.textContent} ` : ""}${text}`;
}

function draw(clock) {
  const [start, due, now] = ["start", "due", "now"].map((name) => Number(clock.dataset[name]) * 1000);
  const left = due - (now + passed() * speed);
  const share = due > start ? 1 - left / (due - start) : 1;
  const shape = share >= 1 ? "over" : share >= 0.5 ? "near" : "calm";
  const text = put(left < 0 ? words.over : words.left, { span: span(Math.abs(left)) });
  for (const one of Object.keys(ICONS)) clock.classList.toggle(`clock--${one}`, one === shape);
  const use = clock.querySelector("use");
  if (use) use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${ICONS[shape]}`));
  clock.querySelector(".clock__text").textContent = text;
  const spoken = clock.querySelector(".clock__left .sr");
  if (spoken) spoken.textContent = text;
  clock.querySelector("rect").setAttribute("width", Math.max(0, Math.min(100, share * 100)));
  announce(clock, share, text);
}

function drawWall(place) {
  const now = new Date(Number(place.dataset.wall) * 1000 + passed() * speed);
  place.textContent = now.toLocaleTimeString("en-GB", {
    timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit",
  });
}

export function start(places) {
  for (const place of places) {
    const tick = place.dataset.wall ? () => drawWall(place) : () => draw(place);
    const every = "grave" in place.dataset || place.dataset.wall ? 1000 : 30000;
    const timer = setInterval(() => (place.isConnected ? tick() : clearInterval(timer)), every);
    tick();
  }
}
