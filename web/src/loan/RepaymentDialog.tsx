import { App, Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newCommandKey } from '../shared/api/client';
import { fieldOf } from '../shared/api/problem';
import type { LoanDetail, NewRepayment, Receipt } from '../shared/api/types';
import { choices } from '../shared/dictionary';
import { useLeave } from '../shared/form/useLeave';
import { AMOUNT_PATTERN, AmountInput } from '../shared/money/AmountInput';
import { formatMoney, isZero } from '../shared/money/format';
import { Dialog } from '../shared/page/Dialog';
import { ProblemNote } from '../shared/page/states';
import { DateField } from '../shared/table/DateField';
import { useRepayment } from './api';
import { ReceiptView } from './ReceiptView';

interface Fields {
  amount: string;
  value_date: string;
  kind: NewRepayment['kind'];
  note?: string;
}

const KINDS: NewRepayment['kind'][] = ['regular', 'payoff', 'prepay_shorten', 'prepay_reduce'];

interface RepaymentDialogProps {
  loan: LoanDetail;
  today: string;
  close: () => void;
}

/** Ask, show what would happen, then do it: the confirmation repeats exactly what was previewed. */
export function RepaymentDialog({ loan, today, close }: RepaymentDialogProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<Fields>();
  const start = { kind: 'regular' as const, value_date: today };
  const leave = useLeave(form, start, close);
  const command = useRepayment(loan.id);
  const [preview, setPreview] = useState<{ receipt: Receipt; body: NewRepayment; key: string } | null>(null);
  const look = async (fields: Fields) => {
    const body: NewRepayment = {
      amount: { amount: fields.amount, currency: loan.currency },
      value_date: fields.value_date,
      kind: fields.kind,
      ...(fields.note?.trim() ? { note: fields.note.trim() } : {}),
    };
    const key = newCommandKey();
    const receipt = await command.mutateAsync({ body, key, dryRun: true }).catch((problem: unknown) => {
      const field = fieldOf(problem);
      if (field && field in fields) form.setFields([{ name: field as keyof Fields, errors: [(problem as Error).message] }]);
      return null;
    });
    if (receipt) setPreview({ receipt, body, key });
  };
  const confirm = async () => {
    if (!preview) return;
    const done = await command.mutateAsync({ body: preview.body, key: preview.key, dryRun: false }).catch(() => null);
    if (!done) return;
    void message.success(t('loan.repaymentDone', { amount: formatMoney(preview.body.amount), currency: loan.currency }));
    close();
  };
  const back = () => {
    command.reset();
    setPreview(null);
  };
  return (
    <Dialog
      title={`${t('loan.recordRepayment')} · ${loan.number}`}
      width={720}
      onCancel={leave}
      footer={
        preview
          ? [
              <Button key="back" onClick={back}>
                {t('loan.backToForm')}
              </Button>,
              <Button key="go" type="primary" loading={command.isPending} onClick={() => void confirm()} data-testid="confirm">
                {t('loan.confirmRepayment', { amount: formatMoney(preview.body.amount) })}
              </Button>,
            ]
          : [
              <Button key="cancel" onClick={leave}>
                {t('shared.cancel')}
              </Button>,
              <Button key="look" type="primary" loading={command.isPending} onClick={() => form.submit()} data-testid="preview">
                {t('loan.preview')}
              </Button>,
            ]
      }
    >
      {command.isError ? (
        <div style={{ marginBottom: 12 }}>
          <ProblemNote problem={command.error} />
        </div>
      ) : null}
      <div hidden={preview !== null}>
        <RepaymentForm loan={loan} today={today} form={form} start={start} onFinish={(fields) => void look(fields)} />
      </div>
      {preview ? (
        <>
          <div className="consequence">
            {t('loan.repaymentConsequence', {
              amount: formatMoney(preview.body.amount), currency: loan.currency, date: preview.body.value_date, entries: preview.receipt.entries.length,
            })}
          </div>
          {preview.receipt.replayed_from ? (
            <div className="consequence">{t('loan.replayed', { date: preview.receipt.replayed_from })}</div>
          ) : null}
          <ReceiptView receipt={preview.receipt} />
        </>
      ) : null}
    </Dialog>
  );
}

interface RepaymentFormProps {
  loan: LoanDetail;
  today: string;
  start: Partial<Fields>;
  form: ReturnType<typeof Form.useForm<Fields>>[0];
  onFinish: (fields: Fields) => void;
}

function RepaymentForm({ loan, today, start, form, onFinish }: RepaymentFormProps) {
  const { t, i18n } = useTranslation();
  const suggestions = [
    isZero(loan.overdue_amount) ? null : { value: loan.overdue_amount.amount, label: t('loan.fillOverdue', { amount: formatMoney(loan.overdue_amount) }) },
    loan.next_due_amount ? { value: loan.next_due_amount.amount, label: t('loan.fillNext', { amount: formatMoney(loan.next_due_amount) }) } : null,
    { value: loan.balances.total_to_settle.amount, label: t('loan.fillAll', { amount: formatMoney(loan.balances.total_to_settle) }) },
  ].filter((one) => one !== null);
  return (
    <Form<Fields> form={form} layout="vertical" initialValues={start} onFinish={onFinish}>
      <Form.Item
        name="amount"
        label={t('loan.repaymentAmount')}
        rules={[
          { required: true, message: t('loan.amountMissing') },
          { pattern: AMOUNT_PATTERN, message: t('loan.amountWrong') },
        ]}
      >
        <AmountInput currency={loan.currency} />
      </Form.Item>
      <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap', margin: '-12px 0 16px' }}>
        {suggestions.map((one) => (
          <Button
            key={one.label}
            size="small"
            onClick={() => {
              form.setFieldValue('amount', one.value);
              void form.validateFields(['amount']);
            }}
          >
            {one.label}
          </Button>
        ))}
      </div>
      <div style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(220px, 1fr))', gap: '0 16px' }}>
        <Form.Item name="value_date" label={t('loan.valueDate')} extra={t('loan.valueDateHint')} rules={[{ required: true, message: t('loan.dateMissing') }]}>
          <DateField allowClear={false} max={today} min={loan.disbursed_on ?? undefined} />
        </Form.Item>
        <Form.Item name="kind" label={t('loan.repaymentKind')}>
          <Select options={choices('repaymentKind', KINDS, i18n.language)} />
        </Form.Item>
      </div>
      <Form.Item name="note" label={t('loan.note')} style={{ marginBottom: 4 }}>
        <Input maxLength={200} />
      </Form.Item>
    </Form>
  );
}

