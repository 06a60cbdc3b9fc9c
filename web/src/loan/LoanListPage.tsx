import { Button, Form, Input, InputNumber, Select } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useBusinessDay, useMay } from '../access/session';
import { currencyChoices, useCurrencies, useProducts } from '../product/currencies';
import { CodeSelect, Coded } from '../reference/Coded';
import type { LoanRow, LoanTotals } from '../shared/api/types';
import { BUCKETS, choices, LOAN_STATUSES, RISK_CLASSES } from '../shared/dictionary';
import { Amount, Rate } from '../shared/money/Amount';
import { api, unwrap } from '../shared/api/client';
import { useSelection } from '../shared/batch/useSelection';
import { formatCount } from '../shared/money/format';
import { Page } from '../shared/page/Page';
import { useNarrow } from '../shared/page/useNarrow';
import { DaysPastDue, StateTag, Word } from '../shared/StateTag';
import type { Column } from '../shared/table/columns';
import { DateField } from '../shared/table/DateField';
import { SearchForm } from '../shared/table/SearchForm';
import { SeekTable } from '../shared/table/SeekTable';
import { useFilters } from '../shared/table/useFilters';
import { useTable } from '../shared/table/useTable';
import { useViews } from '../shared/views/useViews';
import { ViewsMenu } from '../shared/views/ViewsMenu';
import { loanQuery, useLoanList, useLoanTotals } from './api';
import { ActiveFilters } from './ActiveFilters';
import { LoanQueryButton } from './LoanQueryButton';
import { LoanBatch } from './LoanBatch';
import { LoanCard } from './LoanCard';
import { LoanExport } from './LoanExport';
import { LoanDrawer } from './LoanDrawer';

export default function LoanListPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const narrow = useNarrow();
  const may = useMay();
  const day = useBusinessDay();
  const address = useFilters();
  const [filters, search, change] = address;
  const views = useViews('loans', address);
  const table = useTable('loans', useLoanColumns(), address, views);
  const seek = useLoanList(filters, table);
  const question = JSON.stringify(loanQuery({ ...filters, sort: '' }));
  const totals = useLoanTotals(filters, table.ready);
  const selection = useSelection<LoanRow>(question, (loan) => loan.id, (page) => unwrap(api.GET('/api/v1/loans', { params: { query: { ...loanQuery({ ...filters, ...(table.sort ? { sort: table.sort } : {}) }), ...page } } })));
  const [open, setOpen] = useState<LoanRow | null>(null);
  return (
    <Page
      personal
      title={t('loan.title')}
      asOf={day.data?.business_date}
      actions={
        <>
          <ViewsMenu views={views} table={table} />
          {may('loan.book') ? (
            <Button type="primary" onClick={() => navigate('/loans/new')} data-testid="book-loan">
              {t('loan.bookTitle')}
            </Button>
          ) : null}
        </>
      }
    >
      <LoanSearch filters={filters} onSearch={search} />
      <SeekTable<LoanRow>
        table={table}
        rowKey={(loan) => loan.id}
        seek={seek}
        count={totals.data?.count}
        selection={selection}
        selectionBar={<LoanBatch selection={selection} />}
        onOpen={(loan) => (narrow ? navigate(`/loans/${loan.id}`) : setOpen(loan))}
        href={(loan) => `/loans/${loan.id}`}
        card={(loan) => <LoanCard loan={loan} />}
        totals={totals.data ? totalCells(t('loan.total', { total: formatCount(totals.data.count) }), totals.data) : undefined}
        tools={may('loan.export') ? <LoanExport filters={filters} table={table} rows={totals.data?.count} /> : null}
        toolbar={
          <>
            <LoanQueryButton filters={filters} change={change} />
            <ActiveFilters filters={filters} change={change} />
          </>
        }
      />
      <LoanDrawer loan={open} close={() => setOpen(null)} />
    </Page>
  );
}

function PerCurrency({ amounts, danger }: { amounts: LoanTotals['principal_outstanding']; danger?: boolean }) {
  return (
    <>
      {amounts.map((amount) => (
        <div key={amount.currency}>
          <Amount value={amount} withCurrency {...(danger ? { danger } : {})} />
        </div>
      ))}
    </>
  );
}

function totalCells(label: ReactNode, totals: LoanTotals) {
  return {
    number: label,
    principal_outstanding: <PerCurrency amounts={totals.principal_outstanding} />,
    overdue_amount: <PerCurrency amounts={totals.overdue_amount} danger />,
  };
}

function useLoanColumns(): Column<LoanRow>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        key: 'number', title: t('loan.number'), width: 196, fixed: 'left', locked: true, sort: 'number',
        render: (loan) => <Link to={`/loans/${loan.id}`} className="num">{loan.number}</Link>,
      },
      { key: 'customer', title: t('loan.customer'), width: 134, render: (loan) => <span title={loan.customer_name}>{loan.customer_name}</span> },
      { key: 'product', title: t('loan.product'), width: 148, render: (loan) => <span title={loan.product_name}>{`${loan.product_code} ${loan.product_name}`}</span> },
      { key: 'currency', title: t('loan.currency'), width: 58, render: (loan) => loan.currency },
      { key: 'principal', title: t('loan.principal'), width: 118, right: true, sort: 'principal', render: (loan) => <Amount value={loan.principal} /> },
      {
        key: 'principal_outstanding', title: t('loan.outstanding'), width: 156, right: true, sort: 'principal_outstanding',
        render: (loan) => <Amount value={loan.principal_outstanding} quietZero />,
      },
      {
        key: 'overdue_amount', title: t('loan.overdueAmount'), width: 140, right: true, sort: 'overdue_amount',
        render: (loan) => <Amount value={loan.overdue_amount} danger quietZero />,
      },
      { key: 'dpd', title: t('loan.dpd'), width: 96, right: true, sort: 'dpd', render: (loan) => <DaysPastDue days={loan.dpd} /> },
      { key: 'status', title: t('loan.status'), width: 96, render: (loan) => <StateTag area="loanStatus" code={loan.status} /> },
      { key: 'bucket', title: t('loan.bucket'), width: 124, render: (loan) => <StateTag area="bucket" code={loan.bucket} /> },
      { key: 'class', title: t('loan.class'), width: 116, render: (loan) => <StateTag area="riskClass" code={loan.class} /> },
      { key: 'rate', title: t('loan.rate'), width: 104, right: true, sort: 'annual_rate', render: (loan) => <Rate value={loan.annual_rate} /> },
      { key: 'method', title: t('loan.method'), width: 130, render: (loan) => <Word area="method" code={loan.method} /> },
      { key: 'disbursed_on', title: t('loan.disbursedOn'), width: 112, sort: 'disbursed_on', render: (loan) => <span className="num">{loan.disbursed_on ?? '—'}</span> },
      { key: 'maturity_on', title: t('loan.maturityOn'), width: 112, sort: 'maturity_on', render: (loan) => <span className="num">{loan.maturity_on}</span> },
      { key: 'next_due_on', title: t('loan.nextDueOn'), width: 118, sort: 'next_due_on', render: (loan) => <span className="num">{loan.next_due_on ?? '—'}</span> },
      { key: 'purpose', title: t('loan.purpose'), width: 130, render: (loan) => <Coded list="loan_purpose" code={loan.purpose} /> },
      { key: 'officer', title: t('loan.officer'), width: 110, extra: true, render: (loan) => loan.officer },
      { key: 'periods', title: t('loan.term.periods'), width: 80, right: true, extra: true, render: (loan) => loan.periods },
      { key: 'next_due_amount', title: t('loan.nextDueAmount'), width: 124, right: true, render: (loan) => <Amount value={loan.next_due_amount} /> },
    ],
    [t],
  );
}

function LoanSearch({ filters, onSearch }: { filters: Record<string, string>; onSearch: (filters: Record<string, string>) => void }) {
  const { t, i18n } = useTranslation();
  const products = useProducts();
  const currencies = currencyChoices(useCurrencies(), i18n.language);
  const english = i18n.language === 'en';
  const select = (options: { value: string; label: string }[]) => <Select allowClear options={options} placeholder={t('shared.all')} />;
  return (
    <SearchForm filters={filters} onSearch={onSearch}>
      <Form.Item name="q" label={t('loan.searchWords')}>
        <Input allowClear placeholder={t('loan.searchHint')} data-search />
      </Form.Item>
      <Form.Item name="status" label={t('loan.status')}>
        {select(choices('loanStatus', LOAN_STATUSES, i18n.language))}
      </Form.Item>
      <Form.Item name="product_id" label={t('loan.product')}>
        {select(products.map((one) => ({ value: one.id, label: english ? one.name_en : one.name_zh })))}
      </Form.Item>
      <Form.Item name="bucket" label={t('loan.bucket')}>
        {select(choices('bucket', BUCKETS, i18n.language))}
      </Form.Item>
      <Form.Item name="class" label={t('loan.class')}>
        {select(choices('riskClass', RISK_CLASSES, i18n.language))}
      </Form.Item>
      <Form.Item name="currency" label={t('loan.currency')}>
        {select(currencies)}
      </Form.Item>
      <Form.Item name="dpd_min" label={t('loan.dpdMin')}>
        <InputNumber<string> stringMode min="0" precision={0} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="dpd_max" label={t('loan.dpdMax')}>
        <InputNumber<string> stringMode min="0" precision={0} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="disbursed_from" label={t('loan.disbursedFrom')}>
        <DateField />
      </Form.Item>
      <Form.Item name="disbursed_to" label={t('loan.disbursedTo')}>
        <DateField />
      </Form.Item>
      <Form.Item name="officer" label={t('loan.officer')}>
        <Input allowClear placeholder={t('loan.officerHint')} />
      </Form.Item>
      <Form.Item name="purpose" label={t('loan.purpose')}>
        <CodeSelect list="loan_purpose" retired placeholder={t('shared.all')} />
      </Form.Item>
      <Form.Item name="due_on" label={t('loan.dueOn')}>
        <DateField />
      </Form.Item>
    </SearchForm>
  );
}
