import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Form } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CodeSelect } from '../reference/Coded';
import { api, commandHeaders, newCommandKey, unwrap } from '../shared/api/client';
import { fieldOf } from '../shared/api/problem';
import type { Customer, CustomerClasses } from '../shared/api/types';
import { useLeave } from '../shared/form/useLeave';
import { Dialog } from '../shared/page/Dialog';
import { ProblemNote } from '../shared/page/states';

/** Says anew by which codes a customer is classed; what was said before stays in the audit trail. */
export function ClassifyDialog({ customer, close }: { customer: Customer; close: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<CustomerClasses>();
  const [key] = useState(newCommandKey);
  const queries = useQueryClient();
  const start = { industry: customer.industry ?? null, region: customer.region ?? null };
  const leave = useLeave(form, start, close);
  const save = useMutation({
    mutationFn: ({ industry, region }: CustomerClasses) =>
      unwrap(
        api.POST('/api/v1/customers/{id}/profile', {
          params: { path: { id: customer.id } },
          body: { industry: industry ?? null, region: region ?? null },
          headers: commandHeaders(key),
        }),
      ),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['customer', customer.id] });
      void queries.invalidateQueries({ queryKey: ['customers'] });
      void message.success(t('customer.classified'));
      close();
    },
    onError: (problem) => {
      const field = fieldOf(problem);
      if (field) form.setFields([{ name: field as keyof CustomerClasses, errors: [problem.message] }]);
    },
  });
  return (
    <Dialog title={t('customer.classify')} onCancel={leave} okText={t('customer.saveClasses')} cancelText={t('shared.cancel')} confirmLoading={save.isPending} onOk={() => form.submit()}>
      {save.isError ? (
        <div style={{ marginBottom: 12 }}>
          <ProblemNote problem={save.error} />
        </div>
      ) : null}
      <Form<CustomerClasses> form={form} layout="vertical" initialValues={start} onFinish={(given) => save.mutate(given)}>
        <Form.Item name="industry" label={t('customer.industry')}>
          <CodeSelect list="industry" />
        </Form.Item>
        <Form.Item name="region" label={t('customer.region')}>
          <CodeSelect list="region" />
        </Form.Item>
      </Form>
    </Dialog>
  );
}
