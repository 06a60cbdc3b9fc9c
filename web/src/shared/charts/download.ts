import type { EChartsType } from 'echarts/core';

export interface Sheet {
  /** File name without its ending. */
  name: string;
  header: string[];
  rows: (string | number)[][];
}

function save(href: string, name: string): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  link.click();
}

/** A cell that starts like a formula is kept from being one. */
function cell(value: string | number): string {
  const text = String(value);
  const safe = typeof value === 'string' && /^[=+@\t]/.test(text) ? `'${text}` : text;
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function saveCsv(sheet: Sheet): void {
  const lines = [sheet.header, ...sheet.rows].map((row) => row.map(cell).join(','));
  const url = URL.createObjectURL(new Blob([`\ufeff${lines.join('\r\n')}\r\n`], { type: 'text/csv;charset=utf-8' }));
  save(url, `${sheet.name}.csv`);
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export function savePng(chart: EChartsType, background: string, name: string): void {
  save(chart.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: background }), `${name}.png`);
}
