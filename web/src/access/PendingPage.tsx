import { Button, Input, Popconfirm, Tabs } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, commandHeaders, unwrap } from '../shared/api/client';
import type { PendingChange } from '../shared/api/types';
import type { BatchAction } from '../shared/batch/BatchDialog';
import { SelectionBar } from '../shared/batch/SelectionBar';
import { type Selection, useSelection } from '../shared/batch/useSelection';
import { Amount } from '../shared/money/Amount';
import { formatCount } from '../shared/money/format';
import { moment } from '../shared/page/dates';
import { SideDrawer } from '../shared/page/Dialog';
import { Facts, Page } from '../shared/page/Page';
import { Blank, ProblemNote } from '../shared/page/states';
import { StateTag, Word } from '../shared/StateTag';
import type { Column } from '../shared/table/columns';
import { SeekTable } from '../shared/table/SeekTable';
import { useFilters } from '../shared/table/useFilters';
import { useSeek } from '../shared/table/useSeek';
import { useTable } from '../shared/table/useTable';
import { Difference } from './Difference';
import { useSaving } from './useSaving';

const STATES = ['pending', 'approved', 'rejected', 'withdrawn', 'expired'];

/** Changes that wait for a second person, and what became of those before. */
export default function PendingPage() {
  const { t } = useTranslation();
  const [filters, , change] = useFilters();
  const state = STATES.includes(filters.state ?? '') ? filters.state! : 'pending';
  return (
    <Page personal title={t('access.pending')}>
      <Tabs
        className="work-tabs"
        activeKey={state}
        onChange={(key) => change({ state: key === 'pending' ? undefined : key })}
        items={STATES.map((key) => ({ key, label: <Word area="proposal" code={key} />, children: key === state ? <Desk state={state} /> : null }))}
      />
    </Page>
  );
}

const PLACES: Record<string, string> = { import: '/imports/', loan: '/loans/', journal_entry: '/ledger/journal-entries/' };

function Subject({ row }: { row: PendingChange }) {
  const place = PLACES[row.object_kind];
  return place ? <Link to={`${place}${row.object_id}`}>{row.label}</Link> : <>{row.label}</>;
}

function Desk({ state }: { state: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<PendingChange | null>(null);
  const columns = useMemo<Column<PendingChange>[]>(
    () => [
      { key: 'command', title: t('access.command'), width: 150, fixed: 'left', locked: true, render: (row) => <Word area="command" code={row.command} /> },
      { key: 'label', title: t('access.subject'), width: 240, render: (row) => <Subject row={row} /> },
      { key: 'amount', title: t('access.amount'), width: 140, right: true, render: (row) => (row.amount ? <Amount value={row.amount} /> : '—') },
      { key: 'reason', title: t('access.reason'), width: 220, render: (row) => row.reason },
      { key: 'maker', title: t('access.maker'), width: 110, render: (row) => row.maker },
      { key: 'proposed', title: t('access.proposedAt'), width: 170, render: (row) => <span className="num">{moment(row.proposed_at)}</span> },
      { key: 'expires', title: t('access.expiresAt'), width: 170, render: (row) => <span className="num">{moment(row.expires_at)}</span> },
      { key: 'checker', title: t('access.checker'), width: 110, render: (row) => row.decided_by ?? '—' },
    ],
    [t],
  );
  const table = useTable('pending-changes', columns);
  const fetch = (page: { cursor?: string; limit: number }) => unwrap(api.GET('/api/v1/pending-changes', { params: { query: { ...page, state } } }));
  const seek = useSeek<PendingChange>(['pending-changes', state], table, fetch);
  const selection = useSelection<PendingChange>(state, (row) => row.id, fetch);
  return (
    <>
      <SeekTable<PendingChange>
        table={table}
        rowKey={(row) => row.id}
        seek={seek}
        {...(state === 'pending' ? { selection, selectionBar: <PendingBatch selection={selection} /> } : {})}
        onOpen={setOpen}
        empty={<Blank title={t(state === 'pending' ? 'access.nothingWaits' : 'access.nothingHere')} />}
        card={(row) => (
          <>
            <div className="line">
              <span className="title">
                <Word area="command" code={row.command} />
              </span>
              {row.amount ? <Amount value={row.amount} /> : null}
            </div>
            <div>{row.label}</div>
            <div className="small muted">
              {row.maker} · {row.reason}
            </div>
          </>
        )}
      />
      {open ? <ProposalDrawer row={open} close={() => setOpen(null)} /> : null}
    </>
  );
}

/** Several of one's own proposals at once: each is withdrawn by a command of its own. */
function PendingBatch({ selection }: { selection: Selection<PendingChange> }) {
  const { t } = useTranslation();
  const withdraw: BatchAction<PendingChange> = {
    key: 'withdraw',
    title: t('batch.withdraw'),
    refresh: ['pending-changes'],
    consequence: (n) => t('batch.withdrawConsequence', { n: formatCount(n) }),
    leaveOut: (row) => (row.state !== 'pending' ? t('batch.notPending') : row.is_mine ? undefined : t('batch.notMine')),
    run: async (row, { key, dryRun }) => {
      await unwrap(api.POST('/api/v1/pending-changes/{id}/withdrawal', { params: { path: { id: row.id }, query: { dry_run: dryRun } }, headers: commandHeaders(key) }));
      return undefined;
    },
  };
  return <SelectionBar<PendingChange> selection={selection} actions={[withdraw]} label={(row) => row.label} />;
}

function ProposalDrawer({ row, close }: { row: PendingChange; close: () => void }) {
  const { t } = useTranslation();
  return (
    <SideDrawer onClose={close} size={620} title={<Word area="command" code={row.command} />} destroyOnHidden>
      <Facts
        items={[
          { label: t('access.subject'), value: <Subject row={row} /> },
          { label: t('access.state'), value: <StateTag area="proposal" code={row.state} /> },
          row.amount ? { label: t('access.amount'), value: <Amount value={row.amount} /> } : null,
          { label: t('access.maker'), value: `${row.maker} · ${moment(row.proposed_at)}` },
          { label: t('access.reason'), value: row.reason },
          { label: t('access.expiresAt'), value: <span className="num">{moment(row.expires_at)}</span> },
          row.decided_by ? { label: t('access.checker'), value: `${row.decided_by} · ${moment(row.decided_at)}` } : null,
          row.decision_reason ? { label: t('access.rejectionReason'), value: row.decision_reason } : null,
        ]}
      />
      <h2 className="drawer-part">{t('access.difference')}</h2>
      <Difference before={row.before} after={row.after} hidden={row.hidden} />
      {row.state === 'pending' ? <Decision row={row} close={close} /> : null}
    </SideDrawer>
  );
}

function Decision({ row, close }: { row: PendingChange; close: () => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const path = { params: { path: { id: row.id } } };
  const decide = useSaving<'approve' | 'reject' | 'withdraw', PendingChange>({
    send: (what, headers) => {
      if (what === 'approve') return unwrap(api.POST('/api/v1/pending-changes/{id}/approval', { ...path, headers }));
      if (what === 'withdraw') return unwrap(api.POST('/api/v1/pending-changes/{id}/withdrawal', { ...path, headers }));
      return unwrap(api.POST('/api/v1/pending-changes/{id}/rejection', { ...path, body: { reason: reason.trim() }, headers }));
    },
    refresh: ['pending-changes', 'loans', 'loan', 'users', 'roles', 'ledger', 'reference', 'imports'],
    done: (made) => t('access.decided', { label: made.label }),
    close,
  });
  return (
    <div style={{ marginTop: 20 }}>
      {decide.isError ? <ProblemNote problem={decide.error} /> : null}
      {row.is_mine ? (
        <Button danger loading={decide.isPending} onClick={() => decide.mutate('withdraw')} data-testid="withdraw">
          {t('access.withdraw')}
        </Button>
      ) : (
        <>
          <Input.TextArea rows={2} maxLength={200} value={reason} placeholder={t('access.rejectionHint')} onChange={(event) => setReason(event.target.value)} />
          <div style={{ display: 'flex', gap: 8, marginTop: 8 }}>
            <Popconfirm title={t('access.confirmApproval')} okText={t('access.approve')} cancelText={t('shared.cancel')} onConfirm={() => decide.mutate('approve')}>
              <Button type="primary" loading={decide.isPending} data-testid="approve">
                {t('access.approve')}
              </Button>
            </Popconfirm>
            <Button danger disabled={reason.trim() === ''} loading={decide.isPending} onClick={() => decide.mutate('reject')} data-testid="reject">
              {t('access.reject')}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
