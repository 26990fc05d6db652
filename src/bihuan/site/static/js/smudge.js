// Photo of a place: scaled to 1280 px and drawn anew in the browser (EXIF and place data are gone),
// faces and plates are smudged with pointer or keyboard before anything is stored or sent.
const LONGEST = 1280;
const QUALITY = 0.82;

function smudge(canvas, x, y) {
  const pen = canvas.getContext("2d");
  const size = Math.round(canvas.width / 22);
  const left = Math.max(0, Math.min(canvas.width - size, Math.round(x - size / 2)));
  const top = Math.max(0, Math.min(canvas.height - size, Math.round(y - size / 2)));
  // One colour for the whole square: nothing of what was there can be computed back.
  const [red, green, blue] = pen.getImageData(left, top, 1, 1).data;
  pen.fillStyle = `rgb(${red >> 5 << 5},${green >> 5 << 5},${blue >> 5 << 5})`;
  pen.fillRect(left, top, size, size);
}

async function draw(file, canvas) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
}

function brush(canvas, done) {
  let point = { x: 0, y: 0 };
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return { x: (event.clientX - box.left) * canvas.width / box.width, y: (event.clientY - box.top) * canvas.height / box.height };
  };
  const paint = () => { smudge(canvas, point.x, point.y); done(); };
  canvas.addEventListener("pointerdown", (event) => { canvas.setPointerCapture(event.pointerId); point = at(event); paint(); });
  canvas.addEventListener("pointermove", (event) => { if (event.buttons) { point = at(event); paint(); } });
  canvas.addEventListener("keydown", (event) => {
    const step = canvas.width / 30;
    const ways = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (ways[event.key]) point = { x: point.x + ways[event.key][0], y: point.y + ways[event.key][1] };
    else if (event.key === " ") paint();
    else return;
    event.preventDefault();
  });
}

export function start(places) {
  for (const place of places) {
    const input = place.querySelector('input[type="file"]');
    const canvas = place.querySelector("canvas");
    const tick = place.querySelector("[data-photo-clean]");
    const fault = place.querySelector("[data-photo-fault]");
    const store = () => canvas.toBlob((blob) => {
      const files = new DataTransfer();
      files.items.add(new File([blob], "place.jpg", { type: "image/jpeg" }));
      input.files = files.files;
    }, "image/jpeg", QUALITY);
    const put = (shown) => {
      place.querySelectorAll("[data-photo-work]").forEach((one) => { one.hidden = !shown; });
      if (tick) tick.required = shown;
      if (fault) fault.hidden = true;
    };
    brush(canvas, store);
    // The next report begins without the picture of the last one.
    input.form?.addEventListener("reset", () => put(false));
    input.addEventListener("change", async () => {
      put(Boolean(input.files.length));
      if (tick) tick.checked = false;
      if (!input.files.length) return;
      try {
        await draw(input.files[0], canvas);
        store();
      } catch {
        input.value = "";
        put(false);
        if (fault) fault.hidden = false;
      }
    });
  }
}
