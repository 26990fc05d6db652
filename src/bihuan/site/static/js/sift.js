// Narrows a long list of choices while somebody types; what is chosen always stays in sight.
export function start(places) {
  for (const place of places) {
    const seek = place.querySelector("[data-sift-seek]");
    const none = place.querySelector("[data-sift-none]");
    const groups = [...place.querySelectorAll("[data-sift-group]")];
    const field = seek.querySelector("input");
    const sift = () => {
      const words = field.value.trim().toLowerCase();
      let found = 0;
      for (const group of groups) {
        const named = group.querySelector("legend").textContent.toLowerCase().includes(words);
        let shown = 0;
        for (const choice of group.querySelectorAll("label")) {
          const fits = named || choice.textContent.toLowerCase().includes(words);
          found += fits;
          choice.hidden = !fits && !choice.querySelector("input").checked;
          shown += !choice.hidden;
        }
        group.hidden = !shown;
      }
      none.hidden = found > 0;
    };
    seek.hidden = false;
    field.addEventListener("input", sift);
    // Enter in the search must not send the report.
    field.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    field.form?.addEventListener("reset", () => setTimeout(sift));
  }
}
