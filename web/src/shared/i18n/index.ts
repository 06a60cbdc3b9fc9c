import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

export type Language = 'zh-CN' | 'en';

type Words = Record<string, string>;

/** Every capability keeps its words beside its screens: src/<capability>/words.<language>.json. */
const files = import.meta.glob<Words>('../../*/words.*.json', { eager: true, import: 'default' });

function wordsOf(language: Language): Record<string, Words> {
  const words: Record<string, Words> = {};
  for (const [path, content] of Object.entries(files)) {
    const found = /(?:\/(\w+))?\/words\.([\w-]+)\.json$/.exec(path);
    if (found && found[2] === language) words[found[1] ?? 'shared'] = content;
  }
  return words;
}

const STORED = 'xindai.language';

export function currentLanguage(): Language {
  return i18next.language === 'en' ? 'en' : 'zh-CN';
}

export function setLanguage(language: Language): void {
  localStorage.setItem(STORED, language);
  document.documentElement.lang = language;
  void i18next.changeLanguage(language);
}

const first: Language = localStorage.getItem(STORED) === 'en' ? 'en' : 'zh-CN';
document.documentElement.lang = first;
void i18next.use(initReactI18next).init({
  lng: first,
  fallbackLng: 'zh-CN',
  resources: { 'zh-CN': { translation: wordsOf('zh-CN') }, en: { translation: wordsOf('en') } },
  interpolation: { escapeValue: false },
  returnNull: false,
});

/** Picks the text in the reader's language from a pair that the server sent. */
export function pick(zh: string, en: string): string {
  return currentLanguage() === 'en' ? en : zh;
}
