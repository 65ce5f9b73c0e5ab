// Times as people at the site say them. All words come from Intl in the site's zone; the server's clock counts, because
// a phone's may be wrong: `offsetMs` is how far the server is ahead of this device.

const DAY_MS = 24 * 3_600_000;

export function siteClock(zone, language = 'en', now = () => Date.now()) {
  const locale = language === 'en' ? 'en-US' : language;
  const format = (options) => new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
  const clockFormat = format({ hour: 'numeric', minute: '2-digit' });
  const weekdayFormat = format({ weekday: 'long' });
  const dateFormat = format({ month: 'short', day: 'numeric' });
  const hourFormat = new Intl.DateTimeFormat('en-US', { timeZone: zone, hour: 'numeric', hourCycle: 'h23' });
  let offsetMs = 0;

  const clock = {
    setServerTime(servedAt) {
      offsetMs = Date.parse(servedAt) - now();
    },
    now: () => now() + offsetMs,
    /** "2:41 PM" */
    time: (at) => plainSpaces(clockFormat.format(new Date(at))),
    /** "4 PM", "3:15 PM" */
    short: (at) => clock.time(at).replace(/:00(?= )/, ''),
    /** "Nov 26" */
    date: (at) => dateFormat.format(new Date(at)),
    /** "2:41", where the half of the day is plain from what stands beside it */
    bare: (at) => clock.time(at).replace(/ .*$/, ''),
    /** "Thursday" within a week, "Nov 26" after that */
    day: (at) =>
      Date.parse(at) - clock.now() < 6 * DAY_MS ? clock.weekday(at) : dateFormat.format(new Date(at)),
    /** 0 to 23 */
    hour: (at) => Number(hourFormat.format(new Date(at))) % 24,
    weekday: (at) => weekdayFormat.format(new Date(at)),
    /** "3:15 PM" within a day, also over midnight; "Thursday" after that */
    when: (at) => (Date.parse(at) - clock.now() < DAY_MS ? clock.short(at) : clock.weekday(at)),
    minutesSince: (at) => Math.max(0, Math.floor((clock.now() - Date.parse(at)) / 60_000)),
    /** "0:24", "12:05": for an alert, where seconds count */
    counter(at) {
      const seconds = Math.max(0, Math.floor((clock.now() - Date.parse(at)) / 1000));
      return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    },
    inMinutes: (minutes) => new Date(clock.now() + minutes * 60_000).toISOString(),
  };
  return clock;
}

/** "Monday" for 0, in the page's language. 2024 began on a Monday. */
export function weekdayName(weekday, style = 'long') {
  return new Intl.DateTimeFormat(document.documentElement.lang, { weekday: style, timeZone: 'UTC' }).format(
    Date.UTC(2024, 0, 1 + weekday),
  );
}

function plainSpaces(text) {
  return text.replace(/[\u202f\u00a0]/g, ' ');
}
