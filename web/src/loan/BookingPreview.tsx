import { useTranslation } from 'react-i18next';
import type { useBookingTrial } from './api';
import { TrialResultView } from '../product/TrialResultView';
import type { Product } from '../shared/api/types';
import { Rate } from '../shared/money/Amount';
import { pick } from '../shared/i18n';
import { Blank, ProblemNote } from '../shared/page/states';

interface BookingPreviewProps {
  trial: ReturnType<typeof useBookingTrial>;
  complete: boolean;
  product: Product | undefined;
}

/** The schedule of the loan as it would be booked now. */
export function BookingPreview({ trial, complete, product }: BookingPreviewProps) {
  const { t } = useTranslation();
  if (!complete || !product) {
    return (
      <div className="panel">
        <Blank title={t('product.schedule')}>{t('loan.bookingHint')}</Blank>
      </div>
    );
  }
  if (trial.error) return <ProblemNote problem={trial.error} />;
  if (!trial.data) return <div className="panel" style={{ minHeight: 320 }} />;
  return (
    <div style={{ opacity: trial.isPlaceholderData ? 0.5 : 1, minWidth: 0 }} data-testid="booking-preview">
      <p className="muted" style={{ margin: '0 0 10px' }}>
        {pick(product.name_zh, product.name_en)} · {t('loan.rate')} <Rate value={trial.data.annual_rate} />
      </p>
      <TrialResultView result={trial.data} currency={product.currency} name={`schedule-${product.code}`} />
    </div>
  );
}
