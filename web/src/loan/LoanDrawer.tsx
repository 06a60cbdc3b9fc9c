import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { Coded } from '../reference/Coded';
import type { LoanRow } from '../shared/api/types';
import { Amount, Rate } from '../shared/money/Amount';
import { SideDrawer } from '../shared/page/Dialog';
import { Facts } from '../shared/page/Page';
import { PersonalData } from '../shared/page/PersonalData';
import { Loaded } from '../shared/page/states';
import { DaysPastDue, StateTag, Word } from '../shared/StateTag';
import { useLoan } from './api';
import { LoanBalances } from './BalanceTable';

/** A look at one loan without leaving the list; the work is done on its page. */
export function LoanDrawer({ loan, close }: { loan: LoanRow | null; close: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <SideDrawer
      open={loan !== null}
      onClose={close}
      size={520}
      title={loan?.number}
      destroyOnHidden
      extra={
        loan ? (
          <Button type="primary" onClick={() => {
              close();
              navigate(`/loans/${loan.id}`);
            }}
            data-testid="open-loan">
            {t('loan.openPage')}
          </Button>
        ) : null
      }
    >
      {loan ? (
        <PersonalData>
          <Look loan={loan} />
        </PersonalData>
      ) : null}
    </SideDrawer>
  );
}

function Look({ loan }: { loan: LoanRow }) {
  const { t } = useTranslation();
  const detail = useLoan(loan.id);
  return (
    <>
      <Facts
        items={[
          { label: t('loan.customer'), value: <Link to={`/customers/${loan.customer_id}`}>{loan.customer_name}</Link> },
          { label: t('loan.product'), value: loan.product_name },
          { label: t('loan.status'), value: <StateTag area="loanStatus" code={loan.status} /> },
          { label: t('loan.class'), value: <StateTag area="riskClass" code={loan.class} /> },
          { label: t('loan.bucket'), value: <StateTag area="bucket" code={loan.bucket} /> },
          { label: t('loan.dpd'), value: <DaysPastDue days={loan.dpd} /> },
          { label: t('loan.principal'), value: <Amount value={loan.principal} withCurrency /> },
          { label: t('loan.rate'), value: <Rate value={loan.annual_rate} /> },
          { label: t('loan.method'), value: <Word area="method" code={loan.method} /> },
          { label: t('loan.purpose'), value: <Coded list="loan_purpose" code={loan.purpose} /> },
          { label: t('loan.disbursedOn'), value: loan.disbursed_on },
          { label: t('loan.maturityOn'), value: loan.maturity_on },
          { label: t('loan.nextDueOn'), value: loan.next_due_on },
        ]}
      />
      <h2 className="drawer-part">{t('loan.balances')}</h2>
      <Loaded query={detail}>{(found) => <LoanBalances loan={found} />}</Loaded>
    </>
  );
}
