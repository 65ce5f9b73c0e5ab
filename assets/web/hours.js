// Weekly hours and dated exceptions as values: pure functions, for the hours page and its tests. Times are "HH:MM" texts as
// the queue has them; an end beyond "24:00" lies in the next day.

const DAY_MINUTES = 24 * 60;

export const minutesOf = (text) => {
  const [hours, minutes] = text.split(':').map(Number);
  return hours * 60 + minutes;
};

export const textOf = (minutes) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** The ranges of a day (0 = Monday), earliest first. */
export function rangesOf(hours, weekday) {
  return hours
    .filter((range) => range.weekday === weekday)
    .sort((a, b) => minutesOf(a.start) - minutesOf(b.start));
}

export const WEEKDAYS = [0, 1, 2, 3, 4, 5, 6];

/** The week as seven lines to type in. */
export const daysOf = (hours) => WEEKDAYS.map((weekday) => rangesText(rangesOf(hours, weekday)));

/** What the seven lines say: {hours}, or {weekday, fault} of the first that cannot be read. */
export function readDays(days) {
  const hours = [];
  for (const weekday of WEEKDAYS) {
    const { ranges, fault } = readRanges(days[weekday]);
    if (fault) return { weekday, fault };
    hours.push(...ranges.map((range) => ({ ...range, weekday })));
  }
  return { hours };
}

export function weekMinutes(hours) {
  return hours.reduce((sum, { start, end }) => sum + minutesOf(end) - minutesOf(start), 0);
}

// What people type: "9-12, 13-17", "9:00 to 12:30", "9 am - 4:30 pm", "22:00-2:00".
const RANGE = /^(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?\s*(?:-|–|—|to)\s*(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?$/i;

/** NaN: no time of day. Without am or pm it is the 24-hour clock's. */
function minutesTyped(hours, minutes = '0', half = '') {
  const hour = Number(hours);
  if (half && (hour < 1 || hour > 12)) return NaN;
  const since = ((half ? hour % 12 : hour) + (half.toLowerCase() === 'pm' ? 12 : 0)) * 60 + Number(minutes);
  return Number(minutes) > 59 || since > DAY_MINUTES ? NaN : since;
}

/** {ranges}, or {fault} in words. "" and "off" are no hours; an end that is not after its start lies in the next day. */
export function readRanges(text) {
  if (/^\s*(|off|closed|-)\s*$/i.test(text)) return { ranges: [] };
  const ranges = [];
  for (const part of text.split(',').map((piece) => piece.trim())) {
    const [found, h1, m1, half1, h2, m2, half2] = RANGE.exec(part) ?? [];
    const start = minutesTyped(h1, m1, half1);
    let end = minutesTyped(h2, m2, half2);
    if (!found || Number.isNaN(start + end) || start === DAY_MINUTES)
      return { fault: `“${part}” is not a time like 9:00-12:00.` };
    if (Boolean(half1) !== Boolean(half2)) return { fault: `Say am or pm for both ends of “${part}”.` };
    if (end <= start) end += DAY_MINUTES;
    if (ranges.some((range) => start < minutesOf(range.end)))
      return { fault: `“${part}” begins before the hours in front of it end.` };
    ranges.push({ start: textOf(start), end: textOf(end) });
  }
  return { ranges };
}

/** "9:00-12:00, 13:00-16:00": reads back as the same. */
export function rangesText(ranges) {
  const short = (text) =>
    textOf(minutesOf(text) > DAY_MINUTES ? minutesOf(text) - DAY_MINUTES : minutesOf(text)).replace(/^0/, '');
  return ranges.map(({ start, end }) => `${short(start)}-${short(end)}`).join(', ');
}

/** Ranges of the day that lie outside all of the site's; empty when the site has no hours at all. */
export function outside(ranges, siteRanges, siteHasHours) {
  if (!siteHasHours) return [];
  return ranges.filter(
    ({ start, end }) =>
      !siteRanges.some(
        (site) => minutesOf(site.start) <= minutesOf(start) && minutesOf(site.end) >= minutesOf(end),
      ),
  );
}

/** What the boundary check says: {outside: [weekday], nights: [weekday], weekends: boolean}. */
export function checkBoundaries(hours, siteHours) {
  const day = (weekday) => rangesOf(hours, weekday);
  return {
    outside: WEEKDAYS.filter(
      (weekday) => outside(day(weekday), rangesOf(siteHours, weekday), siteHours.length > 0).length > 0,
    ),
    nights: WEEKDAYS.filter((weekday) =>
      day(weekday).some(({ start, end }) => minutesOf(start) < 6 * 60 || minutesOf(end) > 20 * 60),
    ),
    weekends: day(5).length + day(6).length > 0,
  };
}
