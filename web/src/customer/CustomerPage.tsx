import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { useMay } from '../access/session';
import { LoanCard } from '../loan/LoanCard';
import { HistoryLink } from '../audit/HistoryLink';
import { Coded, CodedPath } from '../reference/Coded';
import { api, unwrap } from '../shared/api/client';
import type { Customer, LoanRow } from '../shared/api/types';
import { wordFor } from '../shared/dictionary';
import { Amount } from '../shared/money/Amount';
import { Facts, Panel } from '../shared/page/Page';
import { PersonalData } from '../shared/page/PersonalData';
import { Loaded, PageSkeleton, ProblemPage } from '../shared/page/states';
import { usePageTitle } from '../shared/shell/tabs';
import { DaysPastDue, StateTag } from '../shared/StateTag';
import { PlainTable } from '../shared/table/PlainTable';
import { ClassifyDialog } from './ClassifyDialog';
import { Identity, Mobile } from './fields';
import { RevealDialog } from './RevealDialog';

export default function CustomerPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const may = useMay();
  const customer = useQuery({
    queryKey: ['customer', id],
    queryFn: () => unwrap(api.GET('/api/v1/customers/{id}', { params: { path: { id } } })),
  });
  usePageTitle(customer.data?.name ?? t('customer.title'));
  if (customer.error) return <ProblemPage problem={customer.error} retry={() => void customer.refetch()} />;
  if (!customer.data) return <PageSkeleton />;
  return (
    <PersonalData>
      <div className="page">
        <Head customer={customer.data} />
        {may('loan.read') ? <Loans customer={customer.data} /> : null}
      </div>
    </PersonalData>
  );
}

function Head({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const [revealing, setRevealing] = useState(false);
  const [classing, setClassing] = useState(false);
  return (
    <section className="panel summary-bar">
      <div className="head">
        <h1>{customer.name}</h1>
        <Coded list="customer_kind" code={customer.kind} />
        <span className="muted num">{customer.number}</span>
        <HistoryLink kind="customer" id={customer.id} />
        <div className="actions">
          {may('customer.reveal') ? <Button onClick={() => setRevealing(true)}>{t('customer.doReveal')}</Button> : null}
          {may('customer.write') ? (
            <Button onClick={() => setClassing(true)} data-testid="classify">
              {t('customer.classify')}
            </Button>
          ) : null}
          {may('loan.book') ? (
            <Button type="primary" onClick={() => navigate(`/loans/new?customer_id=${customer.id}`)}>
              {t('loan.ofCustomer')}
            </Button>
          ) : null}
        </div>
      </div>
      <Facts
        className="summary-facts"
        items={[
          { label: t('customer.identityKind'), value: <Coded list="identity_kind" code={customer.identity_kind} /> },
          { label: t('customer.identity'), value: <Identity customer={customer} /> },
          { label: t('customer.mobile'), value: <Mobile customer={customer} /> },
          { label: t('customer.industry'), value: <CodedPath list="industry" code={customer.industry} /> },
          { label: t('customer.region'), value: <CodedPath list="region" code={customer.region} /> },
          { label: t('customer.createdOn'), value: <span className="num">{customer.created_on}</span> },
          { label: t('customer.loanCount'), value: <span className="num">{customer.loan_count}</span> },
        ]}
      />
      {revealing ? <RevealDialog id={customer.id} close={() => setRevealing(false)} /> : null}
      {classing ? <ClassifyDialog customer={customer} close={() => setClassing(false)} /> : null}
    </section>
  );
}

function Loans({ customer }: { customer: Customer }) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const loans = useQuery({
    queryKey: ['loans', 'of-customer', customer.id],
    queryFn: () => unwrap(api.GET('/api/v1/loans', { params: { query: { customer_id: customer.id, limit: 200 } } })),
  });
  return (
    <Panel title={t('customer.loans')} flush>
      <Loaded query={loans}>
        {(found) => (
          <PlainTable<LoanRow>
            name="customer-loans"
            rows={found.items}
            rowKey={(loan) => loan.id}
            onOpen={(loan) => navigate(`/loans/${loan.id}`)}
            card={(loan) => <LoanCard loan={loan} />}
            columns={[
              { key: 'number', value: (loan) => loan.number, title: t('loan.number'), render: (loan) => <Link className="num" to={`/loans/${loan.id}`}>{loan.number}</Link> },
              { key: 'product', value: (loan) => loan.product_name, title: t('loan.product'), render: (loan) => loan.product_name },
              { key: 'currency', value: (loan) => loan.currency, title: t('loan.currency'), render: (loan) => loan.currency },
              { key: 'principal', value: (loan) => Number(loan.principal.amount), title: t('loan.principal'), right: true, render: (loan) => <Amount value={loan.principal} /> },
              { key: 'outstanding', value: (loan) => Number(loan.principal_outstanding.amount), title: t('loan.outstanding'), right: true, render: (loan) => <Amount value={loan.principal_outstanding} quietZero /> },
              { key: 'overdue', value: (loan) => Number(loan.overdue_amount.amount), title: t('loan.overdueAmount'), right: true, render: (loan) => <Amount value={loan.overdue_amount} danger quietZero /> },
              { key: 'dpd', value: (loan) => loan.dpd, title: t('loan.dpd'), right: true, render: (loan) => <DaysPastDue days={loan.dpd} /> },
              { key: 'status', value: (loan) => wordFor('loanStatus', loan.status, i18n.language), title: t('loan.status'), render: (loan) => <StateTag area="loanStatus" code={loan.status} /> },
              { key: 'class', title: t('loan.class'), render: (loan) => <StateTag area="riskClass" code={loan.class} /> },
              { key: 'disbursed', value: (loan) => loan.disbursed_on, title: t('loan.disbursedOn'), render: (loan) => <span className="num">{loan.disbursed_on ?? '—'}</span> },
              { key: 'next', value: (loan) => loan.next_due_on, title: t('loan.nextDueOn'), render: (loan) => <span className="num">{loan.next_due_on ?? '—'}</span> },
            ]}
          />
        )}
      </Loaded>
    </Panel>
  );
}
