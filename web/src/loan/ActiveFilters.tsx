import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { type Area, wordFor } from '../shared/dictionary';
import type { Filters } from '../shared/table/useFilters';

const AREAS: Record<string, Area> = { status: 'loanStatus', bucket: 'bucket', class: 'riskClass', currency: 'currency' };
const LABELS: Record<string, string> = {
  q: 'loan.searchWords', status: 'loan.status', product_id: 'loan.product', customer_id: 'loan.customer', bucket: 'loan.bucket', class: 'loan.class',
  currency: 'loan.currency', dpd_min: 'loan.dpdMin', dpd_max: 'loan.dpdMax', disbursed_from: 'loan.disbursedFrom', disbursed_to: 'loan.disbursedTo',
  due_on: 'loan.dueOn', officer: 'loan.officer',
};

/** What narrows the list now; each can be taken away alone. */
export function ActiveFilters({ filters, change }: { filters: Filters; change: (part: Record<string, undefined>) => void }) {
  const { t, i18n } = useTranslation();
  const active = Object.entries(filters).filter(([name]) => LABELS[name]);
  if (active.length === 0) return <span className="muted small">{t('loan.noFilter')}</span>;
  return (
    <div data-testid="active-filters">
      {active.map(([name, value]) => (
        <Tag key={name} closable onClose={() => change({ [name]: undefined })}>
          {t(LABELS[name]!)}
          {name === 'product_id' || name === 'customer_id' ? '' : ` = ${AREAS[name] ? wordFor(AREAS[name], value, i18n.language) : value}`}
        </Tag>
      ))}
    </div>
  );
}
