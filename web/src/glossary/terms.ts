/** The words of the trade as screens explain them. Each has a row in docs/GLOSSARY.md; `glossary.test.mjs` holds them together. */
export interface Explanation {
  zh: string;
  en: string;
  textZh: string;
  textEn: string;
  /** Law, notice or standard that the rule comes from. */
  sourceZh?: string;
  sourceEn?: string;
  /** Other labels of screens that mean this. */
  alsoZh?: string[];
  alsoEn?: string[];
}

export type Terms = Record<string, Explanation>;

/** From the label of a field or column, in one language, to its term. */
export function byLabel(terms: Terms, english: boolean): Map<string, string> {
  const found = new Map<string, string>();
  for (const [term, one] of Object.entries(terms)) {
    const labels = english ? [one.en, ...(one.alsoEn ?? [])] : [one.zh, ...(one.alsoZh ?? [])];
    for (const label of labels) if (!found.has(label.toLowerCase())) found.set(label.toLowerCase(), term);
  }
  return found;
}
