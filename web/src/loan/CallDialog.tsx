import { useTranslation } from 'react-i18next';
import type { LoanDetail } from '../shared/api/types';
import { formatMoney } from '../shared/money/format';
import { useCall } from './api';
import { ReasonDialog } from './ReasonDialog';

/** Calls a loan in: everything that is not due yet falls due today. */
export function CallDialog({ loan, close }: { loan: LoanDetail; close: () => void }) {
  const { t } = useTranslation();
  const about = { amount: formatMoney(loan.principal_outstanding), currency: loan.currency };
  return (
    <ReasonDialog
      title={`${t('loan.callIn')} · ${loan.number}`}
      ask={t('loan.callAsk', about)}
      consequence={() => t('loan.callConsequence', about)}
      confirm={t('loan.confirmCall')}
      done={t('loan.callDone')}
      command={useCall(loan.id)}
      close={close}
    />
  );
}

/** Whether the loan may still be called in. */
export function callable(loan: LoanDetail): boolean {
  return loan.terms.may_be_called_in && (loan.status === 'active' || loan.status === 'overdue') && Boolean(loan.next_due_on);
}
