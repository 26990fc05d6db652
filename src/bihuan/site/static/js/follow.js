// Windows of one meeting show the same item: asks a 100-byte address and loads the page again when
// the meeting has moved on. Where somebody is typing it only says so; nothing typed is lost.
const EVERY = 3000;

const busy = () => [...document.querySelectorAll("form[data-form]")].some((form) => form.dataset.touched);

async function look(place) {
  if (document.hidden) return;
  try {
    const answer = await fetch(place.dataset.follow, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const { mark } = await answer.json();
    if (mark === place.dataset.mark) return;
    if (busy()) place.querySelector("[data-moved]").hidden = false;
    else location.reload();
  } catch {
    // The next look tries again.
  }
}

export function start([place]) {
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-form]");
    if (form) form.dataset.touched = "1";
  });
  setInterval(() => look(place), EVERY);
}
