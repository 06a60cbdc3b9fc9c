import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useProducts } from '../product/currencies';
import { useEntries } from '../reference/useDictionaries';
import { BUCKETS, choices, RISK_CLASSES } from '../shared/dictionary';
import { pick } from '../shared/i18n';
import type { QueryField } from '../shared/query/fields';

const STATUSES = ['pending', 'active', 'overdue', 'closed', 'charged_off'];

/** The fields by which loans can be searched; the server has the same list. */
export function useLoanFields(currencies: string[]): QueryField[] {
  const { t, i18n } = useTranslation();
  const products = useProducts();
  const purposes = useEntries('loan_purpose');
  const language = i18n.language;
  return useMemo(() => {
    const methods = [...new Set(products.map((one) => one.method))];
    const codes = new Map(products.map((one) => [one.code, pick(one.name_zh, one.name_en)]));
    return [
      { name: 'dpd', kind: 'number', label: t('loan.dpd') },
      { name: 'status', kind: 'choice', label: t('loan.status'), options: choices('loanStatus', STATUSES, language) },
      { name: 'bucket', kind: 'choice', label: t('loan.bucket'), options: choices('bucket', BUCKETS, language) },
      { name: 'class', kind: 'choice', label: t('loan.class'), options: choices('riskClass', RISK_CLASSES, language) },
      { name: 'principal', kind: 'money', label: t('loan.principal') },
      { name: 'principal_outstanding', kind: 'money', label: t('loan.outstanding') },
      { name: 'overdue_amount', kind: 'money', label: t('loan.overdueAmount') },
      { name: 'next_due_amount', kind: 'money', label: t('loan.nextDueAmount') },
      { name: 'annual_rate', kind: 'rate', label: t('loan.rate') },
      { name: 'next_due_on', kind: 'date', gaps: true, label: t('loan.nextDueOn') },
      { name: 'disbursed_on', kind: 'date', label: t('loan.disbursedOn') },
      { name: 'maturity_on', kind: 'date', label: t('loan.maturityOn') },
      { name: 'closed_on', kind: 'date', gaps: true, label: t('loan.closedOn') },
      { name: 'product_code', kind: 'choice', label: t('loan.product'), options: [...codes].map(([code, name]) => ({ value: code, label: `${code} ${name}` })) },
      { name: 'method', kind: 'choice', label: t('loan.method'), options: choices('method', methods, language) },
      { name: 'purpose', kind: 'choice', label: t('loan.purpose'), options: purposes.map((one) => ({ value: one.code, label: pick(one.zh, one.en) })) },
      { name: 'currency', kind: 'choice', label: t('loan.currency'), options: currencies.map((code) => ({ value: code, label: code })) },
      { name: 'periods', kind: 'number', label: t('loan.term.periods') },
      { name: 'number', kind: 'text', label: t('loan.number') },
      { name: 'officer', kind: 'text', label: t('loan.officer') },
    ];
  }, [t, language, products, purposes, currencies]);
}
