// Previous and next in the list an order was opened from. The list notes the addresses of its rows in
// this tab; the order's page finds itself among them.
const TRAIL = "bihuan-trail";

function note(list) {
  const rows = [...list.querySelectorAll("a[data-open]")].map((row) => new URL(row.href).pathname);
  if (rows.length) sessionStorage.setItem(TRAIL, JSON.stringify({ rows, more: location.pathname + location.search }));
}

function show(trail) {
  const { rows = [] } = JSON.parse(sessionStorage.getItem(TRAIL) || "{}");
  const place = rows.indexOf(location.pathname);
  if (place < 0 || rows.length < 2) return;
  trail.hidden = false;
  trail.querySelector("[data-trail-place]").textContent = `${place + 1} / ${rows.length}`;
  for (const [name, to] of [["prev", rows[place - 1]], ["next", rows[place + 1]]]) {
    const link = trail.querySelector(`[data-trail-${name}]`);
    link.hidden = !to;
    if (to) link.href = to;
  }
}

export function start(places) {
  for (const one of places) (one.matches("[data-trail]") ? show : note)(one);
}
