import { App, Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Coded } from '../reference/Coded';
import { newCommandKey } from '../shared/api/client';
import type { LoanDetail, NewLoan, Product, TrialResult } from '../shared/api/types';
import { Amount, Rate } from '../shared/money/Amount';
import { capitalAmount } from '../shared/money/capital';
import { formatMoney } from '../shared/money/format';
import { pick } from '../shared/i18n';
import { Dialog } from '../shared/page/Dialog';
import { Facts } from '../shared/page/Page';
import { Loaded, ProblemNote } from '../shared/page/states';
import { Word } from '../shared/StateTag';
import { useBooking } from './api';

interface BookingDialogProps {
  body: NewLoan;
  product: Product;
  plan: TrialResult | undefined;
  close: () => void;
  /** The server named a field that is wrong. */
  refused: (problem: unknown) => void;
  done: (loan: LoanDetail) => void;
}

/** What will be booked, tried on the server first; the confirmation repeats exactly that. */
export function BookingDialog({ body, product, plan, close, refused, done }: BookingDialogProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [key] = useState(newCommandKey);
  const preview = useBooking();
  const booking = useBooking();
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    preview.mutate({ body, key, dryRun: true }, { onError: refused });
  });
  const confirm = () =>
    booking.mutate(
      { body, key, dryRun: false },
      {
        onSuccess: (loan) => {
          void message.success(t('loan.bookingDone', { number: loan.number }));
          done(loan);
        },
      },
    );
  return (
    <Dialog
      title={t('loan.bookTitle')}
      width={640}
      onCancel={close}
      footer={[
        <Button key="back" onClick={close}>
          {t('loan.backToForm')}
        </Button>,
        <Button key="go" type="primary" disabled={!preview.data} loading={booking.isPending} onClick={confirm} data-testid="confirm">
          {t('loan.confirmBooking')}
        </Button>,
      ]}
    >
      {booking.error ? <ProblemNote problem={booking.error} /> : null}
      <Loaded query={{ ...preview, refetch: () => preview.mutate({ body, key, dryRun: true }) }}>
        {(loan) => (
          <>
            <div className="consequence">
              {t('loan.bookingConsequence', { amount: formatMoney(loan.principal), currency: loan.currency, date: loan.disbursed_on ?? body.disbursed_on })}
            </div>
            <Booked loan={loan} product={product} plan={plan} />
          </>
        )}
      </Loaded>
    </Dialog>
  );
}

function Booked({ loan, product, plan }: { loan: LoanDetail; product: Product; plan: TrialResult | undefined }) {
  const { t } = useTranslation();
  return (
    <Facts
      items={[
        { label: t('loan.customer'), value: loan.customer_name },
        { label: t('loan.product'), value: pick(product.name_zh, product.name_en) },
        { label: t('loan.method'), value: <Word area="method" code={loan.method} /> },
        {
          label: t('loan.principal'),
          value: (
            <>
              <Amount value={loan.principal} withCurrency />
              {loan.currency === 'CNY' ? <div className="capital">{capitalAmount(loan.principal.amount)}</div> : null}
            </>
          ),
        },
        { label: t('loan.rate'), value: <Rate value={loan.annual_rate} /> },
        { label: t('loan.term.periods'), value: loan.periods },
        { label: t('loan.purpose'), value: <Coded list="loan_purpose" code={loan.purpose} /> },
        { label: t('loan.disbursedOn'), value: loan.disbursed_on },
        { label: t('loan.maturityOn'), value: loan.maturity_on },
        { label: t('loan.officer'), value: loan.officer },
        plan ? { label: t('product.firstPayment'), value: <Amount value={plan.rows[0]?.payment} /> } : null,
        plan ? { label: t('product.totalInterest'), value: <Amount value={plan.totals.interest} /> } : null,
        plan ? { label: t('product.totalPayment'), value: <Amount value={plan.totals.payment} /> } : null,
      ]}
    />
  );
}
