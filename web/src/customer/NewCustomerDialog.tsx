import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Radio, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useMay } from '../access/session';
import { api, commandHeaders, newCommandKey, unwrap } from '../shared/api/client';
import { fieldOf } from '../shared/api/problem';
import type { NewCustomer } from '../shared/api/types';
import { choices } from '../shared/dictionary';
import { useLeave } from '../shared/form/useLeave';
import { Dialog } from '../shared/page/Dialog';
import { ProblemNote } from '../shared/page/states';
import { FIELD } from './fields';

interface NewCustomerDialogProps {
  close: () => void;
  /** What happens with the new customer; its page is opened unless told. */
  onMade?: (made: { id: string }) => void;
}

/** The form as it opens. What is typed is personal: it is asked for before it is lost, and never kept as a draft. */
const START = { kind: 'person', identity_kind: 'resident_id' };

export function NewCustomerDialog({ close, onMade }: NewCustomerDialogProps) {
  const { t, i18n } = useTranslation();
  const [form] = Form.useForm<NewCustomer>();
  const [key] = useState(newCommandKey);
  const may = useMay();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const kind = Form.useWatch('kind', form) ?? 'person';
  const add = useMutation({
    mutationFn: (body: NewCustomer) => unwrap(api.POST('/api/v1/customers', { body, headers: commandHeaders(key) })),
    onSuccess: (made) => {
      void queries.invalidateQueries({ queryKey: ['customers'] });
      close();
      if (onMade) onMade(made);
      else navigate(`/customers/${made.id}`);
    },
    onError: (problem) => {
      const field = fieldOf(problem);
      if (field) form.setFields([{ name: field as keyof NewCustomer, errors: [problem.message] }]);
    },
  });
  const leave = useLeave(form, START, close);
  const required = { required: true, message: t('customer.missing') };
  return (
    <Dialog title={t('customer.add')} onCancel={leave} okText={t('customer.save')} cancelText={t('shared.cancel')} confirmLoading={add.isPending} onOk={() => form.submit()}>
      {add.isError ? (
        <div style={{ marginBottom: 12 }}>
          <ProblemNote problem={add.error} />
        </div>
      ) : null}
      <Form<NewCustomer>
        form={form}
        layout="vertical"
        initialValues={START}
        onFinish={(given) => add.mutate(given)}
        onValuesChange={(changed: Partial<NewCustomer>) => {
          if (changed.kind) form.setFieldValue('identity_kind', changed.kind === 'company' ? 'unified_credit_code' : 'resident_id');
        }}
      >
        <Form.Item name="kind" label={t('customer.kind')}>
          <Radio.Group options={choices('customerKind', ['person', 'company'], i18n.language)} />
        </Form.Item>
        <Form.Item name="name" label={t('customer.name')} rules={[required]}>
          <Input maxLength={120} autoComplete="off" />
        </Form.Item>
        <Form.Item name="identity_kind" label={t('customer.identityKind')}>
          <Select options={choices('identityKind', kind === 'company' ? ['unified_credit_code', 'other'] : ['resident_id', 'passport', 'other'], i18n.language)} />
        </Form.Item>
        <Form.Item name="identity_number" label={t('customer.identity')} rules={[required]}>
          <Input maxLength={40} autoComplete="off" />
        </Form.Item>
        {may(FIELD.mobile) ? (
          <Form.Item name="mobile" label={t('customer.mobile')}>
            <Input maxLength={20} autoComplete="off" inputMode="tel" />
          </Form.Item>
        ) : null}
      </Form>
    </Dialog>
  );
}
