import { Button } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useBusinessDay, useMay } from '../access/session';
import { api, unwrap } from '../shared/api/client';
import type { CloseRun } from '../shared/api/types';
import { useOpened } from '../shared/page/useOpened';
import { Facts, Page, Panel } from '../shared/page/Page';
import { StateTag } from '../shared/StateTag';
import type { Column } from '../shared/table/columns';
import { SeekTable } from '../shared/table/SeekTable';
import { useSeek } from '../shared/table/useSeek';
import { useTable } from '../shared/table/useTable';
import { useProgress } from './api';
import { checksText, seconds } from './figures';
import { ProgressPanel } from './ProgressPanel';
import { StartCloseDialog } from './StartCloseDialog';

/** The days that were closed, and the one that is being closed now. */
export default function CloseRunsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  const day = useBusinessDay();
  const progress = useProgress();
  const [starting, setStarting] = useOpened('start');
  const table = useTable('close-runs', useRunColumns());
  const seek = useSeek<CloseRun>(['close', 'runs'], table, (page) => unwrap(api.GET('/api/v1/close-runs', { params: { query: page } })));
  const today = day.data?.business_date;
  const running = progress?.state === 'running' || day.data?.closing === true;
  return (
    <Page
      title={t('close.title')}
      asOf={today}
      actions={
        may('close.run') && today ? (
          <Button type="primary" disabled={running} onClick={() => setStarting(true)} data-testid="start-close">
            {t('close.start')}
          </Button>
        ) : null
      }
    >
      <Panel>
        <Facts
          items={[
            { label: t('shared.businessDate'), value: <span className="num">{today}</span> },
            { label: t('close.lastClosed'), value: <span className="num">{day.data?.last_closed_on ?? '—'}</span> },
            { label: t('close.state'), value: running ? <StateTag area="runState" code="running" /> : <span className="state state-green">{t('close.open')}</span> },
          ]}
        />
      </Panel>
      {progress && progress.state === 'running' ? <ProgressPanel progress={progress} runs={seek.rows} /> : null}
      <div style={{ height: 14 }} />
      <SeekTable<CloseRun>
        table={table}
        rowKey={(run) => run.business_date}
        seek={seek}
        onOpen={(run) => navigate(`/close-of-business/${run.business_date}`)}
        href={(run) => `/close-of-business/${run.business_date}`}
        card={(run) => (
          <>
            <div className="line">
              <span className="title num">{run.business_date}</span>
              <StateTag area="runState" code={run.state} />
            </div>
            <div className="line small muted">
              <span>{t('close.checksShort', { text: checksText(run) })}</span>
              <span className="num">{seconds(run)}</span>
            </div>
          </>
        )}
        toolbar={<span className="muted small">{t('close.runs')}</span>}
      />
      {starting && today && may('close.run') ? <StartCloseDialog today={today} close={() => setStarting(false)} /> : null}
    </Page>
  );
}

function useRunColumns(): Column<CloseRun>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      { key: 'date', title: t('close.day'), width: 140, fixed: 'left', locked: true, render: (run) => <Link className="num" to={`/close-of-business/${run.business_date}`}>{run.business_date}</Link> },
      { key: 'next', title: t('close.nextDay'), width: 140, render: (run) => <span className="num">{run.next_date}</span> },
      { key: 'state', title: t('close.state'), width: 110, render: (run) => <StateTag area="runState" code={run.state} /> },
      { key: 'steps', title: t('close.steps'), width: 110, right: true, render: (run) => <span className="num">{`${run.steps.filter((step) => step.state === 'done').length} / ${run.steps.length}`}</span> },
      {
        key: 'checks', title: t('close.checks'), width: 130, right: true,
        render: (run) => <span className={run.checks.every((check) => check.ok) ? 'num' : 'num danger'}>{checksText(run)}</span>,
      },
      { key: 'seconds', title: t('close.seconds'), width: 120, right: true, render: (run) => <span className="num">{seconds(run)}</span> },
      { key: 'error', title: t('close.error'), width: 300, render: (run) => (run.error ? <span className="danger">{run.error}</span> : '—') },
    ],
    [t],
  );
}
