import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../shared/api/client';
import type { ChangedPolicy, Policies, PolicyVersion } from '../shared/api/types';
import { useLeave } from '../shared/form/useLeave';
import { moment } from '../shared/page/dates';
import { Dialog } from '../shared/page/Dialog';
import { Panel } from '../shared/page/Page';
import { Loaded } from '../shared/page/states';
import { PlainTable } from '../shared/table/PlainTable';
import { sourceWords } from '../shared/written';
import { RefusalOrProposal } from './ProposePanel';
import { useMay } from './session';
import { useSaving } from './useSaving';

type Limit = Policies['limits'][number];
type Numbers = ChangedPolicy['policy'];
type Fields = Numbers & { source: string };

const numberOf = (version: PolicyVersion, field: string): number => version[field as keyof Numbers];

/** What sign-in demands: the numbers with the bounds of the rules, and every version before. */
export function PolicyTab() {
  const { t } = useTranslation();
  const may = useMay();
  const [editing, setEditing] = useState(false);
  const policies = useQuery({ queryKey: ['sign-in-policy'], queryFn: () => unwrap(api.GET('/api/v1/sign-in-policy')) });
  return (
    <>
      <Panel
        title={t('access.policyTab')}
        flush
        actions={
          may('access.write') && policies.data ? (
            <Button type="primary" onClick={() => setEditing(true)} data-testid="change-policy">
              {t('access.changePolicy')}
            </Button>
          ) : null
        }
      >
        <Loaded query={policies}>{(found) => <Rules policies={found} />}</Loaded>
      </Panel>
      <Panel title={t('access.policyVersions')} flush>
        <Loaded query={policies}>{(found) => <Versions policies={found} />}</Loaded>
      </Panel>
      {editing && policies.data ? <PolicyDialog policies={policies.data} close={() => setEditing(false)} /> : null}
    </>
  );
}

function Rules({ policies }: { policies: Policies }) {
  const { t } = useTranslation();
  const allowed = (limit: Limit) => `${limit.min} – ${limit.max}`;
  return (
    <PlainTable<Limit>
      rows={policies.limits}
      rowKey={(limit) => limit.field}
      card={(limit) => (
        <>
          <div className="line">
            <span className="title">{t(`access.field.${limit.field}`)}</span>
            <b className="num">{numberOf(policies.current, limit.field)}</b>
          </div>
          <div className="small muted num">
            {allowed(limit)} · {sourceWords(t, limit.rule)}
          </div>
        </>
      )}
      columns={[
        { key: 'field', title: t('access.policyNumber'), width: 320, render: (limit) => t(`access.field.${limit.field}`) },
        { key: 'value', title: t('access.policyValue'), width: 110, right: true, render: (limit) => <b className="num">{numberOf(policies.current, limit.field)}</b> },
        { key: 'allowed', title: t('access.policyAllowed'), width: 140, right: true, render: (limit) => <span className="num">{allowed(limit)}</span> },
        { key: 'rule', title: t('access.source'), width: 260, render: (limit) => sourceWords(t, limit.rule) },
      ]}
    />
  );
}

/** Each version with what it changed. */
function Versions({ policies }: { policies: Policies }) {
  const { t } = useTranslation();
  const changes = (version: PolicyVersion) => {
    const before = policies.versions[policies.versions.indexOf(version) + 1];
    if (!before) return t('access.policyFirst');
    const moved = policies.limits.filter(({ field }) => numberOf(before, field) !== numberOf(version, field));
    return moved.map(({ field }) => `${t(`access.field.${field}`)} ${numberOf(before, field)} → ${numberOf(version, field)}`).join('; ') || '—';
  };
  const since = (version: PolicyVersion) => (version.changed_by === '' ? t('access.sinceEver') : moment(version.effective_at));
  return (
    <PlainTable<PolicyVersion>
      rows={policies.versions}
      rowKey={(version) => version.effective_at}
      card={(version) => (
        <>
          <div className="line">
            <span className="title num">{since(version)}</span>
            <span className="small">{version.changed_by || '—'}</span>
          </div>
          <div className="small">{changes(version)}</div>
          <div className="small muted">{sourceWords(t, version.source)}</div>
        </>
      )}
      columns={[
        { key: 'since', title: t('access.effectiveFrom'), width: 170, render: (version) => <span className="num">{since(version)}</span> },
        { key: 'by', title: t('access.changedBy'), width: 120, render: (version) => version.changed_by || '—' },
        { key: 'changes', title: t('access.policyChanges'), width: 460, render: changes },
        { key: 'source', title: t('access.source'), width: 260, render: (version) => sourceWords(t, version.source) },
      ]}
    />
  );
}

function PolicyDialog({ policies, close }: { policies: Policies; close: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const bodyOf = ({ source, ...policy }: Fields): ChangedPolicy => ({ policy, source });
  const save = useSaving<Fields, PolicyVersion>({
    send: (given, headers) => unwrap(api.PUT('/api/v1/sign-in-policy', { body: bodyOf(given), headers })),
    refresh: ['sign-in-policy', 'session'],
    done: () => t('access.policySaved'),
    form,
    close,
  });
  const start: Record<string, unknown> = { source: '' };
  for (const { field } of policies.limits) start[field] = numberOf(policies.current, field);
  const leave = useLeave(form, start, close);
  const required = { required: true, message: t('access.missing') };
  return (
    <Dialog title={t('access.changePolicy')} width={720} onCancel={leave} onOk={() => form.submit()} okText={t('access.saveChange')} cancelText={t('shared.cancel')} confirmLoading={save.isPending}>
      <RefusalOrProposal
        problem={save.error}
        proposal={save.variables ? { command: 'access.change_policy', content: { ...bodyOf(save.variables) } } : null}
        reason={save.variables?.source ?? ''}
        close={close}
      />
      <Form<Fields> form={form} layout="vertical" initialValues={start} onFinish={(given) => save.mutate(given)} autoComplete="off">
        <div className="form-grid">
          {policies.limits.map((limit) => (
            <Form.Item key={limit.field} name={limit.field as keyof Fields} label={t(`access.field.${limit.field}`)} rules={[required]} extra={<span className="num">{`${limit.min} – ${limit.max} · ${sourceWords(t, limit.rule)}`}</span>}>
              <InputNumber precision={0} style={{ width: '100%' }} />
            </Form.Item>
          ))}
        </div>
        <Form.Item name="source" label={t('access.source')} rules={[required]}>
          <Input maxLength={200} placeholder={t('access.policySourceHint')} />
        </Form.Item>
      </Form>
    </Dialog>
  );
}
