import type { Tone } from '../dictionary';

export interface Palette {
  text: string;
  muted: string;
  line: string;
  panel: string;
  brand: string;
  /** For series that are no states: strong, soft, quiet. */
  series: [string, string, string, string];
  tone: Record<Tone, string>;
}

const light: Palette = {
  text: '#1a2230', muted: '#596375', line: '#e6eaf0', panel: '#ffffff', brand: '#1d4fa8',
  series: ['#1d4fa8', '#9aa7ba', '#3aa6a0', '#7b6bc4'],
  tone: { green: '#3f9d68', gold: '#d9a521', orange: '#dd7a2b', red: '#c93a3f', purple: '#8446ad', blue: '#3b72cf', grey: '#9aa7ba' },
};

const dark: Palette = {
  text: '#e6e9ee', muted: '#a2abb8', line: '#2a3038', panel: '#191d23', brand: '#82aef7',
  series: ['#5f93ee', '#66717f', '#4bb8b1', '#9d8fe0'],
  tone: { green: '#4fb477', gold: '#d8b04a', orange: '#e08a4a', red: '#de5f5c', purple: '#a973cf', blue: '#5f93ee', grey: '#66717f' },
};

export function paletteOf(theme: 'light' | 'dark'): Palette {
  return theme === 'dark' ? dark : light;
}
