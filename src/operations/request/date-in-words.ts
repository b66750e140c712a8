const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `Monday, October 10, 2022 at 1:00:19 PM Coordinated Universal Time`, as AWS writes dates in messages. */
export function dateInWords(epochMs: number): string {
  const date = new Date(epochMs);
  const two = (part: number): string => String(part).padStart(2, '0');
  const hour = date.getUTCHours();
  const day = `${WEEKDAYS[date.getUTCDay()] ?? ''}, ${MONTHS[date.getUTCMonth()] ?? ''} ${String(date.getUTCDate())}`;
  const time = `${String(hour % 12 === 0 ? 12 : hour % 12)}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  const half = hour < 12 ? 'AM' : 'PM';
  return `${day}, ${String(date.getUTCFullYear())} at ${time} ${half} Coordinated Universal Time`;
}
