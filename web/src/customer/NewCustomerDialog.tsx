import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Radio, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useMay } from '../access/session';
import { CodeSelect } from '../reference/Coded';
import { useOffered } from '../reference/useDictionaries';
import { api, commandHeaders, newCommandKey, unwrap } from '../shared/api/client';
import { fieldOf } from '../shared/api/problem';
import type { NewCustomer } from '../shared/api/types';
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

/** The documents that a kind of customer can have; the first one stands in the form unless it is retired. */
const DOCUMENTS: Record<NewCustomer['kind'], NewCustomer['identity_kind'][]> = {
  person: ['resident_id', 'passport', 'hk_macao_permit', 'taiwan_permit', 'other'],
  self_employed: ['unified_credit_code', 'other'],
  company: ['unified_credit_code', 'other'],
};

export function NewCustomerDialog({ close, onMade }: NewCustomerDialogProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<NewCustomer>();
  const [key] = useState(newCommandKey);
  const may = useMay();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const kind = Form.useWatch('kind', form) ?? 'person';
  const kinds = useOffered('customer_kind');
  const documents = useOffered('identity_kind');
  const documentsOf = (of: NewCustomer['kind']) => documents.filter((one) => DOCUMENTS[of].some((code) => code === one.value));
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
          if (changed.kind) form.setFieldValue('identity_kind', documentsOf(changed.kind)[0]?.value);
        }}
      >
        <Form.Item name="kind" label={t('customer.kind')}>
          <Radio.Group options={kinds} />
        </Form.Item>
        <Form.Item name="name" label={t('customer.name')} rules={[required]}>
          <Input maxLength={120} autoComplete="off" />
        </Form.Item>
        <Form.Item name="identity_kind" label={t('customer.identityKind')} rules={[required]}>
          <Select options={documentsOf(kind)} />
        </Form.Item>
        <Form.Item name="identity_number" label={t('customer.identity')} rules={[required]}>
          <Input maxLength={40} autoComplete="off" />
        </Form.Item>
        {may(FIELD.mobile) ? (
          <Form.Item name="mobile" label={t('customer.mobile')}>
            <Input maxLength={20} autoComplete="off" inputMode="tel" />
          </Form.Item>
        ) : null}
        <Form.Item name="industry" label={t('customer.industry')}>
          <CodeSelect list="industry" placeholder={t('customer.codeHint')} />
        </Form.Item>
        <Form.Item name="region" label={t('customer.region')}>
          <CodeSelect list="region" placeholder={t('customer.codeHint')} />
        </Form.Item>
      </Form>
    </Dialog>
  );
}
