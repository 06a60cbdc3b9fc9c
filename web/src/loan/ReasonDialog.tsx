import { App, Button, Form, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Proposal, RefusalOrProposal } from '../access/ProposePanel';
import { newCommandKey } from '../shared/api/client';
import type { Receipt } from '../shared/api/types';
import { Dialog } from '../shared/page/Dialog';
import type { useReversal } from './api';
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
  command: ReturnType<typeof useReversal>;
  /** The same as a proposal, where somebody else must approve. */
  proposal?: (reason: string) => Proposal;
  close: () => void;
}

/** A command that needs a reason: what it does is shown first. */
export function ReasonDialog({ title, ask, consequence, confirm, done, command, proposal, close }: ReasonDialogProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ reason: string }>();
  const [preview, setPreview] = useState<{ receipt: Receipt; reason: string; key: string } | null>(null);
  const look = async ({ reason }: { reason: string }) => {
    const key = newCommandKey();
    const receipt = await command.mutateAsync({ body: { reason: reason.trim() }, key, dryRun: true }).catch(() => null);
    if (receipt) setPreview({ receipt, reason: reason.trim(), key });
  };
  const go = async () => {
    if (!preview) return;
    const receipt = await command.mutateAsync({ body: { reason: preview.reason }, key: preview.key, dryRun: false }).catch(() => null);
    if (!receipt) return;
    void message.success(done);
    close();
  };
  return (
    <Dialog
      title={title}
      width={720}
      onCancel={close}
      footer={[
        <Button key="cancel" onClick={close}>
          {t('shared.cancel')}
        </Button>,
        preview ? (
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
      <RefusalOrProposal problem={command.error} proposal={preview && proposal ? proposal(preview.reason) : null} reason={preview?.reason ?? ''} close={close} />
      {preview ? (
        <>
          <div className="consequence">{consequence(preview.receipt)}</div>
          <ReceiptView receipt={preview.receipt} />
        </>
      ) : (
        <Form<{ reason: string }> form={form} layout="vertical" onFinish={(fields) => void look(fields)}>
          <p>{ask}</p>
          <Form.Item name="reason" label={t('loan.reason')} rules={[{ required: true, whitespace: true, message: t('loan.reasonMissing') }]}>
            <Input.TextArea rows={2} maxLength={200} autoFocus />
          </Form.Item>
        </Form>
      )}
    </Dialog>
  );
}
