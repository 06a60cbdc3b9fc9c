import { App, Button, Form, Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { needsCheck, type Proposal, RefusalOrProposal } from '../access/ProposePanel';
import { useOffered } from '../reference/useDictionaries';
import { newCommandKey } from '../shared/api/client';
import type { Receipt } from '../shared/api/types';
import { useLeave } from '../shared/form/useLeave';
import { Dialog } from '../shared/page/Dialog';
import type { Reason, useReversal } from './api';
import { ReceiptView } from './ReceiptView';

interface ReasonDialogProps {
  title: string;
  /** What is asked for, before the reason. */
  ask: string;
  /** What will follow, told with the preview. */
  consequence: (receipt: Receipt) => ReactNode;
  /** The word of the button that does it. */
  confirm: string;
  done: string;
  /** The list of reasons to choose from. */
  reasons?: string;
  command: ReturnType<typeof useReversal>;
  /** The same as a proposal, where somebody else must approve. */
  proposal?: (given: Reason) => Proposal;
  close: () => void;
}

/** A command that needs a reason: what it does is shown first. */
export function ReasonDialog({ title, ask, consequence, confirm, done, reasons, command, proposal, close }: ReasonDialogProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<Reason>();
  const [preview, setPreview] = useState<{ receipt: Receipt; given: Reason; key: string } | null>(null);
  const offered = useOffered(reasons ?? '');
  const leave = useLeave(form, {}, close);
  const checked = needsCheck(command.error);
  const look = async ({ reason, reason_code }: Reason) => {
    const key = newCommandKey();
    const given = { reason: reason.trim(), ...(reason_code ? { reason_code } : {}) };
    const receipt = await command.mutateAsync({ body: given, key, dryRun: true }).catch(() => null);
    if (receipt) setPreview({ receipt, given, key });
  };
  const go = async () => {
    if (!preview) return;
    const receipt = await command.mutateAsync({ body: preview.given, key: preview.key, dryRun: false }).catch(() => null);
    if (!receipt) return;
    void message.success(done);
    close();
  };
  return (
    <Dialog
      title={title}
      width={720}
      onCancel={leave}
      footer={[
        <Button key="cancel" onClick={leave}>
          {t('shared.cancel')}
        </Button>,
        checked ? null : preview ? (
          <Button key="go" type="primary" danger loading={command.isPending} onClick={() => void go()} data-testid="confirm">
            {confirm}
          </Button>
        ) : (
          <Button key="look" type="primary" loading={command.isPending} onClick={() => form.submit()} data-testid="preview">
            {t('loan.preview')}
          </Button>
        ),
      ]}
    >
      <RefusalOrProposal problem={command.error} proposal={preview && proposal ? proposal(preview.given) : null} reason={preview?.given.reason ?? ''} close={close} />
      {preview ? (
        <>
          <div className="consequence">{consequence(preview.receipt)}</div>
          <ReceiptView receipt={preview.receipt} />
        </>
      ) : (
        <Form<Reason> form={form} layout="vertical" onFinish={(fields) => void look(fields)}>
          <p>{ask}</p>
          {offered.length > 0 ? (
            <Form.Item name="reason_code" label={t('loan.reasonCode')} rules={[{ required: true, message: t('loan.reasonCodeMissing') }]}>
              <Select options={offered} placeholder={t('loan.reasonCodeHint')} />
            </Form.Item>
          ) : null}
          <Form.Item name="reason" label={t('loan.reason')} rules={[{ required: true, whitespace: true, message: t('loan.reasonMissing') }]}>
            <Input.TextArea rows={2} maxLength={200} autoFocus />
          </Form.Item>
        </Form>
      )}
    </Dialog>
  );
}
