// Draws a chart in the browser when somebody wants to look closer. Without it the drawing shows.
let library = null;

function loaded(address) {
  library = library || new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
  return library;
}

async function open(place, button) {
  button.disabled = true;
  try {
    const asked = new URL(place.dataset.chart, location.href);
    if (matchMedia("(max-width: 640px)").matches) asked.searchParams.set("narrow", "1");
    const [answer] = await Promise.all([fetch(asked), loaded(place.dataset.drawing)]);
    const { option, height } = await answer.json();
    const image = place.querySelector("img");
    const canvas = document.createElement("div");
    canvas.style.height = `${height}px`;
    canvas.className = "chart__image";
    (image.closest("picture") || image).before(canvas);
    const chart = window.echarts.init(canvas);
    const single = !Array.isArray(option.xAxis);
    chart.setOption({ ...option, ...(single ? { dataZoom: [{ type: "inside" }] } : {}),
      tooltip: { trigger: "axis", renderMode: "richText" } });
    addEventListener("resize", () => chart.resize());
    image.hidden = true;
    button.remove();
  } catch {
    button.disabled = false; // the drawing stays; somebody may try again
  }
}

export function start(places) {
  for (const place of places) {
    const button = place.querySelector("[data-chart-open]");
    button.hidden = false;
    button.addEventListener("click", () => open(place, button));
  }
}
