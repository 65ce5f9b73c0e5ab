// The bell. Tones are computed, so there is no file to fetch and nothing to fail. A browser lets a page sound only after
// the person touched it once: until then `ready` is false, and the page says so instead of pretending.

const MUTE_KEY = 'coachbell-mute';

/** `mutable` false: a page that must be heard. It does not go by what a page beside it in this browser was told. */
export function createSound(changed, mutable = true) {
  const context = new AudioContext();
  let muted = mutable && localStorage.getItem(MUTE_KEY) === 'yes';
  let alarm = null;
  let alarmWanted = false;

  const sound = {
    get ready() {
      return context.state === 'running';
    },
    get muted() {
      return muted;
    },
    enable: () => context.resume(),
    toggle() {
      muted = sound.ready && !muted;
      localStorage.setItem(MUTE_KEY, muted ? 'yes' : 'no');
      if (!muted) sound.enable().then(() => play(bell(context, 0.5)));
      changed();
    },
    /** Once, for a new request. Of several open tabs only one sounds. */
    chime() {
      if (!sound.ready || muted) return;
      const ring = () => {
        play(bell(context, 0.6));
        return new Promise((resolve) => {
          setTimeout(resolve, 1500);
        });
      };
      if (navigator.locks)
        navigator.locks.request('coachbell-chime', { ifAvailable: true }, (lock) => lock && ring());
      else ring();
    },
    /** Rings on and on, muted or not, until it is told to stop. */
    setAlarm(on) {
      alarmWanted = on;
      keepAlarm();
    },
  };

  function keepAlarm() {
    if (alarmWanted && sound.ready && !alarm) alarm = play(alarmBell(context), true);
    if (!alarmWanted && alarm) {
      alarm.stop();
      alarm = null;
    }
  }

  function play(buffer, loop = false) {
    const source = new AudioBufferSourceNode(context, { buffer, loop });
    source.connect(context.destination);
    source.start();
    return source;
  }

  context.addEventListener('statechange', () => {
    keepAlarm();
    changed();
  });
  for (const gesture of ['pointerdown', 'keydown']) {
    addEventListener(gesture, () => sound.ready || sound.enable(), { capture: true });
  }
  return sound;
}

/** One stroke on a small bell: a few partials that die away, the high ones first. */
function bell(context, loudness) {
  return tone(context, 1.4, (t) => loudness * stroke(t, 784));
}

/** Two quick strokes and a rest, made to be looped. */
function alarmBell(context) {
  return tone(context, 1.6, (t) => 0.95 * (stroke(t, 988) + stroke(t - 0.28, 1319) + stroke(t - 0.56, 988)));
}

function stroke(t, hertz) {
  if (t < 0) return 0;
  const partials = [
    [1, 0.5, 3],
    [2.76, 0.28, 6],
    [5.4, 0.12, 11],
  ];
  const attack = Math.min(1, t / 0.004);
  return (
    attack *
    partials.reduce(
      (sum, [ratio, share, decay]) =>
        sum + share * Math.exp(-decay * t) * Math.sin(2 * Math.PI * hertz * ratio * t),
      0,
    )
  );
}

function tone(context, seconds, at) {
  const rate = context.sampleRate;
  const buffer = new AudioBuffer({ length: Math.ceil(seconds * rate), sampleRate: rate });
  const samples = buffer.getChannelData(0);
  for (let i = 0; i < samples.length; i++) samples[i] = Math.max(-1, Math.min(1, at(i / rate)));
  return buffer;
}
