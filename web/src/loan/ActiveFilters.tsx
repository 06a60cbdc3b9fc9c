import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMay } from '../access/session';
import { useCurrencies, useProducts } from '../product/currencies';
import { useWordOf } from '../reference/useDictionaries';
import { api, unwrap } from '../shared/api/client';
import { type Area, wordFor } from '../shared/dictionary';
import { pick } from '../shared/i18n';
import type { Filters } from '../shared/table/useFilters';
import { useDescription } from '../shared/query/QueryDialog';
import { FilterTags } from '../shared/views/FilterTags';
import { useLoanFields } from './useLoanFields';

const AREAS: Record<string, Area> = { status: 'loanStatus', bucket: 'bucket', class: 'riskClass' };
/** The filters of the loan list and their words. */
export const LOAN_FILTERS: Record<string, string> = {
  q: 'loan.searchWords', status: 'loan.status', product_id: 'loan.product', customer_id: 'loan.customer', bucket: 'loan.bucket', class: 'loan.class',
  currency: 'loan.currency', dpd_min: 'loan.dpdMin', dpd_max: 'loan.dpdMax', disbursed_from: 'loan.disbursedFrom', disbursed_to: 'loan.disbursedTo',
  due_on: 'loan.dueOn', officer: 'loan.officer', purpose: 'loan.purpose', where: 'query.composed',
};

export function filterValue(name: string, value: string, language: string): string {
  return AREAS[name] ? wordFor(AREAS[name], value, language) : value;
}

/** What narrows the list now; each can be taken away alone. */
export function ActiveFilters({ filters, change }: { filters: Filters; change: (part: Record<string, undefined>) => void }) {
  const { t, i18n } = useTranslation();
  const composed = useDescription(useLoanFields(useCurrencies()), filters.where);
  const names: Record<string, string | undefined> = { ...useNames(filters), where: composed };
  const tags = Object.entries(filters)
    .filter(([name]) => LOAN_FILTERS[name])
    .map(([name, value]) => ({ name, label: t(LOAN_FILTERS[name]!), value: names[name] ?? filterValue(name, value, i18n.language) }));
  return <FilterTags tags={tags} none={t('loan.noFilter')} remove={(name) => change({ [name]: undefined })} />;
}

/** The names behind the ids of the filters. */
function useNames(filters: Filters): Record<string, string | undefined> {
  const may = useMay();
  const wordOf = useWordOf();
  const product = useProducts().find((one) => one.id === filters.product_id);
  const id = filters.customer_id;
  const customer = useQuery({
    queryKey: ['customer', id],
    enabled: !!id && may('customer.read'),
    queryFn: () => unwrap(api.GET('/api/v1/customers/{id}', { params: { path: { id: id! } } })),
  });
  return { product_id: product && pick(product.name_zh, product.name_en), customer_id: customer.data?.name, purpose: filters.purpose && wordOf('loan_purpose', filters.purpose) };
}
