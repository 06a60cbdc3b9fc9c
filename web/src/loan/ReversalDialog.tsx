import { App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newCommandKey } from '../shared/api/client';
import type { LoanDetail, LoanEvent, Receipt } from '../shared/api/types';
import { formatMoney } from '../shared/money/format';
import { Dialog } from '../shared/page/Dialog';
import { ProblemNote } from '../shared/page/states';
import { useReversal } from './api';
import { ReceiptView } from './ReceiptView';

interface ReversalDialogProps {
  loan: LoanDetail;
  event: LoanEvent;
  close: () => void;
}

/** A correction is a reversal with a reason; what it undoes is shown first. */
export function ReversalDialog({ loan, event, close }: ReversalDialogProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ reason: string }>();
  const command = useReversal(loan.id, event.id);
  const [preview, setPreview] = useState<{ receipt: Receipt; reason: string; key: string } | null>(null);
  const look = async ({ reason }: { reason: string }) => {
    const key = newCommandKey();
    const receipt = await command.mutateAsync({ body: { reason: reason.trim() }, key, dryRun: true }).catch(() => null);
    if (receipt) setPreview({ receipt, reason: reason.trim(), key });
  };
  const confirm = async () => {
    if (!preview) return;
    const done = await command.mutateAsync({ body: { reason: preview.reason }, key: preview.key, dryRun: false }).catch(() => null);
    if (!done) return;
    void message.success(t('loan.reversalDone'));
    close();
  };
  return (
    <Dialog
      title={`${t('loan.doReverse')} · ${loan.number} · ${event.value_date}`}
      width={720}
      onCancel={close}
      footer={[
        <Button key="cancel" onClick={close}>
          {t('shared.cancel')}
        </Button>,
        preview ? (
          <Button key="go" type="primary" danger loading={command.isPending} onClick={() => void confirm()} data-testid="confirm">
            {t('loan.confirmReversal')}
          </Button>
        ) : (
          <Button key="look" type="primary" loading={command.isPending} onClick={() => form.submit()} data-testid="preview">
            {t('loan.preview')}
          </Button>
        ),
      ]}
    >
      {command.isError ? (
        <div style={{ marginBottom: 12 }}>
          <ProblemNote problem={command.error} />
        </div>
      ) : null}
      {preview ? (
        <>
          <div className="consequence">
            {t('loan.reversalConsequence', { entries: preview.receipt.entries.length, amount: formatMoney(event.amount), currency: loan.currency })}
          </div>
          <ReceiptView receipt={preview.receipt} />
        </>
      ) : (
        <Form<{ reason: string }> form={form} layout="vertical" onFinish={(fields) => void look(fields)}>
          <p>{t('loan.reversalAsk', { amount: formatMoney(event.amount), currency: loan.currency, date: event.value_date })}</p>
          <Form.Item name="reason" label={t('loan.reason')} rules={[{ required: true, whitespace: true, message: t('loan.reasonMissing') }]}>
            <Input.TextArea rows={2} maxLength={200} autoFocus />
          </Form.Item>
        </Form>
      )}
    </Dialog>
  );
}
