import { Progress as Bar } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { CloseRun } from '../shared/api/types';
import { pick } from '../shared/i18n';
import { fixed, formatCount, grouped } from '../shared/money/format';
import { moment } from '../shared/page/dates';
import { Facts, Page, Panel } from '../shared/page/Page';
import { Blank, PageSkeleton, ProblemPage } from '../shared/page/states';
import { PrintButton } from '../shared/print/PrintButton';
import { StateTag } from '../shared/StateTag';
import { PlainTable } from '../shared/table/PlainTable';
import { useCloseRun, useProgress } from './api';
import { seconds } from './figures';

type Check = CloseRun['checks'][number];

export default function CloseRunPage() {
  const { t } = useTranslation();
  const { date = '' } = useParams();
  const run = useCloseRun(date);
  useProgress();
  if (run.error) return <ProblemPage problem={run.error} retry={() => void run.refetch()} />;
  if (!run.data) return <PageSkeleton />;
  const found = run.data;
  return (
    <Page title={t('close.runTitle', { date: found.business_date })} actions={
        <>
          <Link to="/close-of-business">{t('close.allRuns')}</Link>
          <PrintButton />
        </>
      }>
      <Panel>
        <Facts
          items={[
            { label: t('close.state'), value: <StateTag area="runState" code={found.state} /> },
            { label: t('close.nextDay'), value: <span className="num">{found.next_date}</span> },
            { label: t('close.startedAt'), value: <span className="num">{moment(found.started_at)}</span> },
            { label: t('close.finishedAt'), value: <span className="num">{moment(found.finished_at)}</span> },
            { label: t('close.seconds'), value: <span className="num">{seconds(found)}</span> },
          ]}
        />
        {found.error ? (
          <div className="problem" style={{ marginTop: 12 }}>
            {found.error}
          </div>
        ) : null}
      </Panel>
      <Panel title={t('close.steps')}>
        <Steps run={found} />
      </Panel>
      <Panel title={t('close.checks')} flush>
        <Checks run={found} />
      </Panel>
    </Page>
  );
}

function Steps({ run }: { run: CloseRun }) {
  return (
    <div className="steps" data-testid="steps">
      {run.steps.map((step) => {
        const share = step.state === 'done' ? 100 : step.total > 0 ? Math.floor((100 * step.done) / step.total) : 0;
        return (
          <div className="step" key={step.code}>
            <span>{pick(step.name_zh, step.name_en)}</span>
            <StateTag area="runState" code={step.state} />
            <Bar aria-label={pick(step.name_zh, step.name_en)} percent={share} size="small" showInfo={false} status={step.state === 'failed' ? 'exception' : step.state === 'done' ? 'success' : 'normal'} />
            <span className="num right muted">{step.state === 'waiting' ? '—' : `${formatCount(step.done)} / ${formatCount(step.total)}`}</span>
            <span className="num right muted">{step.seconds > 0 ? `${step.seconds.toFixed(2)} s` : '—'}</span>
          </div>
        );
      })}
    </div>
  );
}

function figure(text: string): string {
  const decimal = fixed(text, text.includes('.') ? (text.split('.')[1]?.length ?? 0) : 0);
  return decimal === undefined ? text : grouped(decimal);
}

function Checks({ run }: { run: CloseRun }) {
  const { t } = useTranslation();
  const verdict = (check: Check) => <span className={`state ${check.ok ? 'state-green' : 'state-red'}`}>{check.ok ? t('close.holds') : t('close.fails')}</span>;
  return (
    <PlainTable<Check>
      name="close-checks"
      rows={run.checks}
      rowKey={(check) => `${check.code} ${check.currency ?? ''}`}
      empty={<Blank title={t('close.noChecks')} />}
      card={(check) => (
        <>
          <div className="line">
            <span>
              {pick(check.name_zh, check.name_en)} <span className="muted small">{check.currency}</span>
            </span>
            {verdict(check)}
          </div>
          <div className="line small muted num">
            <span>{figure(check.actual)}</span>
            <span>{figure(check.difference)}</span>
          </div>
        </>
      )}
      columns={[
        { key: 'name', value: (check) => pick(check.name_zh, check.name_en), title: t('close.check'), render: (check) => pick(check.name_zh, check.name_en) },
        { key: 'currency', value: (check) => check.currency, title: t('close.currency'), render: (check) => check.currency ?? '—' },
        { key: 'ok', title: t('close.result'), render: verdict },
        { key: 'expected', title: t('close.expected'), right: true, render: (check) => <span className="num">{figure(check.expected)}</span> },
        { key: 'actual', title: t('close.actual'), right: true, render: (check) => <span className="num">{figure(check.actual)}</span> },
        { key: 'difference', value: (check) => Number(check.difference), title: t('close.difference'), right: true, render: (check) => <span className={check.ok ? 'num' : 'num danger'}>{figure(check.difference)}</span> },
      ]}
    />
  );
}
