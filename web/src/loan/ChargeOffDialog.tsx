import { useTranslation } from 'react-i18next';
import type { LoanDetail } from '../shared/api/types';
import { formatMoney } from '../shared/money/format';
import { useChargeOff } from './api';
import { ReasonDialog } from './ReasonDialog';

/** Charges off the claim of a loan; as a rule somebody else approves. */
export function ChargeOffDialog({ loan, close }: { loan: LoanDetail; close: () => void }) {
  const { t } = useTranslation();
  const about = { amount: formatMoney(loan.principal_outstanding), currency: loan.currency };
  return (
    <ReasonDialog
      title={`${t('loan.chargeOff')} · ${loan.number}`}
      ask={t('loan.chargeOffAsk', about)}
      consequence={() => t('loan.chargeOffConsequence', about)}
      confirm={t('loan.confirmChargeOff')}
      done={t('loan.chargeOffDone')}
      command={useChargeOff(loan.id)}
      reasons="charge_off_reason"
      proposal={({ reason, ...rest }) => ({ command: 'loan.charge_off', content: { loan_id: loan.id, note: reason, ...rest } })}
      close={close}
    />
  );
}

/** Whether the claim may be charged off. */
export function chargeable(loan: LoanDetail): boolean {
  return loan.status === 'active' || loan.status === 'overdue';
}
