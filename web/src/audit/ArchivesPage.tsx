import { DownloadOutlined, FileSearchOutlined, InboxOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMay } from '../access/session';
import { api, unwrap } from '../shared/api/client';
import type { AuditArchive, RetentionRule } from '../shared/api/types';
import { formatCount } from '../shared/money/format';
import { CopyText } from '../shared/page/CopyText';
import { moment } from '../shared/page/dates';
import { Page, Panel } from '../shared/page/Page';
import { Blank, Loaded, ProblemNote } from '../shared/page/states';
import { PlainTable } from '../shared/table/PlainTable';
import { sourceWords } from '../shared/written';
import { ArchiveDialog } from './ArchiveDialog';
import { ChainCheck } from './ChainCheck';
import { RetentionDialog } from './RetentionDialog';

/** How long lines stay in the log, and the files into which older ones have left it. */
export default function ArchivesPage() {
  const { t } = useTranslation();
  const may = useMay();
  const [archiving, setArchiving] = useState(false);
  const [changed, setChanged] = useState<RetentionRule | null>(null);
  const rules = useQuery({ queryKey: ['audit', 'retention'], queryFn: () => unwrap(api.GET('/api/v1/audit-retention')) });
  const archives = useQuery({ queryKey: ['audit', 'archives'], queryFn: () => unwrap(api.GET('/api/v1/audit-archives')) });
  return (
    <Page
      title={t('audit.archives')}
      actions={
        <>
          <Link to="/audit-entries">
            <Button>{t('audit.toLog')}</Button>
          </Link>
          <ChainCheck />
          {may('audit.archive') ? (
            <Button type="primary" icon={<InboxOutlined />} onClick={() => setArchiving(true)} data-testid="archive">
              {t('audit.archive')}
            </Button>
          ) : null}
        </>
      }
    >
      <Panel title={t('audit.rules')} flush>
        <p className="small muted" style={{ margin: '12px 16px' }}>
          {t('audit.rulesHint')}
        </p>
        <Loaded query={rules}>{(found) => <Rules rules={found.items} change={may('audit.archive') ? setChanged : null} />}</Loaded>
      </Panel>
      <Panel title={t('audit.archivedTitle')} flush>
        <Loaded query={archives}>{(found) => <Archives archives={found.items} />}</Loaded>
      </Panel>
      {archiving ? <ArchiveDialog close={() => setArchiving(false)} /> : null}
      {changed ? <RetentionDialog rule={changed} close={() => setChanged(null)} /> : null}
    </Page>
  );
}

/** A version that is written and has not begun. */
function useNext() {
  const { t } = useTranslation();
  return (rule: RetentionRule) => {
    const [last] = rule.versions;
    return last && last.months !== rule.months ? t('audit.next', { months: last.months, from: last.effective_from }) : null;
  };
}

function Rules({ rules, change }: { rules: RetentionRule[]; change: ((rule: RetentionRule) => void) | null }) {
  const { t } = useTranslation();
  const next = useNext();
  const kept = (months: number) => t('audit.monthsOf', { months: formatCount(months) });
  const edit = (rule: RetentionRule) =>
    change ? (
      <Button size="small" onClick={() => change(rule)} data-testid={`change-${rule.area}`}>
        {t('audit.changeRule')}
      </Button>
    ) : null;
  return (
    <PlainTable<RetentionRule>
      rows={rules}
      rowKey={(rule) => rule.area}
      card={(rule) => (
        <>
          <div className="line">
            <span className="title">{t(`audit.area.${rule.area}`)}</span>
            <b className="num">{kept(rule.months)}</b>
          </div>
          {next(rule) ? <div className="small num">{next(rule)}</div> : null}
          <div className="small muted num">
            {t('audit.firstKept')} {rule.first_kept} · {t('audit.overAge')} {formatCount(rule.over_age)}
          </div>
          <div className="small muted">
            {t('audit.least')} {kept(rule.least_months)} · {rule.law}
          </div>
          <div style={{ marginTop: 8 }}>{edit(rule)}</div>
        </>
      )}
      columns={[
        { key: 'area', title: t('audit.about'), width: 110, render: (rule) => t(`audit.area.${rule.area}`) },
        {
          key: 'months', title: t('audit.months'), width: 150, right: true,
          render: (rule) => (
            <>
              <b className="num">{kept(rule.months)}</b>
              {next(rule) ? <div className="small muted num">{next(rule)}</div> : null}
            </>
          ),
        },
        { key: 'source', title: t('audit.ruleSource'), width: 220, render: (rule) => sourceWords(t, rule.source) },
        { key: 'least', title: t('audit.least'), width: 110, right: true, render: (rule) => <span className="num">{kept(rule.least_months)}</span> },
        { key: 'law', title: t('audit.law'), width: 260, render: (rule) => rule.law },
        { key: 'first', title: t('audit.firstKept'), width: 120, render: (rule) => <span className="num">{rule.first_kept}</span> },
        { key: 'over', title: t('audit.overAge'), width: 110, right: true, render: (rule) => <span className="num">{formatCount(rule.over_age)}</span> },
        ...(change ? [{ key: 'change', title: t('audit.changeRule'), width: 80, render: edit }] : []),
      ]}
    />
  );
}

function Archives({ archives }: { archives: AuditArchive[] }) {
  const { t } = useTranslation();
  const places = (one: AuditArchive) => `${formatCount(one.first_seq)} – ${formatCount(one.last_seq)}`;
  return (
    <PlainTable<AuditArchive>
      name="audit-archives"
      rows={archives}
      rowKey={(one) => one.id}
      empty={<Blank title={t('audit.noArchives')} />}
      card={(one) => (
        <>
          <div className="line">
            <span className="title num">{moment(one.made_at)}</span>
            <b className="num">{formatCount(one.lines)}</b>
          </div>
          <div className="small muted num">
            #{places(one)} · {one.made_by}
          </div>
          <FileOf archive={one} />
        </>
      )}
      columns={[
        { key: 'at', value: (one) => one.made_at, title: t('audit.madeAt'), width: 170, render: (one) => <span className="num">{moment(one.made_at)}</span> },
        { key: 'by', value: (one) => one.made_by, title: t('audit.madeBy'), width: 110, render: (one) => one.made_by },
        { key: 'lines', value: (one) => one.lines, title: t('audit.lines'), width: 110, right: true, render: (one) => <span className="num">{formatCount(one.lines)}</span> },
        { key: 'places', title: t('audit.places'), width: 180, right: true, render: (one) => <span className="num">{places(one)}</span> },
        { key: 'digest', value: (one) => one.sha256, title: t('audit.digest'), width: 160, render: (one) => <CopyText text={one.sha256} shown={`${one.sha256.slice(0, 12)}…`} /> },
        { key: 'file', title: t('audit.file'), width: 280, render: (one) => <FileOf archive={one} /> },
      ]}
    />
  );
}

/** The file: taken away or checked where it is, named where it is not. */
function FileOf({ archive }: { archive: AuditArchive }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const check = useMutation({
    mutationFn: () => unwrap(api.GET('/api/v1/audit-archives/{id}/verification', { params: { path: { id: archive.id } } })),
    onSuccess: (found) =>
      modal.success({ title: t('audit.checkFile'), content: <span data-testid="file-found">{t('audit.fileHolds', { lines: formatCount(found.lines), runs: formatCount(found.runs) })}</span> }),
    onError: (problem) => modal.error({ title: t('audit.checkFile'), content: <ProblemNote problem={problem} /> }),
  });
  if (!archive.finished) return <span className="state state-orange">{t('audit.unfinished')}</span>;
  if (!archive.here)
    return (
      <span className="muted small">
        {archive.file} · {t('audit.notHere')}
      </span>
    );
  return (
    <span style={{ display: 'inline-flex', gap: 8 }}>
      <Button size="small" icon={<DownloadOutlined />} href={`/api/v1/audit-archives/${archive.id}/file`} download={archive.file} data-testid="download-archive">
        {t('audit.download')}
      </Button>
      <Button size="small" icon={<FileSearchOutlined />} loading={check.isPending} onClick={() => check.mutate()} data-testid="check-archive">
        {t('audit.checkFile')}
      </Button>
    </span>
  );
}
