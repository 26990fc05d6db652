// Bulk selection: one box for the page, shift for a range, a bar that says how many. The server
// checks each row again.
export function start(places) {
  for (const form of places) {
    const bar = form.querySelector("[data-selection]");
    const all = form.querySelector("[data-select-all]");
    const boxes = () => [...form.querySelectorAll('tbody input[type="checkbox"]')];
    let last = null;

    const show = () => {
      const chosen = boxes().filter((box) => box.checked);
      for (const box of boxes()) box.closest("tr").classList.toggle("is-selected", box.checked);
      if (all) {
        all.checked = chosen.length > 0 && chosen.length === boxes().length;
        all.indeterminate = chosen.length > 0 && !all.checked;
      }
      if (bar) {
        bar.hidden = chosen.length === 0;
        bar.classList.add("selection--follows");  // before this runs it must cover no row
      }
      form.querySelectorAll("[data-selected-count]").forEach((one) => { one.textContent = chosen.length; });
    };
    const set = (value) => { for (const box of boxes()) box.checked = value; show(); };

    form.addEventListener("click", (event) => {
      if (!event.target.matches('tbody input[type="checkbox"]')) return;
      const list = boxes();
      if (event.shiftKey && last) {
        const [from, to] = [list.indexOf(last), list.indexOf(event.target)].sort((a, b) => a - b);
        for (const box of list.slice(from, to + 1)) box.checked = event.target.checked;
      }
      last = event.target;
      show();
    });
    form.addEventListener("keydown", (event) => { if (event.key === "Escape") set(false); });
    if (all) all.addEventListener("change", () => set(all.checked));
    form.querySelectorAll("[data-select-none]").forEach((one) => one.addEventListener("click", () => set(false)));
    show();
  }
}
