import { useMutation } from '@tanstack/react-query';
import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, commandHeaders, newCommandKey, unwrap } from '../shared/api/client';
import { Dialog } from '../shared/page/Dialog';
import { Facts } from '../shared/page/Page';
import { PersonalData } from '../shared/page/PersonalData';
import { ProblemNote } from '../shared/page/states';
import { Unseen } from '../shared/page/Unseen';
import { FIELD } from './fields';

/** Shows what is masked, to those who may see it and say why; the reason is kept. */
export function RevealDialog({ id, close }: { id: string; close: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ reason: string }>();
  const reveal = useMutation({
    gcTime: 0,
    mutationFn: (body: { reason: string }) =>
      unwrap(api.POST('/api/v1/customers/{id}/reveal', { params: { path: { id } }, body, headers: commandHeaders(newCommandKey()) })),
  });
  return (
    <Dialog
      title={t('customer.doReveal')}
      onCancel={close}
      cancelText={t('customer.done')}
      okText={t('customer.show')}
      onOk={() => form.submit()}
      okButtonProps={{ style: reveal.data ? { display: 'none' } : {} }}
      confirmLoading={reveal.isPending}
    >
      {reveal.isError ? <ProblemNote problem={reveal.error} /> : null}
      {reveal.data ? (
        <PersonalData>
          <Facts
            items={[
              { label: t('customer.name'), value: reveal.data.name },
              { label: t('customer.identity'), value: reveal.data.hidden.includes('identity_number') ? <Unseen permission={FIELD.identity} /> : <span className="num">{reveal.data.identity_number}</span> },
              { label: t('customer.mobile'), value: reveal.data.hidden.includes('mobile') ? <Unseen permission={FIELD.mobile} /> : <span className="num">{reveal.data.mobile ?? '—'}</span> },
            ]}
          />
        </PersonalData>
      ) : (
        <Form<{ reason: string }> form={form} layout="vertical" onFinish={(given) => reveal.mutate({ reason: given.reason.trim() })}>
          <Form.Item name="reason" label={t('customer.revealReason')} extra={t('customer.revealHint')} rules={[{ required: true, whitespace: true, message: t('customer.reasonMissing') }]}>
            <Input maxLength={200} autoFocus />
          </Form.Item>
        </Form>
      )}
    </Dialog>
  );
}
