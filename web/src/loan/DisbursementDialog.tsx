import { App, Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newCommandKey } from '../shared/api/client';
import type { LoanDetail } from '../shared/api/types';
import { capitalAmount } from '../shared/money/capital';
import { formatMoney } from '../shared/money/format';
import { Dialog } from '../shared/page/Dialog';
import { Loaded, ProblemNote } from '../shared/page/states';
import { useDisbursement } from './api';
import { ReceiptView } from './ReceiptView';

/** Lends the money of a booked loan on the day of its contract: the entries first, then the confirmation. */
export function DisbursementDialog({ loan, on, close }: { loan: LoanDetail; on: string; close: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [key] = useState(newCommandKey);
  const body = { value_date: on };
  const preview = useDisbursement(loan.id);
  const command = useDisbursement(loan.id);
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    preview.mutate({ body, key, dryRun: true });
  });
  const confirm = () =>
    command.mutate(
      { body, key, dryRun: false },
      {
        onSuccess: () => {
          void message.success(t('loan.disbursementDone', { amount: formatMoney(loan.principal), currency: loan.currency }));
          close();
        },
      },
    );
  return (
    <Dialog
      title={`${t('loan.disburse')} · ${loan.number}`}
      width={720}
      onCancel={close}
      footer={[
        <Button key="later" onClick={close}>
          {t('loan.disburseLater')}
        </Button>,
        <Button key="go" type="primary" disabled={!preview.data} loading={command.isPending} onClick={confirm} data-testid="confirm">
          {t('loan.confirmDisbursement', { amount: formatMoney(loan.principal) })}
        </Button>,
      ]}
    >
      {command.error ? <ProblemNote problem={command.error} /> : null}
      <Loaded query={{ ...preview, refetch: () => preview.mutate({ body, key, dryRun: true }) }}>
        {(receipt) => (
          <>
            <div className="consequence">
              {t('loan.disbursementConsequence', { amount: formatMoney(loan.principal), currency: loan.currency, customer: loan.customer_name, date: on })}
              {loan.currency === 'CNY' ? <div>{capitalAmount(loan.principal.amount)}</div> : null}
            </div>
            <ReceiptView receipt={receipt} />
          </>
        )}
      </Loaded>
    </Dialog>
  );
}
