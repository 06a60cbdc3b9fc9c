import { useTranslation } from 'react-i18next';
import type { LoanRow } from '../shared/api/types';
import { Amount } from '../shared/money/Amount';
import { DaysPastDue, StateTag } from '../shared/StateTag';

/** A loan on a phone: who, how much, in what state. */
export function LoanCard({ loan }: { loan: LoanRow }) {
  const { t } = useTranslation();
  return (
    <>
      <div className="line">
        <span className="title">{loan.customer_name}</span>
        <StateTag area="loanStatus" code={loan.status} />
      </div>
      <div className="line">
        <span className="muted small num">{loan.number}</span>
        <Amount value={loan.principal_outstanding} withCurrency />
      </div>
      <div className="line small muted">
        <span className="num">{t('loan.nextDueShort', { date: loan.next_due_on ?? '—' })}</span>
        {loan.dpd > 0 ? (
          <span>
            <DaysPastDue days={loan.dpd} /> · <Amount value={loan.overdue_amount} danger />
          </span>
        ) : null}
      </div>
    </>
  );
}
