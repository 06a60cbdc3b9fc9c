import { useQuery } from '@tanstack/react-query';
import { Form, Select } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { useBusinessDay, useMay } from '../access/session';
import { api, unwrap } from '../shared/api/client';
import type { Posting } from '../shared/api/types';
import { currencyChoices, useCurrencies } from '../product/currencies';
import { pick } from '../shared/i18n';
import { Amount } from '../shared/money/Amount';
import { formatCount } from '../shared/money/format';
import { Page } from '../shared/page/Page';
import { StateTag } from '../shared/StateTag';
import type { Column } from '../shared/table/columns';
import { DateField } from '../shared/table/DateField';
import { SearchForm } from '../shared/table/SearchForm';
import { SeekTable } from '../shared/table/SeekTable';
import { type Filters, useFilters } from '../shared/table/useFilters';
import { useSeek } from '../shared/table/useSeek';
import { useTable } from '../shared/table/useTable';
import { useAccounts } from './useAccounts';

/** The postings of one account, newest first. */
export default function AccountPage() {
  const { t, i18n } = useTranslation();
  const { code = '' } = useParams();
  const navigate = useNavigate();
  const day = useBusinessDay();
  const [filters, search] = useFilters();
  const accounts = useAccounts();
  const account = accounts.data?.items.find((one) => one.code === code);
  const query = {
    ...(filters.currency ? { currency: filters.currency } : {}),
    ...(filters.from ? { from: filters.from } : {}),
    ...(filters.to ? { to: filters.to } : {}),
  };
  const table = useTable('postings', usePostingColumns());
  const seek = useSeek<Posting>(['ledger', 'postings', code, query], table, (page) =>
    unwrap(api.GET('/api/v1/ledger/accounts/{code}/postings', { params: { path: { code }, query: { ...query, ...page } } })),
  );
  const currencies = currencyChoices(useCurrencies(), i18n.language);
  return (
    <Page personal title={account ? `${code} ${pick(account.name_zh, account.name_en)}` : code} asOf={day.data?.business_date} actions={
        <>
          <Link to={`/ledger/journal-entries?${new URLSearchParams({ account: code, ...query })}`} data-testid="entries-of-account">{t('ledger.entriesOfAccount')}</Link>
          <Link to="/ledger">{t('ledger.trialBalance')}</Link>
        </>
      }>
      <SearchForm filters={filters} onSearch={search}>
        <Form.Item name="currency" label={t('ledger.currency')}>
          <Select allowClear placeholder={t('shared.all')} options={currencies} />
        </Form.Item>
        <Form.Item name="from" label={t('ledger.from')}>
          <DateField />
        </Form.Item>
        <Form.Item name="to" label={t('ledger.to')}>
          <DateField />
        </Form.Item>
      </SearchForm>
      <SeekTable<Posting>
        table={table}
        rowKey={(one) => `${one.entry_id}-${one.account_code}-${one.debit?.amount ?? ''}-${one.credit?.amount ?? ''}`}
        seek={seek}
        toolbar={<Sums code={code} filters={filters} />}
        onOpen={(one) => navigate(`/ledger/journal-entries/${one.entry_id}`)}
        href={(one) => `/ledger/journal-entries/${one.entry_id}`}
        card={(one) => (
          <>
            <div className="line">
              <span className="title num">{one.booked_on}</span>
              <StateTag area="entryKind" code={one.kind} />
            </div>
            <div className="line small">
              <span className="muted num">{one.loan_number ?? one.entry_no}</span>
              <span>
                {one.debit ? t('ledger.debit') : t('ledger.credit')} <Amount value={one.debit ?? one.credit} withCurrency />
              </span>
            </div>
          </>
        )}
      />
    </Page>
  );
}

/** What moved in the days that are asked for: the sums of all pages. */
function Sums({ code, filters }: { code: string; filters: Filters }) {
  const { t } = useTranslation();
  const { from, to, currency } = filters;
  const sums = useQuery({
    queryKey: ['ledger', 'turnover', code, from, to],
    enabled: !!from && !!to,
    queryFn: () => unwrap(api.GET('/api/v1/ledger/accounts/{code}/turnover', { params: { path: { code }, query: { from: from!, to: to! } } })),
  });
  const shown = (sums.data?.items ?? []).filter((one) => !currency || one.currency === currency);
  if (!from || !to) return <span className="muted small">{t('ledger.sumsHint')}</span>;
  return (
    <div data-testid="turnover">
      {shown.map((one) => (
        <div key={one.currency}>
          {t('ledger.lines', { n: formatCount(one.lines) })} · {t('ledger.debit')} <Amount value={one.debit} withCurrency /> · {t('ledger.credit')}{' '}
          <Amount value={one.credit} withCurrency />
        </div>
      ))}
    </div>
  );
}

function usePostingColumns(): Column<Posting>[] {
  const { t } = useTranslation();
  const may = useMay();
  return useMemo(
    () => [
      {
        key: 'entry_no', title: t('ledger.entryNo'), width: 180, fixed: 'left', locked: true,
        render: (one) => <Link className="num" to={`/ledger/journal-entries/${one.entry_id}`}>{one.entry_no}</Link>,
      },
      { key: 'booked_on', title: t('ledger.bookedOn'), width: 104, render: (one) => <span className="num">{one.booked_on}</span> },
      { key: 'account', title: t('ledger.account'), width: 86, render: (one) => <span className="num">{one.account_code}</span> },
      { key: 'kind', title: t('ledger.kind'), width: 110, render: (one) => <StateTag area="entryKind" code={one.kind} /> },
      {
        key: 'loan', title: t('loan.number'), width: 160,
        render: (one) => (one.loan_id && may('loan.read') ? <Link className="num" to={`/loans/${one.loan_id}`}>{one.loan_number}</Link> : (one.loan_number ?? '—')),
      },
      { key: 'currency', title: t('ledger.currency'), width: 56, render: (one) => (one.debit ?? one.credit)?.currency ?? '—' },
      { key: 'debit', title: t('ledger.debit'), width: 130, right: true, render: (one) => (one.debit ? <Amount value={one.debit} /> : null) },
      { key: 'credit', title: t('ledger.credit'), width: 130, right: true, render: (one) => (one.credit ? <Amount value={one.credit} /> : null) },
      { key: 'memo', title: t('ledger.memo'), width: 200, render: (one) => <span title={one.memo}>{one.memo || '—'}</span> },
    ],
    [t, may],
  );
}
