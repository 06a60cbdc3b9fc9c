function escape(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Tooltip with exact figures: a heading and lines of label and value. */
export function tooltipHtml(heading: string, lines: [label: string, value: string][]): string {
  const rows = lines
    .map(
      ([label, value]) =>
        `<tr><td style="padding-right:16px">${escape(label)}</td><td style="text-align:right;font-variant-numeric:tabular-nums">${escape(value)}</td></tr>`,
    )
    .join('');
  return `<div style="font-weight:600;margin-bottom:4px">${escape(heading)}</div><table style="border-spacing:0">${rows}</table>`;
}

/** 12,345,678 → "1,235万" or "12.3M": axis labels are short. */
export function shortNumber(value: number, english: boolean): string {
  const size = Math.abs(value);
  const steps: [number, string][] = english
    ? [[1e9, 'B'], [1e6, 'M'], [1e3, 'K']]
    : [[1e8, '亿'], [1e4, '万']];
  for (const [unit, sign] of steps) {
    if (size >= unit) return `${Number((value / unit).toFixed(size / unit >= 100 ? 0 : 1))}${sign}`;
  }
  return String(Number(value.toFixed(2)));
}
