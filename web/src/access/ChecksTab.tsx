import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Popconfirm, Select, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../shared/api/client';
import type { AuthorityLimit, CheckRule } from '../shared/api/types';
import { wordFor } from '../shared/dictionary';
import { useLeave } from '../shared/form/useLeave';
import { pick } from '../shared/i18n';
import { Amount } from '../shared/money/Amount';
import { formatMoney } from '../shared/money/format';
import { Dialog } from '../shared/page/Dialog';
import { Panel } from '../shared/page/Page';
import { Loaded, ProblemNote } from '../shared/page/states';
import { Word } from '../shared/StateTag';
import { DateField } from '../shared/table/DateField';
import { PlainTable } from '../shared/table/PlainTable';
import { sourceWords } from '../shared/written';
import { useCurrenciesInUse } from '../reference/api';
import { Duties } from './Duties';
import { useMay, useSession } from './session';
import { useOrganisationOptions, useRoleName, useRoles } from './useReference';
import { useSaving } from './useSaving';

/** Which commands need a second person, who may approve how much, and which duties exclude each other. */
export function ChecksTab() {
  return (
    <>
      <Rules />
      <Limits />
      <Duties />
    </>
  );
}

function Rules() {
  const { t, i18n } = useTranslation();
  const may = useMay();
  const rules = useQuery({ queryKey: ['check-rules'], queryFn: () => unwrap(api.GET('/api/v1/check-rules')) });
  const [edited, setEdited] = useState<CheckRule | null>(null);
  const mode = (rule: CheckRule) => (
    <>
      <Word area="checkMode" code={rule.mode} /> <span className="num">{rule.above.map((amount) => `${formatMoney(amount)} ${amount.currency}`).join(' · ')}</span>
    </>
  );
  return (
    <Panel title={t('access.checkRules')} flush>
      <Loaded query={rules}>
        {(found) => (
          <PlainTable<CheckRule>
            name="check-rules"
            rows={found.items}
            rowKey={(rule) => rule.command}
            onOpen={may('access.write') ? setEdited : undefined}
            card={(rule) => (
              <>
                <div className="title">
                  <Word area="command" code={rule.command} />
                </div>
                <div className="small">{mode(rule)}</div>
              </>
            )}
            columns={[
              { key: 'command', value: (rule) => wordFor('command', rule.command, i18n.language), title: t('access.command'), width: 220, render: (rule) => <Word area="command" code={rule.command} /> },
              { key: 'mode', title: t('access.checkMode'), width: 200, render: mode },
              { key: 'permission', value: (rule) => wordFor('permission', rule.checker_permission, i18n.language), title: t('access.checkerPermission'), width: 180, render: (rule) => <Word area="permission" code={rule.checker_permission} /> },
              { key: 'hours', value: (rule) => rule.expire_hours, title: t('access.expireHours'), width: 110, right: true, render: (rule) => <span className="num">{rule.expire_hours}</span> },
              { key: 'alone', title: t('access.unlessAlone'), width: 170, render: (rule) => (rule.unless_alone ? t('access.yes') : '—') },
              { key: 'source', value: (rule) => sourceWords(t, rule.source), title: t('access.source'), width: 200, render: (rule) => sourceWords(t, rule.source) },
            ]}
          />
        )}
      </Loaded>
      {edited ? <RuleDialog rule={edited} close={() => setEdited(null)} /> : null}
    </Panel>
  );
}

interface RuleForm {
  mode: string;
  cny?: number;
  usd?: number;
  expire_hours: number;
  unless_alone: boolean;
  source: string;
}

function RuleDialog({ rule, close }: { rule: CheckRule; close: () => void }) {
  const { t, i18n } = useTranslation();
  const [form] = Form.useForm<RuleForm>();
  const mode = Form.useWatch('mode', form);
  const amount = (currency: string) => {
    const found = rule.above.find((one) => one.currency === currency);
    return found ? Number(found.amount) : undefined;
  };
  const save = useSaving<RuleForm, CheckRule>({
    send: (given, headers) => {
      const above = given.mode === 'above' ? ([['CNY', given.cny], ['USD', given.usd]] as const).flatMap(([currency, value]) => (typeof value === 'number' ? [{ amount: value.toFixed(2), currency }] : [])) : [];
      const body = { mode: given.mode, above, expire_hours: given.expire_hours, unless_alone: given.unless_alone, source: given.source ?? '' };
      return unwrap(api.PUT('/api/v1/check-rules/{command}', { params: { path: { command: rule.command } }, body, headers }));
    },
    refresh: ['check-rules'],
    done: () => t('access.ruleSaved'),
    form,
    close,
  });
  const start = { ...rule, cny: amount('CNY'), usd: amount('USD') };
  const leave = useLeave(form, start, close);
  return (
    <Dialog title={`${t('access.checkRules')} · ${wordFor('command', rule.command, i18n.language)}`} onCancel={leave} onOk={() => form.submit()} okText={t('access.saveChange')} cancelText={t('shared.cancel')} confirmLoading={save.isPending}>
      {save.isError ? <ProblemNote problem={save.error} /> : null}
      <Form<RuleForm> form={form} layout="vertical" initialValues={start} onFinish={(given) => save.mutate(given)}>
        <Form.Item name="mode" label={t('access.checkMode')}>
          <Select options={['never', 'always', 'above'].map((code) => ({ value: code, label: wordFor('checkMode', code, i18n.language) }))} />
        </Form.Item>
        {mode === 'above' ? (
          <div className="form-grid">
            <Form.Item name="cny" label={t('access.aboveAmount', { currency: 'CNY' })}>
              <InputNumber min={0} precision={2} style={{ width: '100%' }} />
            </Form.Item>
            <Form.Item name="usd" label={t('access.aboveAmount', { currency: 'USD' })}>
              <InputNumber min={0} precision={2} style={{ width: '100%' }} />
            </Form.Item>
          </div>
        ) : null}
        <Form.Item name="expire_hours" label={t('access.expireHours')}>
          <InputNumber min={1} max={720} precision={0} />
        </Form.Item>
        <Form.Item name="unless_alone" label={t('access.unlessAlone')} valuePropName="checked">
          <Switch />
        </Form.Item>
        <Form.Item name="source" label={t('access.source')}>
          <Input maxLength={200} />
        </Form.Item>
      </Form>
    </Dialog>
  );
}

function Limits() {
  const { t, i18n } = useTranslation();
  const may = useMay();
  const nameOf = useRoleName();
  const limits = useQuery({ queryKey: ['authority-limits'], queryFn: () => unwrap(api.GET('/api/v1/authority-limits')) });
  const [adding, setAdding] = useState(false);
  const remove = useSaving<AuthorityLimit, AuthorityLimit>({
    send: (row, headers) => unwrap(api.DELETE('/api/v1/authority-limits/{id}', { params: { path: { id: row.id } }, headers })),
    refresh: ['authority-limits'],
    done: () => t('access.limitRemoved'),
    close: () => undefined,
  });
  const action = (row: AuthorityLimit) =>
    may('access.write') ? (
      <Popconfirm title={t('access.confirmRemove')} okText={t('access.remove')} cancelText={t('shared.cancel')} onConfirm={() => remove.mutate(row)}>
        <Button size="small" danger>
          {t('access.remove')}
        </Button>
      </Popconfirm>
    ) : null;
  return (
    <Panel
      title={t('access.limits')}
      flush
      actions={
        may('access.write') ? (
          <Button type="primary" onClick={() => setAdding(true)}>
            {t('access.newLimit')}
          </Button>
        ) : null
      }
    >
      {remove.isError ? <ProblemNote problem={remove.error} /> : null}
      <Loaded query={limits}>
        {(found) => (
          <PlainTable<AuthorityLimit>
            name="authority-limits"
            rows={found.items}
            rowKey={(row) => row.id}
            card={(row) => (
              <div className="line">
                <span>
                  {nameOf(row.role)} · <Word area="command" code={row.command} />
                </span>
                {row.limit ? <Amount value={row.limit} /> : null}
              </div>
            )}
            columns={[
              { key: 'role', value: (row) => nameOf(row.role), title: t('access.roleName'), width: 150, render: (row) => nameOf(row.role) },
              { key: 'command', value: (row) => wordFor('command', row.command, i18n.language), title: t('access.command'), width: 150, render: (row) => <Word area="command" code={row.command} /> },
              { key: 'product', value: (row) => row.product, title: t('access.limitProduct'), width: 100, render: (row) => row.product ?? t('access.everyProduct') },
              { key: 'organisation', value: (row) => row.organisation, title: t('access.organisation'), width: 120, render: (row) => row.organisation ?? t('access.everywhere') },
              { key: 'limit', value: (row) => Number(row.limit?.amount), title: t('access.limit'), width: 150, right: true, render: (row) => (row.limit ? <Amount value={row.limit} /> : '—') },
              { key: 'currency', value: (row) => row.limit?.currency, title: t('access.currency'), width: 80, render: (row) => row.limit?.currency ?? '—' },
              { key: 'from', title: t('access.effectiveFrom'), width: 120, render: (row) => <span className="num">{row.effective_from === '1970-01-01' ? t('access.sinceEver') : row.effective_from}</span> },
              { key: 'source', value: (row) => sourceWords(t, row.source), title: t('access.source'), width: 200, render: (row) => sourceWords(t, row.source) },
              { key: 'action', title: t('shared.actions'), width: 90, render: action },
            ]}
          />
        )}
      </Loaded>
      {adding ? <LimitDialog close={() => setAdding(false)} /> : null}
    </Panel>
  );
}

interface LimitForm {
  role: string;
  command: string;
  product?: string;
  organisation?: string;
  amount: number;
  currency: string;
  effective_from: string;
  source: string;
}

function LimitDialog({ close }: { close: () => void }) {
  const { t, i18n } = useTranslation();
  const [form] = Form.useForm<LimitForm>();
  const roles = useRoles();
  const rules = useQuery({ queryKey: ['check-rules'], queryFn: () => unwrap(api.GET('/api/v1/check-rules')) });
  const organisations = useOrganisationOptions();
  const currencies = useCurrenciesInUse();
  const { business_date: today } = useSession();
  const save = useSaving<LimitForm, AuthorityLimit>({
    send: ({ amount, currency, ...rest }, headers) =>
      unwrap(
        api.POST('/api/v1/authority-limits', {
          body: { ...rest, product: rest.product || null, organisation: rest.organisation ?? null, source: rest.source ?? '', limit: { amount: amount.toFixed(2), currency } },
          headers,
        }),
      ),
    refresh: ['authority-limits'],
    done: () => t('access.limitAdded'),
    form,
    close,
  });
  const start = { currency: 'CNY', effective_from: today ?? undefined };
  const leave = useLeave(form, start, close);
  const required = { required: true, message: t('access.missing') };
  return (
    <Dialog title={t('access.newLimit')} width={640} onCancel={leave} onOk={() => form.submit()} okText={t('access.saveChange')} cancelText={t('shared.cancel')} confirmLoading={save.isPending}>
      {save.isError ? <ProblemNote problem={save.error} /> : null}
      <Form<LimitForm> form={form} layout="vertical" initialValues={start} onFinish={(given) => save.mutate(given)}>
        <div className="form-grid">
          <Form.Item name="role" label={t('access.roleName')} rules={[required]}>
            <Select options={(roles.data?.items ?? []).map((role) => ({ value: role.code, label: pick(role.name_zh, role.name_en) }))} />
          </Form.Item>
          <Form.Item name="command" label={t('access.command')} rules={[required]}>
            <Select options={(rules.data?.items ?? []).map((rule) => ({ value: rule.command, label: wordFor('command', rule.command, i18n.language) }))} />
          </Form.Item>
          <Form.Item name="amount" label={t('access.limit')} rules={[required]}>
            <InputNumber min={0} precision={2} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="currency" label={t('access.currency')} rules={[required]}>
            <Select options={currencies} />
          </Form.Item>
          <Form.Item name="product" label={t('access.limitProduct')}>
            <Input maxLength={16} placeholder={t('access.everyProduct')} />
          </Form.Item>
          <Form.Item name="organisation" label={t('access.organisation')}>
            <Select allowClear options={organisations} placeholder={t('access.everywhere')} />
          </Form.Item>
          <Form.Item name="effective_from" label={t('access.effectiveFrom')} rules={[required]}>
            <DateField allowClear={false} />
          </Form.Item>
          <Form.Item name="source" label={t('access.source')} rules={[required]}>
            <Input maxLength={200} />
          </Form.Item>
        </div>
      </Form>
    </Dialog>
  );
}
