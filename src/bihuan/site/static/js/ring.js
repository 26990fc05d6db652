// The sound of the call list. Browsers stay silent until the page was touched, phones on each page
// anew: a ring that was stopped comes with the next touch, and until then the page says so.
const MUTE = "bihuan-mute";
const SAYS_SO_AFTER = 1000;
let audio = null;
let waiting = null; // what to do once the ring was heard

const running = () => audio !== null && audio.state === "running";
export const muted = () => Boolean(localStorage.getItem(MUTE));

function tell() {
  for (const place of document.querySelectorAll("[data-alarm-silent]")) {
    place.hidden = !waiting || running();
  }
}

function play() {
  for (const [at, pitch] of [[0, 880], [0.25, 660], [0.5, 880]]) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = pitch;
    volume.gain.value = 0.15;
    tone.connect(volume).connect(audio.destination);
    tone.start(audio.currentTime + at);
    tone.stop(audio.currentTime + at + 0.2);
  }
  const heard = waiting;
  waiting = null;
  if (heard) heard();
}

function settle() {
  if (waiting && running()) play();
  tell();
}

// A channel opened before any touch, or taken by a telephone call, waits until it is told to go on.
function open() {
  if (!audio) {
    audio = new AudioContext();
    audio.addEventListener("statechange", settle);
  }
  if (!running()) audio.resume().then(settle, () => {});
}

export function ring(heard = () => {}) {
  waiting = heard;
  open();
  if (running()) settle();
  else setTimeout(tell, SAYS_SO_AFTER);
}

// Nothing is left to ring for: somebody ticked the line, or another window rang.
export function hush() {
  waiting = null;
  tell();
}

export function startRing() {
  for (const gesture of ["pointerdown", "pointerup", "click", "keydown"]) {
    document.addEventListener(gesture, () => running() || open());
  }
  const test = document.querySelector("[data-alarm-test]");
  if (test) test.addEventListener("click", () => ring());
  const mute = document.querySelector("[data-alarm-mute]");
  if (!mute) return;
  mute.checked = muted();
  mute.addEventListener("change", () => {
    if (mute.checked) localStorage.setItem(MUTE, "1");
    else localStorage.removeItem(MUTE);
    if (mute.checked) hush();
  });
}
