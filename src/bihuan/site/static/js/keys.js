// Shortcuts: j k x Enter on rows, / search, g + letter to a screen, [ ] p ?. None fires while
// typing, with a modifier key or when switched off (kept in this browser).
const OFF = "bihuan-shortcuts-off";
const PLACES = { n: "/now", l: "/ledger", m: "/map", r: "/review", d: "/desk" };
let going = 0;

const typing = (target) =>
  target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName) && !/^(checkbox|radio|button)$/.test(target.type);
const rows = () => [...document.querySelectorAll("[data-list] tbody tr")].filter((row) => row.querySelector("a"));
const current = () => document.querySelector("[data-list] tr.is-current");

function move(by) {
  const all = rows();
  const from = current();
  const next = all[Math.max(0, Math.min(all.length - 1, (from ? all.indexOf(from) : by > 0 ? -1 : 0) + by))];
  if (!next) return;
  if (from) from.classList.remove("is-current");
  next.classList.add("is-current");
  next.querySelector("a").focus();
  next.scrollIntoView({ block: "nearest" });
}

function toggle(event) {
  const row = current();
  const box = row && row.querySelector('input[type="checkbox"]');
  if (box) box.dispatchEvent(new MouseEvent("click", { bubbles: true, shiftKey: event.shiftKey }));
}

const follow = (selector) => document.querySelector(selector)?.click();

const ACTS = {
  j: () => move(1),
  k: () => move(-1),
  x: toggle,
  X: toggle,
  "/": () => document.querySelector("[data-search]")?.focus(),
  "?": () => document.querySelector("[data-shortcuts]")?.showModal(),
  p: () => window.print(),
  "[": () => follow('[rel="prev"]'),
  "]": () => follow('[rel="next"]'),
  g: () => { going = performance.now() + 1500; },
};

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (typing(event.target) || document.querySelector("dialog[open]") || localStorage.getItem(OFF)) return;
  const place = going > performance.now() && PLACES[event.key];
  going = 0;
  if (place) {
    const link = document.querySelector(`.nav a[href="${place}"]`);
    if (link) link.click();
    return;
  }
  const own = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  const act = own ? () => own.click() : ACTS[event.key];
  if (!act) return;
  event.preventDefault();
  act(event);
}

export function start() {
  document.addEventListener("keydown", pressed);
  const box = document.querySelector("[data-shortcuts-on]");
  if (box) {
    box.checked = !localStorage.getItem(OFF);
    box.addEventListener("change", () => (box.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
  }
  const open = document.querySelector("[data-shortcuts-open]");
  if (open) open.addEventListener("click", () => document.querySelector("[data-shortcuts]").showModal());
}
