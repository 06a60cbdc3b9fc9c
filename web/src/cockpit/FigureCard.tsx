import { InfoCircleOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Explained } from '../glossary/Explained';
import { filterValue, LOAN_FILTERS } from '../loan/ActiveFilters';
import type { Figure } from '../shared/api/types';
import { pick } from '../shared/i18n';
import { formatCount, formatMoney, formatPercent } from '../shared/money/format';
import { Pop } from '../shared/page/Pop';
import { usePreferences } from '../shared/shell/preferences';

interface FigureCardProps {
  figure: Figure;
  asOf: string;
  currency: string;
}

interface Shown {
  text: string;
  unit: string;
}

function useShown(figure: Figure): Shown {
  const { t, i18n } = useTranslation();
  const { unit } = usePreferences();
  const value = figure.value as { money?: Parameters<typeof formatMoney>[0]; count?: number | null; percent?: string | number | null };
  if (value.money) {
    const scale = unit === 'short' ? ` · ${t('shared.unitShort')}` : '';
    return { text: formatMoney(value.money, unit, i18n.language === 'en'), unit: `${value.money.currency}${scale}` };
  }
  if (value.count !== undefined && value.count !== null) return { text: formatCount(value.count), unit: t('cockpit.loans') };
  return { text: formatPercent(value.percent), unit: '' };
}

/** One figure: its value leads to the rows, its passport tells how it was made. */
export function FigureCard({ figure, asOf, currency }: FigureCardProps) {
  // A plus in an address reads as a space: M7+ is written M7%2B.
  const drill = figure.drill?.replaceAll('+', '%2B');
  const { t } = useTranslation();
  const shown = useShown(figure);
  const filterWords = useFilterWords();
  const sourceWords = useSourceWords();
  const [open, setOpen] = useState(false);
  const name = pick(figure.name_zh, figure.name_en);
  const passport = (
    <dl className="passport" data-testid="passport">
      <dt>{t('cockpit.formula')}</dt>
      <dd>{pick(figure.formula_zh, figure.formula_en)}</dd>
      <dt>{t('cockpit.asOf')}</dt>
      <dd className="num">{asOf}</dd>
      <dt>{t('cockpit.filters')}</dt>
      <dd>{filterWords(drill, currency)}</dd>
      {drill ? (
        <>
          <dt>{t('cockpit.source')}</dt>
          {[drill, ...figure.drill_more].map((rows) => (
            <dd key={rows}>
              <Link to={rows} onClick={() => setOpen(false)}>{sourceWords(rows)}</Link>
            </dd>
          ))}
        </>
      ) : null}
    </dl>
  );
  return (
    <div className="figure" data-figure={figure.code} data-counts={figure.value && 'count' in figure.value && figure.value.count !== null}>
      <div className="label">
        <span className="grow" title={name}>
          <Explained>{name}</Explained>
          {shown.unit ? <span className="unit"> · {shown.unit}</span> : null}
        </span>
        <Pop open={open} onOpenChange={setOpen} title={name} content={passport}>
          <Button type="text" size="small" icon={<InfoCircleOutlined />} aria-label={`${t('cockpit.passport')} ${name}`} />
        </Pop>
      </div>
      {drill ? (
        <Link className="value" to={drill} title={shown.text}>
          {shown.text}
        </Link>
      ) : (
        <span className="value" title={shown.text}>
          {shown.text}
        </span>
      )}
    </div>
  );
}

/** Where rows are, in words: the loan list, or an account. */
function useSourceWords(): (rows: string) => string {
  const { t } = useTranslation();
  return (rows) => {
    const account = /^\/ledger\/accounts\/([^?]+)/.exec(rows)?.[1];
    return account ? t('cockpit.openAccount', { account }) : t('cockpit.openRows');
  };
}

const WORDS: Record<string, string> = { from: 'ledger.from', to: 'ledger.to' };

/** The filters of an address in the words of the screens. */
function useFilterWords(): (drill: string | null | undefined, currency: string) => string {
  const { t, i18n } = useTranslation();
  return (drill, currency) => {
    const asked = new URLSearchParams(drill?.split('?')[1] ?? '');
    asked.set('currency', currency);
    return [...asked.entries()].map(([name, value]) => `${t(WORDS[name] ?? LOAN_FILTERS[name] ?? name)} ${filterValue(name, value, i18n.language)}`).join(' · ');
  };
}
