import { useTranslation } from 'react-i18next';
import type { LoanDetail, LoanEvent } from '../shared/api/types';
import { formatMoney, formatRate } from '../shared/money/format';
import { useReversal } from './api';
import { ReasonDialog } from './ReasonDialog';

interface ReversalDialogProps {
  loan: LoanDetail;
  event: LoanEvent;
  close: () => void;
}

/** A correction is a reversal with a reason; what it undoes is shown first. */
export function ReversalDialog({ loan, event, close }: ReversalDialogProps) {
  const { t } = useTranslation();
  const command = useReversal(loan.id, event.id);
  const rate = event.annual_rate ? formatRate(event.annual_rate) : null;
  const about = { amount: formatMoney(event.amount), currency: loan.currency };
  return (
    <ReasonDialog
      title={`${t('loan.doReverse')} · ${loan.number} · ${event.value_date}`}
      ask={rate ? t('loan.rateReversalAsk', { rate, date: event.value_date }) : t('loan.reversalAsk', { ...about, date: event.value_date })}
      consequence={(receipt) =>
        rate ? t('loan.rateReversalConsequence', { rate, entries: receipt.entries.length }) : t('loan.reversalConsequence', { ...about, entries: receipt.entries.length })
      }
      confirm={t('loan.confirmReversal')}
      done={t('loan.reversalDone')}
      command={command}
      reasons="reversal_reason"
      proposal={(given) => ({ command: 'loan.reverse', content: { loan_id: loan.id, event_id: event.id, ...given } })}
      close={close}
    />
  );
}
