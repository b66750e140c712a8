/** How numbers and sizes read in the console. */
const COUNT = new Intl.NumberFormat('en');
const ONE_DECIMAL = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const UNITS = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const TIME = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
const MOMENT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const INSTANT = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});
const BYTE_UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

export function countText(count: number): string {
  return COUNT.format(count);
}

export function recordsText(count: number): string {
  return count === 1 ? '1 record' : `${countText(count)} records`;
}

export function itemsText(count: number): string {
  return count === 1 ? '1 item' : `${countText(count)} items`;
}

export function unitsText(units: number): string {
  return UNITS.format(units);
}

export function millisecondsText(ms: number): string {
  return `${ms < 10 ? ONE_DECIMAL.format(ms) : COUNT.format(Math.round(ms))} ms`;
}

/** How long something is behind. */
export function lagText(ms: number): string {
  if (ms < 1_000) return `${COUNT.format(Math.round(ms))} ms`;
  if (ms < 120_000) return `${ONE_DECIMAL.format(ms / 1_000)} s`;
  return `${COUNT.format(Math.round(ms / 60_000))} min`;
}

export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < BYTE_UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${ONE_DECIMAL.format(value)} ${BYTE_UNITS[unit] ?? 'B'}`;
}

export function timeText(date: Date): string {
  return TIME.format(date);
}

export function dateText(date: Date): string {
  return DATE.format(date);
}

/** A date with its seconds. */
export function momentText(date: Date): string {
  return MOMENT.format(date);
}

/** To the millisecond, where the order of two moments matters. */
export function instantText(date: Date): string {
  return INSTANT.format(date);
}
