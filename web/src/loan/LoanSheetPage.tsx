import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { LoanDetail, LoanEvent, LoanSchedule, ScheduleRow } from '../shared/api/types';
import { Amount, Rate } from '../shared/money/Amount';
import { Facts, Page, Panel } from '../shared/page/Page';
import { Loaded, PageSkeleton, ProblemPage } from '../shared/page/states';
import { PrintButton } from '../shared/print/PrintButton';
import { StateTag, Word } from '../shared/StateTag';
import type { Column } from '../shared/table/columns';
import { PlainTable } from '../shared/table/PlainTable';
import { useEvents, useLoan, useSchedule } from './api';
import { LoanBalances } from './BalanceTable';

/** A loan on paper: what it is, what is owed, its plan, and its statement of account. */
export default function LoanSheetPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const loan = useLoan(id);
  if (loan.error) return <ProblemPage problem={loan.error} retry={() => void loan.refetch()} />;
  if (!loan.data) return <PageSkeleton />;
  return (
    <Page
      personal
      title={t('loan.sheetTitle', { number: loan.data.number })}
      asOf={loan.data.as_of}
      actions={
        <>
          <Link to={`/loans/${id}`}>{t('loan.backToLoan')}</Link>
          <PrintButton />
        </>
      }
    >
      <Sheet loan={loan.data} />
    </Page>
  );
}

function Sheet({ loan }: { loan: LoanDetail }) {
  const { t } = useTranslation();
  const schedule = useSchedule(loan.id);
  const events = useEvents(loan.id);
  return (
    <>
      <Panel>
        <Facts
          items={[
            { label: t('loan.customer'), value: loan.customer_name },
            { label: t('loan.product'), value: loan.product_name },
            { label: t('loan.status'), value: <StateTag area="loanStatus" code={loan.status} /> },
            { label: t('loan.principal'), value: <Amount value={loan.principal} withCurrency /> },
            { label: t('loan.rate'), value: <Rate value={loan.annual_rate} /> },
            { label: t('loan.method'), value: <Word area="method" code={loan.method} /> },
            { label: t('loan.disbursedOn'), value: loan.disbursed_on },
            { label: t('loan.maturityOn'), value: loan.maturity_on },
            { label: t('loan.dpd'), value: loan.dpd },
          ]}
        />
      </Panel>
      <Panel title={t('loan.balances')} unit={loan.currency}>
        <LoanBalances loan={loan} />
      </Panel>
      <Panel title={t('loan.tabSchedule')} unit={loan.currency} flush>
        <Loaded query={schedule}>{(found) => <Plan schedule={found} />}</Loaded>
      </Panel>
      <Panel title={t('loan.statement')} unit={loan.currency} flush>
        <Loaded query={events}>{(found) => <Statement events={found.items} />}</Loaded>
      </Panel>
    </>
  );
}

function Plan({ schedule }: { schedule: LoanSchedule }) {
  const { t } = useTranslation();
  const columns = useMemo<Column<ScheduleRow>[]>(
    () => [
      { key: 'nr', title: t('loan.nr'), right: true, render: (row) => row.nr || '—' },
      { key: 'due_on', title: t('loan.dueOn'), render: (row) => <span className="num">{row.due_on}</span> },
      { key: 'payment', title: t('loan.payment'), right: true, render: (row) => <Amount value={row.payment} /> },
      { key: 'principal', title: t('loan.planPrincipal'), right: true, render: (row) => <Amount value={row.principal} /> },
      { key: 'interest', title: t('loan.planInterest'), right: true, render: (row) => <Amount value={row.interest} /> },
      { key: 'fee', title: t('loan.fee'), right: true, render: (row) => <Amount value={row.fee} quietZero /> },
      { key: 'balance', title: t('loan.balanceAfter'), right: true, render: (row) => <Amount value={row.balance} /> },
      { key: 'status', title: t('loan.status'), render: (row) => <StateTag area="installment" code={row.status} /> },
      { key: 'paid_on', title: t('loan.paidOn'), render: (row) => <span className="num">{row.paid_on ?? '—'}</span> },
    ],
    [t],
  );
  return (
    <PlainTable<ScheduleRow>
      columns={columns}
      rows={schedule.rows}
      rowKey={(row) => String(row.nr)}
      totals={{
        due_on: t('loan.sum'),
        payment: <Amount value={schedule.totals.payment} />,
        principal: <Amount value={schedule.totals.principal} />,
        interest: <Amount value={schedule.totals.interest} />,
        fee: <Amount value={schedule.totals.fee} quietZero />,
      }}
    />
  );
}

function Statement({ events }: { events: LoanEvent[] }) {
  const { t } = useTranslation();
  const columns = useMemo<Column<LoanEvent>[]>(
    () => [
      { key: 'value_date', title: t('loan.valueDate'), render: (event) => <span className="num">{event.value_date}</span> },
      { key: 'booked_on', title: t('loan.bookedOn'), render: (event) => <span className="num">{event.booked_on}</span> },
      { key: 'kind', title: t('loan.eventKind'), render: (event) => <StateTag area="eventKind" code={event.kind} /> },
      { key: 'amount', title: t('loan.amount'), right: true, render: (event) => <Amount value={event.amount} /> },
      { key: 'principal', title: t('loan.planPrincipal'), right: true, render: (event) => <Amount value={event.allocation?.principal} quietZero /> },
      { key: 'interest', title: t('loan.planInterest'), right: true, render: (event) => <Amount value={event.allocation?.interest} quietZero /> },
      { key: 'penalty', title: t('loan.balance.penalty'), right: true, render: (event) => <Amount value={event.allocation?.penalty} quietZero /> },
      { key: 'compound', title: t('loan.balance.compound_interest'), right: true, render: (event) => <Amount value={event.allocation?.compound_interest} quietZero /> },
      { key: 'fee', title: t('loan.fee'), right: true, render: (event) => <Amount value={event.allocation?.fee} quietZero /> },
      { key: 'note', title: t('loan.note'), render: (event) => (event.reversed_by ? t('loan.reversed') : event.note || '—') },
    ],
    [t],
  );
  const rows = [...events].sort((a, b) => a.value_date.localeCompare(b.value_date) || a.seq - b.seq);
  return <PlainTable<LoanEvent> columns={columns} rows={rows} rowKey={(event) => event.id} />;
}
