import type { TFunction } from 'i18next';

/** What the program itself wrote as the source of a rule, beside what people wrote. */
const SOURCES: Record<string, string> = {
  出厂设置: 'shared.asDelivered',
  '出厂设置 / as delivered': 'shared.asDelivered',
  Xindai: 'shared.asDelivered',
  'National Interbank Funding Center (LPR)': 'shared.interbankCenter',
};

/** The source of a rule: in the reader's language when the program wrote it, else as it was written. */
export function sourceWords(t: TFunction, source: string | null | undefined): string {
  if (!source) return '—';
  const own = SOURCES[source];
  return own ? t(own) : source;
}

/** Who did it: a login, or the program itself in the reader's language. */
export function actorWords(t: TFunction, actor: string | null | undefined): string {
  return actor === 'system' ? t('shared.system') : actor || '—';
}
