/** Colour means state, nothing else. */
export type Tone = 'green' | 'gold' | 'orange' | 'red' | 'purple' | 'blue' | 'grey';

export interface Term {
  tone: Tone;
  zh: string;
  en: string;
}

export const plain = (zh: string, en: string): Term => ({ tone: 'grey', zh, en });
export const term = (tone: Tone, zh: string, en: string): Term => ({ tone, zh, en });
