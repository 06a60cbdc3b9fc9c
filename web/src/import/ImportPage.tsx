import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { RefusalOrProposal } from '../access/ProposePanel';
import { useMay, useSession } from '../access/session';
import type { Import } from '../shared/api/types';
import { Amount } from '../shared/money/Amount';
import { formatCount } from '../shared/money/format';
import { moment } from '../shared/page/dates';
import { Facts, Page, Panel } from '../shared/page/Page';
import { Loaded, PageSkeleton, ProblemPage } from '../shared/page/states';
import { StateTag, Word } from '../shared/StateTag';
import { inWork, mayRun, useCancel, useImport, usePreview, useRun } from './api';
import { ErrorsPanel } from './ErrorsPanel';
import { OutcomesPanel } from './OutcomesPanel';
import { PreviewPanel } from './PreviewPanel';
import { WorkPanel } from './WorkPanel';
import './import.css';

/** One file: what it holds, what a trial finds, how far it is, what it made. */
export default function ImportPage() {
  const { id = '' } = useParams();
  const found = useImport(id);
  const session = useSession();
  const one = found.data;
  const mine = session.user.login === one?.login;
  const may = useMay();
  const checks = !mine && one?.state === 'checked' && may('import.check');
  const preview = usePreview(one, mine || checks);
  const run = useRun(id);
  if (found.error) return <ProblemPage problem={found.error} />;
  if (!one) return <PageSkeleton />;
  const missing = preview.data?.missing ?? [];
  return (
    <Page personal title={one.file_name} actions={mine ? <Actions one={one} run={run} blocked={missing.length > 0} /> : null}>
      <RefusalOrProposal problem={run.error} proposal={{ command: one.take_in, content: { import: one.id } }} close={() => run.reset()} />
      <Summary one={one} />
      {inWork(one) ? <WorkPanel one={one} /> : null}
      {one.problem && one.state !== 'refused' && !inWork(one) ? <Ended one={one} code={one.problem} /> : null}
      {one.refused > 0 && !inWork(one) ? <ErrorsPanel one={one} mine={mine} /> : null}
      {one.state === 'done' ? <OutcomesPanel one={one} /> : null}
      {(mine && mayRun(one)) || checks ? (
        <Loaded query={preview}>{(data) => <PreviewPanel preview={data} mine={mine} />}</Loaded>
      ) : null}
    </Page>
  );
}

/** Why it ended, with its code. */
function Ended({ one, code }: { one: Import; code: string }) {
  const { t } = useTranslation();
  return (
    <div className="consequence">
      {t(one.state === 'cancelled' ? 'import.wasCancelled' : 'import.hasFailed')} <span className="mono">{code}</span>
    </div>
  );
}

function Summary({ one }: { one: Import }) {
  const { t } = useTranslation();
  const figure = (value: number, tone = '') => <span className={`num ${value > 0 ? tone : ''}`}>{formatCount(value)}</span>;
  return (
    <Panel>
      <Facts
        items={[
          { label: t('import.state'), value: <StateTag area="importState" code={one.state} /> },
          { label: t('import.entity'), value: <Word area="importEntity" code={one.entity} /> },
          { label: t('import.rows'), value: figure(one.rows_total) },
          { label: one.state === 'done' ? t('import.created') : t('import.wouldCreate'), value: <span data-testid="created">{figure(one.created)}</span> },
          { label: t('import.unchanged'), value: <span data-testid="unchanged">{figure(one.unchanged)}</span> },
          { label: t('import.refused'), value: <span data-testid="refused">{figure(one.refused, 'danger')}</span> },
          ...one.sums.map((sum) => ({ label: <Word area="importSum" code={sum.what} />, value: <span className="num">{<Amount value={sum.amount} />} {sum.amount.currency}</span> })),
          { label: t('import.by'), value: one.login },
          one.approved_by ? { label: t('import.approvedBy'), value: one.approved_by } : null,
          { label: t('import.sentAt'), value: <span className="num">{moment(one.asked_at)}</span> },
          { label: t('import.hash'), value: <span className="mono small" title={one.file_hash}>{one.file_hash.slice(0, 12)}…</span> },
        ]}
      />
    </Panel>
  );
}

function Actions({ one, run, blocked }: { one: Import; run: ReturnType<typeof useRun>; blocked: boolean }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const cancel = useCancel(one.id);
  if (inWork(one)) {
    return (
      <Button danger loading={cancel.isPending} onClick={() => cancel.mutate()} data-testid="cancel-import">
        {t('import.cancel')}
      </Button>
    );
  }
  if (!mayRun(one)) return null;
  const take = () =>
    void modal.confirm({
      title: t('import.takeTitle'),
      content: one.state === 'checked' ? t('import.takeChecked', { created: formatCount(one.created), unchanged: formatCount(one.unchanged) }) : t('import.takeUnchecked', { n: formatCount(one.rows_total) }),
      okText: t('import.take'),
      cancelText: t('shared.cancel'),
      onOk: () => run.mutate(false),
    });
  return (
    <>
      <Button type={one.state === 'checked' ? 'default' : 'primary'} disabled={blocked} loading={run.isPending && run.variables} onClick={() => run.mutate(true)} data-testid="dry-run">
        {t('import.try')}
      </Button>
      <Button type={one.state === 'checked' ? 'primary' : 'default'} disabled={blocked || one.state === 'refused'} loading={run.isPending && !run.variables} onClick={take} data-testid="commit">
        {t('import.take')}
      </Button>
    </>
  );
}
