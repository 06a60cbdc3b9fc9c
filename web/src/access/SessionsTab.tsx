import { useQuery } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../shared/api/client';
import type { OnlineSession } from '../shared/api/types';
import type { BatchAction } from '../shared/batch/BatchDialog';
import { SelectionBar } from '../shared/batch/SelectionBar';
import { useSelection } from '../shared/batch/useSelection';
import { formatCount } from '../shared/money/format';
import { moment } from '../shared/page/dates';
import { Panel } from '../shared/page/Page';
import { Loaded, ProblemNote } from '../shared/page/states';
import { PlainTable } from '../shared/table/PlainTable';
import { useMay } from './session';
import { useSaving } from './useSaving';

/** Who is signed in at the moment; an administrator may end a session. */
export function SessionsTab() {
  const { t } = useTranslation();
  const may = useMay();
  const sessions = useQuery({ queryKey: ['sessions'], queryFn: () => unwrap(api.GET('/api/v1/sessions')), refetchInterval: 30_000 });
  const end = useSaving<OnlineSession, unknown>({
    send: (row) => unwrap(api.DELETE('/api/v1/sessions/{id}', { params: { path: { id: row.id } } })),
    refresh: ['sessions'],
    done: () => t('access.sessionEnded'),
    close: () => undefined,
  });
  const selection = useSelection<OnlineSession>('sessions', (row) => row.id, async () => ({ items: sessions.data?.items ?? [] }));
  const endEach: BatchAction<OnlineSession> = {
    key: 'end',
    title: t('batch.end'),
    danger: true,
    refresh: ['sessions'],
    consequence: (n) => t('batch.endConsequence', { n: formatCount(n) }),
    // Ending a session has no rehearsal: it is there or it has ended by itself.
    run: async (row, { dryRun }) => {
      if (!dryRun) await unwrap(api.DELETE('/api/v1/sessions/{id}', { params: { path: { id: row.id } } }));
      return undefined;
    },
  };
  const action = (row: OnlineSession) =>
    may('access.write') ? (
      <Popconfirm title={t('access.confirmEndSession', { login: row.login })} okText={t('access.endSession')} cancelText={t('shared.cancel')} onConfirm={() => end.mutate(row)}>
        <Button size="small" danger>
          {t('access.endSession')}
        </Button>
      </Popconfirm>
    ) : null;
  return (
    <Panel title={t('access.online')} flush>
      {end.isError ? <ProblemNote problem={end.error} /> : null}
      {may('access.write') ? <SelectionBar<OnlineSession> selection={selection} actions={[endEach]} label={(row) => `${row.login} · ${moment(row.started_at)}`} /> : null}
      <Loaded query={sessions}>
        {(found) => (
          <PlainTable<OnlineSession>
            name="sessions"
            rows={found.items}
            rowKey={(row) => row.id}
            {...(may('access.write') ? { selection } : {})}
            card={(row) => (
              <>
                <div className="line">
                  <span className="title">{row.name}</span>
                  {action(row)}
                </div>
                <div className="small muted num">
                  {row.login} · {moment(row.last_seen_at)}
                </div>
              </>
            )}
            columns={[
              { key: 'login', value: (row) => row.login, title: t('access.login'), width: 130, render: (row) => row.login },
              { key: 'name', value: (row) => row.name, title: t('access.name'), width: 130, render: (row) => row.name },
              { key: 'organisation', value: (row) => row.organisation, title: t('access.organisation'), width: 150, render: (row) => row.organisation },
              { key: 'with', title: t('access.signedInWith'), width: 130, render: (row) => t(row.signed_in_with === 'provider' ? 'access.byProvider' : 'access.byPassword') },
              { key: 'started', value: (row) => row.started_at, title: t('access.startedAt'), width: 170, render: (row) => <span className="num">{moment(row.started_at)}</span> },
              { key: 'seen', value: (row) => row.last_seen_at, title: t('access.lastSeenAt'), width: 170, render: (row) => <span className="num">{moment(row.last_seen_at)}</span> },
              { key: 'action', title: t('shared.actions'), width: 100, render: action },
            ]}
          />
        )}
      </Loaded>
    </Panel>
  );
}
