// Nothing grave waits for a screen to be opened: the page title carries the count of calls still
// to be made and a sound is heard when it rises. Asks a 200-byte address; changes nothing else.
const MUTE = "bihuan-mute";
const EVERY = 15000;
let audio = null;
let last = null;

function sound() {
  if (localStorage.getItem(MUTE)) return;
  audio = audio || new AudioContext();
  for (const [at, pitch] of [[0, 880], [0.25, 660], [0.5, 880]]) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = pitch;
    volume.gain.value = 0.15;
    tone.connect(volume).connect(audio.destination);
    tone.start(audio.currentTime + at);
    tone.stop(audio.currentTime + at + 0.2);
  }
}

function show(calls) {
  const bare = document.title.replace(/^\(\d+\) /, "");
  document.title = calls ? `(${calls}) ${bare}` : bare;
  for (const count of document.querySelectorAll("[data-alarm-count]")) {
    count.textContent = calls;
    count.hidden = !calls;
  }
}

async function look(link) {
  try {
    const answer = await fetch(link.dataset.alarm, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const { calls, version } = await answer.json();
    if (last !== null && calls > last.calls) sound();
    if (last !== null && version !== last.version) {
      document.dispatchEvent(new CustomEvent("bihuan:changed", { detail: { version } }));
    }
    last = { calls, version };
    show(calls);
  } catch {
    // The next look tries again; banners about a lost connection are the page's own.
  }
}

export function start([link]) {
  look(link);
  setInterval(() => look(link), EVERY);
  // Browsers allow sound only after a gesture: open the channel with the first one.
  for (const gesture of ["pointerdown", "keydown"]) {
    document.addEventListener(gesture, () => { audio = audio || new AudioContext(); }, { once: true });
  }
  const test = document.querySelector("[data-alarm-test]");
  if (test) test.addEventListener("click", sound);
  const mute = document.querySelector("[data-alarm-mute]");
  if (!mute) return;
  mute.checked = Boolean(localStorage.getItem(MUTE));
  mute.addEventListener("change", () =>
    mute.checked ? localStorage.setItem(MUTE, "1") : localStorage.removeItem(MUTE));
}
