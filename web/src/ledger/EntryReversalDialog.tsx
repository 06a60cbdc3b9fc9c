import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, commandHeaders, newCommandKey, unwrap } from '../shared/api/client';
import type { JournalEntry } from '../shared/api/types';
import { useLeave } from '../shared/form/useLeave';
import { Dialog } from '../shared/page/Dialog';
import { needsCheck, RefusalOrProposal } from '../access/ProposePanel';
import { EntryLines } from './EntryView';

/** Reverses an entry that no loan event made; shows the red entry first. */
export function EntryReversalDialog({ entry, close }: { entry: JournalEntry; close: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ reason: string }>();
  const [preview, setPreview] = useState<{ entry: JournalEntry; reason: string; key: string } | null>(null);
  const queries = useQueryClient();
  const command = useMutation({
    mutationFn: ({ reason, key, dryRun }: { reason: string; key: string; dryRun: boolean }) =>
      unwrap(
        api.POST('/api/v1/ledger/journal-entries/{id}/reversal', {
          params: { path: { id: entry.id }, query: { dry_run: dryRun } },
          body: { reason },
          headers: commandHeaders(key),
        }),
      ),
  });
  const leave = useLeave(form, {}, close);
  const checked = needsCheck(command.error);
  const look = async ({ reason }: { reason: string }) => {
    const key = newCommandKey();
    const made = await command.mutateAsync({ reason, key, dryRun: true }).catch(() => null);
    if (made) setPreview({ entry: made, reason, key });
  };
  const confirm = async () => {
    if (!preview) return;
    const made = await command.mutateAsync({ reason: preview.reason, key: preview.key, dryRun: false }).catch(() => null);
    if (!made) return;
    void queries.invalidateQueries({ queryKey: ['ledger'] });
    void message.success(t('ledger.reversalDone'));
    close();
  };
  return (
    <Dialog
      title={t('ledger.reverseTitle', { number: entry.entry_no })}
      width={680}
      onCancel={leave}
      footer={[
        <Button key="cancel" onClick={leave}>
          {t('shared.cancel')}
        </Button>,
        checked ? null : preview ? (
          <Button key="go" type="primary" danger loading={command.isPending} onClick={() => void confirm()}>
            {t('ledger.confirmReversal')}
          </Button>
        ) : (
          <Button key="look" type="primary" loading={command.isPending} onClick={() => form.submit()}>
            {t('ledger.preview')}
          </Button>
        ),
      ]}
    >
      <RefusalOrProposal
        problem={command.error}
        proposal={preview ? { command: 'ledger.reverse_entry', content: { entry_id: entry.id, reason: preview.reason } } : null}
        reason={preview?.reason ?? ''}
        close={close}
      />
      {preview ? (
        <EntryLines entry={preview.entry} />
      ) : (
        <Form<{ reason: string }> form={form} layout="vertical" onFinish={(given) => void look(given)}>
          <Form.Item name="reason" label={t('ledger.reason')} rules={[{ required: true, whitespace: true, message: t('ledger.reasonMissing') }]}>
            <Input.TextArea rows={2} maxLength={200} autoFocus />
          </Form.Item>
        </Form>
      )}
    </Dialog>
  );
}
