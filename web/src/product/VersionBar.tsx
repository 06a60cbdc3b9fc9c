import { App, Button, Form, Input, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useBusinessDay, useMay, useSession } from '../access/session';
import { newCommandKey } from '../shared/api/client';
import { fieldOf } from '../shared/api/problem';
import type { Product } from '../shared/api/types';
import { useLeave } from '../shared/form/useLeave';
import { Dialog } from '../shared/page/Dialog';
import { ProblemNote } from '../shared/page/states';
import { useActivation, useDrafting, useRetirement, useVersions } from './api';
import { Difference } from './Difference';
import type { Version } from './terms';

/** What one may do with this version: begin the next, write it, activate it, retire it. */
export function VersionActions({ product }: { product: Product }) {
  const { t } = useTranslation();
  const may = useMay();
  const { user } = useSession();
  const [asking, setAsking] = useState<'draft' | 'activate' | 'retire' | null>(null);
  const draft = useVersions(product.code).find((one) => one.status === 'draft');
  const close = () => setAsking(null);
  const writes = may('product.write');
  const wrote = product.makers.includes(user.id);
  return (
    <>
      {writes && product.status === 'draft' ? <Link to={`/products/${product.id}/edit`}><Button data-testid="edit-draft">{t('product.edit')}</Button></Link> : null}
      {writes && product.status !== 'draft' && draft ? <Link to={`/products/${draft.id}`}>{t('product.openDraft', { version: draft.version })}</Link> : null}
      {writes && product.status !== 'draft' ? (
        <Button onClick={() => setAsking('draft')} data-testid="begin-draft">
          {t('product.beginDraft')}
        </Button>
      ) : null}
      {writes && product.status !== 'retired' ? (
        <Button danger onClick={() => setAsking('retire')} data-testid="retire">
          {product.status === 'draft' ? t('product.giveUp') : t('product.retire')}
        </Button>
      ) : null}
      {may('product.activate') && product.status === 'draft' && !wrote ? (
        <Button type="primary" onClick={() => setAsking('activate')} data-testid="activate">
          {t('product.activate')}
        </Button>
      ) : null}
      {asking === 'draft' ? <DraftDialog product={product} drafted={draft !== undefined} close={close} /> : null}
      {asking === 'activate' ? <ActivateDialog product={product} close={close} /> : null}
      {asking === 'retire' ? <RetireDialog product={product} close={close} /> : null}
    </>
  );
}

interface DialogProps {
  product: Product;
  close: () => void;
}

function Problem({ error }: { error: unknown }) {
  return error ? (
    <div style={{ marginBottom: 12 }}>
      <ProblemNote problem={error} />
    </div>
  ) : null;
}

function DraftDialog({ product, drafted, close }: DialogProps & { drafted: boolean }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const drafting = useDrafting();
  const [form] = Form.useForm<{ as: 'next' | 'new'; code?: string }>();
  const as = Form.useWatch('as', form) ?? (drafted ? 'new' : 'next');
  const start = { as: drafted ? ('new' as const) : ('next' as const) };
  const leave = useLeave(form, start, close);
  const begin = ({ code }: { code?: string }) =>
    drafting.mutate(
      { body: { copy_of: product.id, ...(as === 'new' ? { code: code?.trim() ?? '' } : {}) }, key: newCommandKey() },
      {
        onSuccess: (made) => {
          close();
          navigate(`/products/${made.id}/edit`);
        },
        onError: (problem) => {
          if (fieldOf(problem) === 'code') form.setFields([{ name: 'code', errors: [problem.message] }]);
        },
      },
    );
  return (
    <Dialog title={t('product.beginDraft')} onCancel={leave} onOk={() => form.submit()} okText={t('product.begin')} cancelText={t('shared.cancel')} confirmLoading={drafting.isPending}>
      <Problem error={drafting.error} />
      <Form form={form} layout="vertical" initialValues={start} onFinish={begin}>
        <Form.Item name="as" label={t('product.draftAs')}>
          <Radio.Group
            style={{ display: 'grid', gap: 8 }}
            options={[
              { value: 'next', label: t('product.draftNext', { code: product.code }), disabled: drafted },
              { value: 'new', label: t('product.draftNew') },
            ]}
          />
        </Form.Item>
        {as === 'new' ? (
          <Form.Item name="code" label={t('product.newCode')} rules={[{ required: true, message: t('product.missing') }, { pattern: /^[A-Za-z0-9_-]{1,20}$/, message: t('product.codeWrong') }]}>
            <Input maxLength={20} autoFocus />
          </Form.Item>
        ) : null}
      </Form>
      <p className="muted small" style={{ margin: 0 }}>
        {t('product.draftHint', { version: product.version })}
      </p>
    </Dialog>
  );
}

function ActivateDialog({ product, close }: DialogProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const day = useBusinessDay();
  const activation = useActivation(product.id);
  const [key] = useState(newCommandKey);
  const before = useVersions(product.code).find((one) => one.version < product.version && one.status === 'active');
  const today = day.data?.business_date ?? product.effective_from;
  const from = product.effective_from < today ? today : product.effective_from;
  const go = () =>
    activation.mutate(
      { revision: product.revision, key },
      {
        onSuccess: () => {
          void message.success(t('product.activated'));
          close();
        },
      },
    );
  return (
    <Dialog title={`${t('product.activate')} · ${product.code} v${product.version}`} width={720} onCancel={close} onOk={go} okText={t('product.activate')} cancelText={t('shared.cancel')} confirmLoading={activation.isPending}>
      <Problem error={activation.error} />
      <div className="consequence">
        {before ? t('product.activateReplaces', { from, version: before.version }) : t('product.activateFirst', { from })}
      </div>
      {before ? <Difference before={before as unknown as Version & { version: number }} after={product as unknown as Version} /> : null}
    </Dialog>
  );
}

function RetireDialog({ product, close }: DialogProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const retirement = useRetirement(product.id);
  const [form] = Form.useForm<{ reason: string }>();
  const draft = product.status === 'draft';
  const leave = useLeave(form, {}, close);
  const go = ({ reason }: { reason: string }) =>
    retirement.mutate(
      { reason, key: newCommandKey() },
      {
        onSuccess: () => {
          void message.success(t('product.retired'));
          close();
        },
      },
    );
  return (
    <Dialog title={draft ? t('product.giveUp') : t('product.retire')} onCancel={leave} onOk={() => form.submit()} okText={draft ? t('product.giveUp') : t('product.retire')} cancelText={t('shared.cancel')} confirmLoading={retirement.isPending} okButtonProps={{ danger: true }}>
      <Problem error={retirement.error} />
      <div className="consequence">{draft ? t('product.giveUpHint') : t('product.retireHint', { code: product.code, version: product.version })}</div>
      <Form form={form} layout="vertical" onFinish={go}>
        <Form.Item name="reason" label={t('product.reason')} rules={[{ required: true, whitespace: true, message: t('product.missing') }]}>
          <Input.TextArea maxLength={200} showCount autoSize={{ minRows: 2 }} />
        </Form.Item>
      </Form>
    </Dialog>
  );
}
