import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DateField } from '../shared/table/DateField';

/** The day on which master data is looked at, and the field that chooses it; the business day when none is chosen. */
export function useDay(): [string | undefined, ReactNode] {
  const { t } = useTranslation();
  const [on, setOn] = useState<string | undefined>();
  const field = (
    <label className="on-day">
      <span className="muted small">{t('reference.on')}</span>
      <DateField value={on} onChange={setOn} />
    </label>
  );
  return [on, field];
}
