import { useCallback, useEffect, useState } from "react";

const KEPT_AS = "manifold.alarmSound";

/** Whether alarms are heard, kept by the browser; off until a person turns it on, as browsers ask. */
export function useAlarmSound(): {
  readonly on: boolean;
  readonly toggle: () => void;
  readonly play: () => void;
} {
  const [on, setOn] = useState(false);
  useEffect(() => setOn(localStorage.getItem(KEPT_AS) === "on"), []);
  const toggle = useCallback(() => {
    setOn((was) => {
      localStorage.setItem(KEPT_AS, was ? "off" : "on");
      if (!was) beep();
      return !was;
    });
  }, []);
  const play = useCallback(() => {
    if (on) beep();
  }, [on]);
  return { on, toggle, play };
}

/** Two short tones, high and low, as control rooms use for what needs somebody. */
function beep(): void {
  const audio = new AudioContext();
  for (const [at, frequency] of [
    [0, 880],
    [0.22, 660],
  ] as const) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0.12, audio.currentTime + at);
    volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + at + 0.2);
    tone.connect(volume).connect(audio.destination);
    tone.start(audio.currentTime + at);
    tone.stop(audio.currentTime + at + 0.2);
  }
  setTimeout(() => void audio.close(), 1_000);
}
