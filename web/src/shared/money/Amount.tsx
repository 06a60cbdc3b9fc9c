import { useTranslation } from 'react-i18next';
import type { Money } from '../api/types';
import { usePreferences } from '../shell/preferences';
import { formatMoney, formatPercent, formatRate, isNegative, isZero } from './format';

interface AmountProps {
  value: Money | null | undefined;
  /** Show the currency code before the number. */
  withCurrency?: boolean;
  /** Danger colour when the amount is not zero (overdue money). */
  danger?: boolean;
  /** Ignore the reader's unit: work pages always show full amounts. */
  full?: boolean;
  /** Zero fades, so that the eye finds what matters. */
  quietZero?: boolean;
}

/** An amount: tabular digits, separators, a dash when absent, never -0.00. */
export function Amount({ value, withCurrency, danger, full = true, quietZero }: AmountProps) {
  const { i18n } = useTranslation();
  const { unit } = usePreferences();
  const shown = formatMoney(value, full ? 'full' : unit, i18n.language === 'en');
  const bad = isNegative(value) || (danger && !isZero(value));
  const tone = bad ? 'num danger' : quietZero && isZero(value) ? 'num quiet' : 'num';
  return (
    <span className={tone}>
      {withCurrency && value ? <span className="currency">{value.currency}</span> : null}
      {shown}
    </span>
  );
}

export function Rate({ value }: { value: string | null | undefined }) {
  return <span className="num">{formatRate(value)}</span>;
}

export function Percent({ value, places }: { value: string | number | null | undefined; places?: number }) {
  return <span className="num">{formatPercent(value, places)}</span>;
}
