// What waits on this device, in words: the count in the head, the list, conflicts side by side.
// All sentences come from the page: <template data-outbox-words> holds one <p data-word> for each.
import { foreign } from "./outbox-send.js";
import { formOf, items, newKey, put, remove } from "./outbox-store.js";
import { serverNow } from "./time.js";

const word = (name) =>
  document.querySelector("[data-outbox-words]")?.content.querySelector(`[data-word="${name}"]`)?.textContent || "";
const say = (name, values = {}) => word(name).replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
const clock = (at) => new Date(at).toLocaleTimeString("en-GB", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit" });
const ICONS = { waiting: "cloud-upload", stored: "circle-check", conflict: "triangle-alert", refused: "ban" };

function made(tag, className, text = "") {
  const one = document.createElement(tag);
  one.className = className;
  one.textContent = text;
  return one;
}
function icon(name) {
  const like = document.querySelector("svg.icon use");
  const one = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  one.setAttribute("class", "icon");
  one.setAttribute("aria-hidden", "true");
  if (like) {
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", like.getAttribute("href").replace(/#.*/, `#${name}`));
    one.append(use);
  }
  return one;
}
function button(text, act) {
  const one = made("button", "btn btn--small", text);
  one.type = "button";
  one.addEventListener("click", act);
  return one;
}

async function line(item, quiet, again, other) {
  const row = made("li", `queue__item queue__item--${item.state}`);
  // What has arrived leads to what became of it.
  const arrived = item.state === "stored" && item.page;
  const text = made("span", "", arrived ? "" : item.title);
  if (arrived) text.append(Object.assign(made("a", "", item.title), { href: item.page }));
  text.append(made("small", "", say(other && item.state === "waiting" ? "foreign" : item.state, { time: clock(item.observed), number: item.number || "", reason: item.reason || "" })));
  row.append(icon(ICONS[item.state] || "cloud-upload"), text);
  if (item.state === "conflict" || item.state === "refused") {
    const form = await formOf(item);
    const kept = made("small", "", Object.entries(form)
      .filter(([name, one]) => typeof one === "string" && one && !quiet.includes(name))
      .map(([, one]) => one).join(" · "));
    text.append(kept);
    if (item.state === "conflict") {
      row.append(button(say("mine"), async () => {
        // Under its own number it would meet the same conflict: it goes as a report of its own.
        await put({ ...item, key: newKey(serverNow()), state: "waiting", version: "" });
        await remove(item.key);
        again();
      }));
    }
    row.append(button(say(item.state === "conflict" ? "theirs" : "seen"), async () => {
      await remove(item.key);
      again();
    }));
  }
  return row;
}

export async function draw(form, { added = false, hindered = "", again }) {
  const all = await items();
  const waiting = all.filter((item) => item.state !== "stored").length;
  const state = document.querySelector("[data-outbox-state]");
  if (state) {
    state.hidden = !waiting && navigator.onLine;
    state.classList.toggle("phone__net--sent", !waiting);
    state.replaceChildren(icon(navigator.onLine ? "cloud-upload" : "wifi-off"),
      say(navigator.onLine ? "online" : "offline", { count: waiting }));
  }
  // What the title says already, or nobody reads: data-outbox-quiet="key type".
  const quiet = (form.dataset.outboxQuiet || "").split(" ");
  const list = document.querySelector("[data-outbox-list]");
  if (list) {
    // Whatever still needs somebody is shown, however much it is; of what has arrived the newest.
    const settled = new Set(all.filter((item) => item.state === "stored").slice(0, -20));
    const shown = all.filter((item) => !settled.has(item)).reverse();
    list.replaceChildren(...await Promise.all(shown.map((item) => line(item, quiet, again, foreign(item, form)))));
    list.closest("[data-outbox-part]").hidden = !all.length;
  }
  const said = document.querySelector("[data-outbox-said]");
  if (said) said.textContent = hindered ? say(hindered) : added ? say("kept")
    : "outboxFleeting" in form.dataset ? say("fleeting") : isSecureContext ? say("works") : said.textContent;
  if (navigator.setAppBadge) navigator.setAppBadge(waiting).catch(() => {});
}
