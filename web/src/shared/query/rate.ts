/** Rates are decimal fractions on the wire and percent on the screen; moved by text, never by floating point. */

function shift(text: string, places: number): string {
  const negative = text.startsWith('-');
  const [whole = '', fraction = ''] = (negative ? text.slice(1) : text).split('.');
  const digits = `${places < 0 ? '0'.repeat(-places) : ''}${whole}${fraction}${places > 0 ? '0'.repeat(Math.max(0, places - fraction.length)) : ''}`;
  const point = places < 0 ? whole.length : whole.length + places;
  const left = digits.slice(0, point).replace(/^0+(?=\d)/, '');
  const right = digits.slice(point).replace(/0+$/, '');
  return `${negative ? '-' : ''}${left === '' ? '0' : left}${right === '' ? '' : `.${right}`}`;
}

/** 0.042 is 4.2. */
export function formatRate(fraction: string): string {
  return shift(fraction, 2);
}

/** 4.2 is 0.042. */
export function parseRate(percent: string): string {
  return shift(percent, -2);
}
