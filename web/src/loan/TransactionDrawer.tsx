import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useMay } from '../access/session';
import type { LoanTransaction } from '../shared/api/types';
import { pick } from '../shared/i18n';
import { Amount } from '../shared/money/Amount';
import { isZero } from '../shared/money/format';
import { moment } from '../shared/page/dates';
import { SideDrawer } from '../shared/page/Dialog';
import { Facts } from '../shared/page/Page';
import { PersonalData } from '../shared/page/PersonalData';
import { Loaded } from '../shared/page/states';
import { StateTag } from '../shared/StateTag';
import { useEvents } from './api';

/** A look at one transaction without leaving the list: what it is, and what its money paid. */
export function TransactionDrawer({ transaction, close }: { transaction: LoanTransaction | null; close: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <SideDrawer
      open={transaction !== null}
      onClose={close}
      size={520}
      title={transaction ? `${transaction.loan_number} · ${transaction.seq}` : ''}
      destroyOnHidden
      extra={
        transaction ? (
          <Button type="primary" onClick={() => {
              close();
              navigate(`/loans/${transaction.loan_id}?tab=events`);
            }}
            data-testid="open-loan">
            {t('loan.openPage')}
          </Button>
        ) : null
      }
    >
      {transaction ? (
        <PersonalData>
          <Look one={transaction} />
        </PersonalData>
      ) : null}
    </SideDrawer>
  );
}

const PARTS = [
  ['principal', 'loan.planPrincipal'], ['interest', 'loan.planInterest'], ['penalty', 'loan.balance.penalty'], ['compound_interest', 'loan.balance.compound_interest'],
  ['fee', 'loan.fee'], ['suspense', 'loan.balance.suspense'],
] as const;

function Look({ one }: { one: LoanTransaction }) {
  const { t } = useTranslation();
  const may = useMay();
  const events = useEvents(one.loan_id);
  return (
    <>
      <Facts
        items={[
          { label: t('loan.eventKind'), value: <StateTag area="eventKind" code={one.kind} /> },
          { label: t('loan.amount'), value: <Amount value={one.amount} withCurrency /> },
          { label: t('loan.status'), value: <StateTag area="entryState" code={one.state} /> },
          { label: t('loan.valueDate'), value: <span className="num">{one.value_date}</span> },
          { label: t('loan.bookedOn'), value: <span className="num">{one.booked_on}</span> },
          { label: t('loan.customer'), value: may('customer.read') ? <Link to={`/customers/${one.customer_id}`}>{one.customer_name}</Link> : one.customer_name },
          { label: t('loan.product'), value: one.product_code },
          { label: t('loan.organisation'), value: `${one.organisation} ${pick(one.organisation_name_zh, one.organisation_name_en)}` },
          { label: t('loan.officer'), value: one.officer },
          { label: t('loan.actor'), value: one.actor },
          { label: t('loan.recordedAt'), value: <span className="num">{moment(one.recorded_at)}</span> },
          { label: t('loan.note'), value: one.note || '—' },
        ]}
      />
      <h2 className="drawer-part">{t('loan.paidFor')}</h2>
      <Loaded query={events} rows={4}>
        {(found) => {
          const allocation = found.items.find((event) => event.id === one.id)?.allocation;
          const parts = PARTS.filter(([part]) => allocation && !isZero(allocation[part]));
          if (parts.length === 0) return <span className="muted">{t('loan.paidForNothing')}</span>;
          return <Facts items={parts.map(([part, word]) => ({ label: t(word), value: <Amount value={allocation?.[part]} withCurrency /> }))} />;
        }}
      </Loaded>
    </>
  );
}
