// A short chime and a vibration. Browsers allow sound only after a touch, so the first touch prepares it.

const TONES = [659, 784, 988];
const APART = 0.22;

let context: AudioContext | null = null;

export const readyChime = () =>
  addEventListener("pointerdown", () => {
    context ??= new AudioContext();
    if (context.state === "suspended") context.resume().catch(() => {});
  });

export function chime() {
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([200, 100, 200]); // else the browser refuses and logs that
  if (!context) return;
  for (const [at, tone] of TONES.entries()) {
    const start = context.currentTime + at * APART;
    const gain = new GainNode(context, { gain: 0 });
    const voice = new OscillatorNode(context, { frequency: tone });
    gain.gain.setTargetAtTime(0.4, start, 0.01);
    gain.gain.setTargetAtTime(0, start + 0.1, 0.15);
    voice.connect(gain).connect(context.destination);
    voice.start(start);
    voice.stop(start + 1.2);
  }
}
