import { PrinterOutlined } from '@ant-design/icons';
import { Button, Tabs } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useBusinessDay, useMay } from '../access/session';
import { HistoryLink } from '../audit/HistoryLink';
import type { LoanDetail } from '../shared/api/types';
import { Amount, Rate } from '../shared/money/Amount';
import { Facts } from '../shared/page/Page';
import { PersonalData } from '../shared/page/PersonalData';
import { PageSkeleton, ProblemPage } from '../shared/page/states';
import { usePageTitle } from '../shared/shell/tabs';
import { DaysPastDue, StateTag, Word } from '../shared/StateTag';
import { useFilters } from '../shared/table/useFilters';
import { AccrualTab } from './AccrualTab';
import { useLoan } from './api';
import { CallDialog, callable } from './CallDialog';
import { ChargeOffDialog, chargeable } from './ChargeOffDialog';
import { DisbursementDialog } from './DisbursementDialog';
import { EventsTab } from './EventsTab';
import { JournalTab } from './JournalTab';
import { PayoffTab } from './PayoffTab';
import { RatesTab } from './RatesTab';
import { RepaymentDialog } from './RepaymentDialog';
import { ScheduleTab } from './ScheduleTab';
import { SummaryTab } from './SummaryTab';

export default function LoanPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const loan = useLoan(id);
  usePageTitle(loan.data ? `${t('loan.one')} ${loan.data.number}` : t('loan.title'));
  if (loan.data) return <Content loan={loan.data} />;
  if (loan.error) return <ProblemPage problem={loan.error} retry={() => void loan.refetch()} />;
  return <PageSkeleton />;
}

function Content({ loan }: { loan: LoanDetail }) {
  const { t } = useTranslation();
  const day = useBusinessDay();
  const [filters, , change] = useFilters();
  const tabs = [
    { key: 'summary', label: t('loan.tabSummary'), children: <SummaryTab loan={loan} /> },
    { key: 'schedule', label: t('loan.tabSchedule'), children: <ScheduleTab loan={loan} /> },
    { key: 'rates', label: t('loan.tabRates'), children: <RatesTab loan={loan} /> },
    { key: 'events', label: t('loan.tabEvents'), children: <EventsTab loan={loan} /> },
    { key: 'journal', label: t('loan.tabJournal'), children: <JournalTab loan={loan} /> },
    { key: 'accrual', label: t('loan.tabAccrual'), children: <AccrualTab loan={loan} /> },
    { key: 'payoff', label: t('loan.tabPayoff'), children: <PayoffTab loan={loan} /> },
  ];
  return (
    <PersonalData>
      <div className="page">
        <SummaryBar loan={loan} today={day.data?.business_date ?? loan.as_of} />
        <Disbursing loan={loan} today={day.data?.business_date ?? loan.as_of} />
        <Tabs
          className="work-tabs"
          activeKey={tabs.some((tab) => tab.key === filters.tab) ? filters.tab! : 'summary'}
          onChange={(tab) => change({ tab: tab === 'summary' ? undefined : tab })}
          items={tabs}
        />
      </div>
    </PersonalData>
  );
}

/** A loan that was booked and waits for its money. The address says whether somebody is about to lend it. */
function Disbursing({ loan, today }: { loan: LoanDetail; today: string }) {
  const may = useMay();
  const [filters, , change] = useFilters();
  if (!filters.disburse || !may('loan.book') || !ready(loan, today)) return null;
  return <DisbursementDialog loan={loan} on={loan.disbursed_on} close={() => change({ disburse: undefined })} />;
}

function ready(loan: LoanDetail, today: string): boolean {
  return loan.status === 'pending' && loan.disbursed_on <= today;
}

/** What one must never lose sight of while working on a loan. */
function SummaryBar({ loan, today }: { loan: LoanDetail; today: string }) {
  const { t } = useTranslation();
  const may = useMay();
  const [, , change] = useFilters();
  const [repaying, setRepaying] = useState(false);
  const [calling, setCalling] = useState(false);
  const [chargingOff, setChargingOff] = useState(false);
  const mayCall = may('loan.call') && callable(loan);
  const mayChargeOff = may('loan.charge_off') && chargeable(loan);
  const open = loan.status === 'active' || loan.status === 'overdue' || loan.status === 'charged_off';
  return (
    <section className="panel summary-bar" data-testid="loan-summary">
      <div className="head">
        <h1 className="num">{loan.number}</h1>
        <StateTag area="loanStatus" code={loan.status} />
        <StateTag area="riskClass" code={loan.class} />
        {loan.dpd > 0 ? <StateTag area="bucket" code={loan.bucket} /> : null}
        <span className="muted small num">{t('shared.asOf', { date: loan.as_of })}</span>
        <HistoryLink kind="loan" id={loan.number} />
        <Link to={`/loans/${loan.id}/sheet`} className="small no-print">
          <PrinterOutlined /> {t('loan.sheet')}
        </Link>
        {may('loan.book') && ready(loan, today) ? (
          <div className="actions">
            <Button type="primary" onClick={() => change({ disburse: '1' })} data-testid="disburse">
              {t('loan.disburse')}
            </Button>
          </div>
        ) : null}
        {open && (mayCall || mayChargeOff || may('loan.repay')) ? (
          <div className="actions">
            {mayChargeOff ? (
              <Button danger onClick={() => setChargingOff(true)} data-testid="charge-off">
                {t('loan.chargeOff')}
              </Button>
            ) : null}
            {mayCall ? (
              <Button danger onClick={() => setCalling(true)} data-testid="call-in">
                {t('loan.callIn')}
              </Button>
            ) : null}
            {may('loan.repay') ? (
              <Button type="primary" onClick={() => setRepaying(true)} data-testid="record-repayment">
                {t('loan.recordRepayment')}
              </Button>
            ) : null}
          </div>
        ) : null}
      </div>
      <Facts
        className="summary-facts"
        items={[
          { label: t('loan.customer'), value: may('customer.read') ? <Link to={`/customers/${loan.customer_id}`}>{loan.customer_name}</Link> : loan.customer_name },
          { label: t('loan.principal'), value: <Amount value={loan.principal} withCurrency /> },
          { label: t('loan.outstanding'), value: <Amount value={loan.principal_outstanding} /> },
          { label: t('loan.balance.total_to_settle'), value: <Amount value={loan.balances.total_to_settle} /> },
          { label: t('loan.overdueAmount'), value: <Amount value={loan.overdue_amount} danger /> },
          loan.dpd > 0 ? { label: t('loan.dpd'), value: <DaysPastDue days={loan.dpd} /> } : null,
          { label: t('loan.rate'), value: <Rate value={loan.annual_rate} /> },
          { label: t('loan.method'), value: <Word area="method" code={loan.method} /> },
          { label: t('loan.nextDueOn'), value: <span className="num">{loan.next_due_on ?? '—'}</span> },
        ]}
      />
      {repaying ? <RepaymentDialog loan={loan} today={today} close={() => setRepaying(false)} /> : null}
      {chargingOff ? <ChargeOffDialog loan={loan} close={() => setChargingOff(false)} /> : null}
      {calling ? <CallDialog loan={loan} close={() => setCalling(false)} /> : null}
    </section>
  );
}
