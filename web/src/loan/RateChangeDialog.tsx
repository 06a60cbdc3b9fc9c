import { App, Button, Form, Input, InputNumber, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { needsCheck, RefusalOrProposal } from '../access/ProposePanel';
import { newCommandKey } from '../shared/api/client';
import { fieldOf } from '../shared/api/problem';
import type { LoanDetail, NewRateChange, Receipt } from '../shared/api/types';
import { choices } from '../shared/dictionary';
import { useLeave } from '../shared/form/useLeave';
import { rateFromPercent } from '../shared/money/format';
import { Dialog } from '../shared/page/Dialog';
import { DateField } from '../shared/table/DateField';
import { useRateChange } from './api';
import { ReceiptView } from './ReceiptView';

interface Fields {
  value_date: string;
  kind: NewRateChange['kind'];
  annual_rate?: string;
  tenor?: string;
  spread_bp?: number;
  repricing?: string;
  floor?: string;
  cap?: string;
  why: NewRateChange['why'];
  reason: string;
}

const TENORS = ['lpr_1y', 'lpr_5y'];
const REPRICINGS = ['january_first', 'anniversary', 'half_yearly', 'quarterly', 'next_day'];
const REASONS: NewRateChange['why'][] = ['renegotiated', 'converted', 'policy', 'court'];
const PERCENT = /^\d{1,3}(\.\d{1,6})?$/;

function bodyOf(fields: Fields): NewRateChange {
  const base = { value_date: fields.value_date, kind: fields.kind, why: fields.why, reason: fields.reason.trim() };
  if (fields.kind === 'fixed') return { ...base, annual_rate: rateFromPercent(fields.annual_rate ?? '') };
  return {
    ...base,
    tenor: fields.tenor ?? null,
    spread_bp: fields.spread_bp ?? null,
    repricing: fields.repricing ?? null,
    ...(fields.floor ? { floor: rateFromPercent(fields.floor) } : {}),
    ...(fields.cap ? { cap: rateFromPercent(fields.cap) } : {}),
  };
}

interface RateChangeDialogProps {
  loan: LoanDetail;
  today: string;
  close: () => void;
}

/** Another rate: what it does to the plan is shown first, and as a rule somebody else approves it. */
export function RateChangeDialog({ loan, today, close }: RateChangeDialogProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<Fields>();
  const start: Partial<Fields> = { kind: 'fixed', value_date: today, why: 'renegotiated', tenor: 'lpr_1y', repricing: 'anniversary', spread_bp: 0 };
  const leave = useLeave(form, start, close);
  const command = useRateChange(loan.id);
  const [preview, setPreview] = useState<{ receipt: Receipt; body: NewRateChange; key: string } | null>(null);
  const checked = needsCheck(command.error);
  const look = async (fields: Fields) => {
    const body = bodyOf(fields);
    const key = newCommandKey();
    const receipt = await command.mutateAsync({ body, key, dryRun: true }).catch((problem: unknown) => {
      const field = fieldOf(problem);
      if (field && field in fields) form.setFields([{ name: field as keyof Fields, errors: [(problem as Error).message] }]);
      return null;
    });
    if (receipt) setPreview({ receipt, body, key });
  };
  const go = async () => {
    if (!preview) return;
    const done = await command.mutateAsync({ body: preview.body, key: preview.key, dryRun: false }).catch(() => null);
    if (!done) return;
    void message.success(t('loan.rateChanged'));
    close();
  };
  const back = () => {
    command.reset();
    setPreview(null);
  };
  return (
    <Dialog
      title={`${t('loan.changeRate')} · ${loan.number}`}
      width={720}
      onCancel={leave}
      footer={[
        <Button key="back" onClick={preview ? back : leave}>
          {t(preview ? 'loan.backToForm' : 'shared.cancel')}
        </Button>,
        checked ? null : preview ? (
          <Button key="go" type="primary" loading={command.isPending} onClick={() => void go()} data-testid="confirm">
            {t('loan.confirmRate')}
          </Button>
        ) : (
          <Button key="look" type="primary" loading={command.isPending} onClick={() => form.submit()} data-testid="preview">
            {t('loan.preview')}
          </Button>
        ),
      ]}
    >
      <RefusalOrProposal
        problem={command.error}
        proposal={preview ? { command: 'loan.change_rate', content: { loan_id: loan.id, ...preview.body } } : null}
        reason={preview?.body.reason ?? ''}
        close={close}
      />
      <div hidden={preview !== null}>
        <RateForm loan={loan} today={today} form={form} start={start} onFinish={(fields) => void look(fields)} />
      </div>
      {preview ? (
        <>
          <div className="consequence">{t('loan.rateConsequence', { date: preview.body.value_date })}</div>
          {preview.receipt.replayed_from ? <div className="consequence">{t('loan.replayed', { date: preview.receipt.replayed_from })}</div> : null}
          <ReceiptView receipt={preview.receipt} />
        </>
      ) : null}
    </Dialog>
  );
}

interface RateFormProps {
  loan: LoanDetail;
  today: string;
  start: Partial<Fields>;
  form: ReturnType<typeof Form.useForm<Fields>>[0];
  onFinish: (fields: Fields) => void;
}

function RateForm({ loan, today, start, form, onFinish }: RateFormProps) {
  const { t, i18n } = useTranslation();
  const kind = Form.useWatch('kind', form) ?? 'fixed';
  const columns = { display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(220px, 1fr))', gap: '0 16px' };
  const percent = { pattern: PERCENT, message: t('loan.percentWrong') };
  const missing = (label: string) => ({ required: true, message: t('loan.fieldMissing', { label }) });
  return (
    <Form<Fields> form={form} layout="vertical" initialValues={start} onFinish={onFinish}>
      <div style={columns}>
        <Form.Item name="value_date" label={t('loan.rateFrom')} extra={t('loan.rateFromHint')} rules={[missing(t('loan.rateFrom'))]}>
          <DateField allowClear={false} max={today} min={loan.disbursed_on ?? undefined} />
        </Form.Item>
        <Form.Item name="kind" label={t('loan.priceKind')}>
          <Segmented options={choices('rule', ['fixed', 'floating'], i18n.language)} />
        </Form.Item>
      </div>
      {kind === 'fixed' ? (
        <Form.Item name="annual_rate" label={t('loan.rate')} rules={[missing(t('loan.rate')), percent]}>
          <Input suffix="%" inputMode="decimal" autoFocus />
        </Form.Item>
      ) : (
        <div style={columns}>
          <Form.Item name="tenor" label={t('loan.benchmark')}>
            <Select options={choices('rule', TENORS, i18n.language)} />
          </Form.Item>
          <Form.Item name="spread_bp" label={t('loan.spread')} rules={[missing(t('loan.spread'))]}>
            <InputNumber style={{ width: '100%' }} precision={0} min={-10000} max={10000} />
          </Form.Item>
          <Form.Item name="repricing" label={t('loan.repricing')}>
            <Select options={choices('rule', REPRICINGS, i18n.language)} />
          </Form.Item>
          <Form.Item name="floor" label={t('loan.rateFloor')} rules={[percent]}>
            <Input suffix="%" inputMode="decimal" placeholder={t('loan.none')} />
          </Form.Item>
          <Form.Item name="cap" label={t('loan.rateCap')} rules={[percent]}>
            <Input suffix="%" inputMode="decimal" placeholder={t('loan.none')} />
          </Form.Item>
        </div>
      )}
      <Form.Item name="why" label={t('loan.rateWhy')}>
        <Select options={choices('rateReason', REASONS, i18n.language)} />
      </Form.Item>
      <Form.Item name="reason" label={t('loan.reason')} rules={[{ required: true, whitespace: true, message: t('loan.reasonMissing') }]} style={{ marginBottom: 4 }}>
        <Input.TextArea rows={2} maxLength={200} />
      </Form.Item>
    </Form>
  );
}
