import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Select } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useBusinessDay, useMay } from '../access/session';
import { useOrganisationOptions } from '../access/useReference';
import { currencyChoices, useProducts } from '../product/currencies';
import { api, unwrap } from '../shared/api/client';
import type { LoanTransaction, LoanTransactionQuery, LoanTransactionTotals } from '../shared/api/types';
import { pick } from '../shared/i18n';
import { optionsOf } from '../shared/list/declared';
import { COUNTED_UNASKED, ListExport, ListQueryButton, ListTags } from '../shared/list/ListTools';
import { type DeclaredList, type Look, useDeclaredList, useListSeek } from '../shared/list/useDeclaredList';
import { countWhere } from '../shared/list/useListCount';
import { Amount } from '../shared/money/Amount';
import { formatLeast, isZero } from '../shared/money/format';
import { moment } from '../shared/page/dates';
import { Page } from '../shared/page/Page';
import { useNarrow } from '../shared/page/useNarrow';
import { StateTag } from '../shared/StateTag';
import { DateField } from '../shared/table/DateField';
import { SearchForm } from '../shared/table/SearchForm';
import { SeekTable } from '../shared/table/SeekTable';
import type { Filters } from '../shared/table/useFilters';
import { ViewsMenu } from '../shared/views/ViewsMenu';
import { TransactionDrawer } from './TransactionDrawer';

const NAMES = ['q', 'kind', 'from', 'to', 'organisation', 'officer', 'product', 'currency', 'amount_from', 'amount_to', 'loan_id'] as const;

function transactionQuery(filters: Filters): LoanTransactionQuery {
  return Object.fromEntries(NAMES.filter((name) => filters[name]).map((name) => [name, filters[name]])) as LoanTransactionQuery;
}

/** What happened to loans, across the book: by day, kind, amount, loan, organisation and officer. */
export default function TransactionsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const narrow = useNarrow();
  const day = useBusinessDay();
  const list = useDeclaredList<LoanTransaction>('loan-transactions', useLooks());
  const query = transactionQuery(list.filters);
  const ask = (part: object) => unwrap(api.GET('/api/v1/loan-transactions', { params: { query: { ...query, ...part } } }));
  const seek = useListSeek(list, query, (page) => ask({ ...list.asked, ...page }));
  const [counted, setCounted] = useState('');
  const question = JSON.stringify([query, list.asked.where]);
  const totals = useTotals(list, question, counted === question, ask);
  const [open, setOpen] = useState<LoanTransaction | null>(null);
  return (
    <Page personal title={t('loan.transactions')} asOf={day.data?.business_date} actions={<ViewsMenu views={list.views} table={list.table} />}>
      <TransactionSearch list={list} />
      <SeekTable<LoanTransaction>
        table={list.table}
        rowKey={(one) => one.id}
        seek={seek}
        count={totals.data?.count}
        more={totals.data?.more}
        onOpen={(one) => (narrow ? navigate(pathOf(one)) : setOpen(one))}
        href={pathOf}
        card={(one) => <TransactionCard one={one} />}
        totals={totals.data ? totalCells(totals.data, <TotalLabel totals={totals.data} counting={totals.isFetching} countAll={() => setCounted(question)} />, t) : undefined}
        tools={
          <ListExport
            list={list}
            rows={totals.data?.more ? undefined : totals.data?.count}
            take={(body, headers) => unwrap(api.POST('/api/v1/loan-transactions/exports', { params: { query: { ...query, ...list.asked } }, body, headers }))}
          />
        }
        toolbar={
          <>
            <ListQueryButton list={list} count={(where) => countWhere(ask, where)} />
            <TransactionTags list={list} />
          </>
        }
      />
      <TransactionDrawer transaction={open} close={() => setOpen(null)} />
    </Page>
  );
}

function pathOf(one: LoanTransaction): string {
  return `/loans/${one.loan_id}?tab=events`;
}

type Ask = (part: object) => Promise<{ totals?: LoanTransactionTotals | null }>;

/** Counted and summed apart from the rows; of very many only when all are wanted. */
function useTotals(list: DeclaredList<LoanTransaction>, question: string, all: boolean, ask: Ask) {
  const { where } = list.asked;
  return useQuery({
    queryKey: [list.name, question, all, 'totals'],
    enabled: list.table.ready,
    queryFn: () => ask({ ...(where ? { where } : {}), ...(all ? {} : { totals_most: COUNTED_UNASKED }), limit: 1, with_totals: true }),
    placeholderData: all ? keepPreviousData : undefined,
    select: (answer) => answer.totals ?? undefined,
  });
}

function TotalLabel({ totals, counting, countAll }: { totals: LoanTransactionTotals; counting: boolean; countAll: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      {t('loan.transactionCount', { n: formatLeast(totals.count, totals.more) })}
      {totals.more ? (
        <Button type="link" size="small" loading={counting} onClick={countAll} data-testid="count-all">
          {t('loan.sumAll')}
        </Button>
      ) : null}
    </>
  );
}

/** What was lent, received and charged over all pages, by currency; what was taken back counts nowhere. */
function totalCells(totals: LoanTransactionTotals, label: ReactNode, t: (key: string) => string) {
  const line = (word: string, amount: LoanTransactionTotals['sums'][number]['lent']) =>
    isZero(amount) ? null : (
      <div>
        <span className="muted small">{t(word)}</span> <Amount value={amount} withCurrency />
      </div>
    );
  return {
    booked_on: label,
    amount: (
      <div data-testid="transaction-totals">
        {totals.sums.map((sum) => (
          <div key={sum.currency} className="two-lines">
            {line('loan.lent', sum.lent)}
            {line('loan.received', sum.received)}
            {line('loan.charged', sum.charged)}
          </div>
        ))}
      </div>
    ),
  };
}

function TransactionCard({ one }: { one: LoanTransaction }) {
  return (
    <>
      <div className="line">
        <span className="title">
          <StateTag area="eventKind" code={one.kind} /> <span className="num">{one.loan_number}</span>
        </span>
        <Amount value={one.amount} withCurrency />
      </div>
      <div className="line small">
        <span className="muted num">{`${one.booked_on} · ${one.customer_name}`}</span>
        {one.state === 'standing' ? null : <StateTag area="entryState" code={one.state} />}
      </div>
    </>
  );
}

function useLooks(): Record<string, Look<LoanTransaction>> {
  const may = useMay();
  return useMemo(
    () => ({
      booked_on: { width: 112, fixed: 'left', locked: true, render: (one) => <span className="num">{one.booked_on}</span> },
      value_date: { width: 112, extra: true, render: (one) => <span className="num">{one.value_date}</span> },
      kind: { width: 116, render: (one) => <StateTag area="eventKind" code={one.kind} /> },
      number: { width: 160, render: (one) => <Link className="num" to={pathOf(one)}>{one.loan_number}</Link> },
      customer: { width: 140, render: (one) => (may('customer.read') ? <Link to={`/customers/${one.customer_id}`}>{one.customer_name}</Link> : one.customer_name) },
      product: { width: 90, render: (one) => <span className="num">{one.product_code}</span> },
      currency: { width: 62, render: (one) => one.amount?.currency ?? '—' },
      amount: { width: 220, render: (one) => <Amount value={one.amount} /> },
      state: { width: 110, render: (one) => <StateTag area="entryState" code={one.state} /> },
      organisation: { width: 150, render: (one) => <span>{`${one.organisation} ${pick(one.organisation_name_zh, one.organisation_name_en)}`}</span> },
      organisation_name: { width: 150, extra: true, render: (one) => pick(one.organisation_name_zh, one.organisation_name_en) },
      officer: { width: 100, render: (one) => one.officer },
      actor: { width: 100, render: (one) => one.actor },
      reason: { width: 120, extra: true, render: (one) => one.reason_code ?? '—' },
      note: { width: 200, render: (one) => <span title={one.note}>{one.note || '—'}</span> },
      seq: { width: 60, extra: true, render: (one) => <span className="num">{one.seq}</span> },
      recorded_at: { width: 170, extra: true, render: (one) => <span className="num">{moment(one.recorded_at)}</span> },
    }),
    [may],
  );
}

function useFilterTitles(): Record<string, string> {
  const { t } = useTranslation();
  return {
    q: t('loan.number'), kind: t('loan.eventKind'), from: t('loan.bookedFrom'), to: t('loan.bookedTo'), organisation: t('loan.organisation'), officer: t('loan.officer'),
    product: t('loan.product'), currency: t('loan.currency'), amount_from: t('loan.amountFrom'), amount_to: t('loan.amountTo'), loan_id: t('loan.number'),
  };
}

/** Codes of products with the names of their newest versions. */
function useProductOptions(): { value: string; label: string }[] {
  const products = useProducts();
  const names = new Map(products.map((one) => [one.code, `${one.code} ${pick(one.name_zh, one.name_en)}`]));
  return [...names].map(([value, label]) => ({ value, label }));
}

function TransactionTags({ list }: { list: DeclaredList<LoanTransaction> }) {
  const organisations = useOrganisationOptions();
  const products = useProductOptions();
  const value = (name: string, text: string) => {
    const options = name === 'product' ? products : name === 'organisation' ? organisations : optionsOf(list.fields, name);
    return options.find((one) => one.value === text)?.label ?? text;
  };
  return <ListTags list={list} titles={useFilterTitles()} value={value} />;
}

function TransactionSearch({ list }: { list: DeclaredList<LoanTransaction> }) {
  const { t, i18n } = useTranslation();
  const titles = useFilterTitles();
  const all = t('shared.all');
  const amount = <InputNumber<string> stringMode precision={2} style={{ width: '100%' }} />;
  return (
    <SearchForm filters={list.filters} onSearch={list.search}>
      <Form.Item name="q" label={titles.q}>
        <Input allowClear data-search placeholder={t('loan.numberBegins')} />
      </Form.Item>
      <Form.Item name="kind" label={titles.kind}>
        <Select allowClear placeholder={all} options={optionsOf(list.fields, 'kind')} />
      </Form.Item>
      <Form.Item name="from" label={titles.from}>
        <DateField max={list.filters.to} />
      </Form.Item>
      <Form.Item name="to" label={titles.to}>
        <DateField min={list.filters.from} />
      </Form.Item>
      <Form.Item name="organisation" label={titles.organisation}>
        <Select allowClear showSearch={{ optionFilterProp: 'label' }} placeholder={all} options={useOrganisationOptions()} />
      </Form.Item>
      <Form.Item name="officer" label={titles.officer}>
        <Input allowClear />
      </Form.Item>
      <Form.Item name="product" label={titles.product}>
        <Select allowClear showSearch={{ optionFilterProp: 'label' }} placeholder={all} options={useProductOptions()} />
      </Form.Item>
      <Form.Item name="currency" label={titles.currency}>
        <Select allowClear placeholder={all} options={currencyChoices(list.currencies, i18n.language)} />
      </Form.Item>
      <Form.Item name="amount_from" label={titles.amount_from} tooltip={t('ledger.amountHint')}>
        {amount}
      </Form.Item>
      <Form.Item name="amount_to" label={titles.amount_to} tooltip={t('ledger.amountHint')}>
        {amount}
      </Form.Item>
    </SearchForm>
  );
}
