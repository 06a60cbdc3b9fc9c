import { Button, Form } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useBusinessDay } from '../access/session';
import { useProducts } from '../product/currencies';
import { fieldOf } from '../shared/api/problem';
import type { NewLoan } from '../shared/api/types';
import { DraftState } from '../shared/form/DraftState';
import { useUnsaved } from '../shared/form/unsaved';
import { type Draft, useDraft } from '../shared/form/useDraft';
import { Page, Panel } from '../shared/page/Page';
import { PageSkeleton, ProblemPage } from '../shared/page/states';
import { useDebounced } from '../shared/page/useDebounced';
import { useFilters } from '../shared/table/useFilters';
import { useBookingTrial } from './api';
import { type BookingFields, choicesOf, loanOf } from './booking';
import { BookingDialog } from './BookingDialog';
import { BookingForm } from './BookingForm';
import { BookingPreview } from './BookingPreview';

/** Books a loan: what the contract chooses on the left, the schedule that follows from it on the right. */
export default function BookLoanPage() {
  const draft = useDraft<BookingFields>('book-loan');
  if (draft.error) return <ProblemPage problem={draft.error} retry={draft.reload} />;
  if (draft.start === undefined) return <PageSkeleton />;
  return <Booking key={draft.start ? draft.start.version : 0} draft={draft} />;
}

function Booking({ draft }: { draft: Draft<BookingFields> }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [filters] = useFilters();
  const day = useBusinessDay();
  const [form] = Form.useForm<BookingFields>();
  const [fields, setFields] = useState<BookingFields>(() => ({ ...draft.start?.content, ...fromAddress(filters) }));
  const [booking, setBooking] = useState<NewLoan | null>(null);
  const product = useProducts().find((one) => one.id === fields.product_id);
  const body = useDebounced(JSON.stringify(choicesOf(fields, product)), 350);
  const trial = useBookingTrial(JSON.parse(body));
  const change = (next: BookingFields) => {
    setFields(next);
    draft.keep(next);
  };
  useUnsaved(draft.state === 'sending' || draft.state === 'failed');
  const today = day.data?.business_date;
  useEffect(() => {
    if (today && !form.getFieldValue('disbursed_on')) {
      form.setFieldValue('disbursed_on', today);
      setFields((now) => ({ ...now, disbursed_on: today }));
    }
  }, [today, form]);
  const pointAt = (problem: unknown) => {
    const field = fieldOf(problem);
    const name = (field === 'annual_rate' ? 'rate_percent' : field) as keyof BookingFields | undefined;
    if (name) form.setFields([{ name, errors: [(problem as Error).message] }]);
  };
  const startOver = () => {
    void draft.discard();
    const empty: BookingFields = today ? { disbursed_on: today } : {};
    form.setFieldsValue({ ...Object.fromEntries(Object.keys(fields).map((name) => [name, undefined])), ...empty });
    setFields(empty);
  };
  return (
    <Page personal title={t('loan.bookTitle')} asOf={today}>
      <div className="beside">
        <Panel
          title={t('loan.contract')}
          actions={
            <>
              <DraftState draft={draft} />
              <Button size="small" onClick={startOver} data-testid="discard-draft">
                {t('shared.reset')}
              </Button>
            </>
          }
        >
          <BookingForm form={form} fields={fields} product={product} onChange={change} onSubmit={() => setBooking(loanOf(fields, product))} />
        </Panel>
        <BookingPreview trial={trial} complete={body !== 'null'} product={product} />
      </div>
      {booking && product ? (
        <BookingDialog
          body={booking}
          product={product}
          plan={trial.data}
          close={() => setBooking(null)}
          refused={pointAt}
          done={(loan) => {
            setBooking(null);
            startOver();
            navigate(`/loans/${loan.id}?disburse=1`);
          }}
        />
      ) : null}
    </Page>
  );
}

/** A customer's or a product's page may send its id along. */
function fromAddress(filters: Record<string, string>): BookingFields {
  const { product_id, customer_id } = filters;
  return { ...(product_id ? { product_id } : {}), ...(customer_id ? { customer_id } : {}) };
}
