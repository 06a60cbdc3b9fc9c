import { useTranslation } from 'react-i18next';
import { type Area, lookUp } from './dictionary';

/** The tag of a state: one colour and one word for each code, from the dictionary. */
export function StateTag({ area, code }: { area: Area; code: string | null | undefined }) {
  const { i18n } = useTranslation();
  if (!code) return <span className="quiet">—</span>;
  const found = lookUp(area, code);
  return <span className={`state state-${found.tone}`}>{i18n.language === 'en' ? found.en : found.zh}</span>;
}

/** The word alone, for places where colour would say too much. */
export function Word({ area, code }: { area: Area; code: string | null | undefined }) {
  const { i18n } = useTranslation();
  const found = lookUp(area, code);
  return <>{i18n.language === 'en' ? found.en : found.zh}</>;
}

/** Days past due, with the word beside the colour. */
export function DaysPastDue({ days }: { days: number }) {
  const { t } = useTranslation();
  if (days <= 0) return <span className="num quiet">0</span>;
  return <span className="num danger">{t('shared.days', { n: days })}</span>;
}
