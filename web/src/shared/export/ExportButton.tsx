import { DownloadOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Badge, Button, Checkbox, Input, Progress } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../api/client';
import type { Export } from '../api/types';
import { formatCount } from '../money/format';
import { moment } from '../page/dates';
import { Pop } from '../page/Pop';
import { ProblemNote } from '../page/states';

export type ExportFormat = 'xlsx' | 'csv';

interface ExportButtonProps {
  /** How many columns and rows the file will have. */
  columns: number;
  rows: number | undefined;
  /** Masked columns may be taken whole, against a reason. */
  revealing?: boolean;
  /** Asks the server for the file; with a reason masked columns are whole. */
  start: (format: ExportFormat, reason?: string) => Promise<Export>;
}

const KEY = ['exports'];
const inTheMaking = (one: Export) => one.state === 'queued' || one.state === 'running';

/** Takes a list as a file: made in the background, watched here, fetched when it is ready. One may leave meanwhile. */
export function ExportButton({ columns, rows, revealing = false, start }: ExportButtonProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [watching, setWatching] = useState(false);
  const [whole, setWhole] = useState(false);
  const [reason, setReason] = useState('');
  const unreasoned = revealing && whole && reason.trim() === '';
  const files = useQuery({
    queryKey: KEY,
    enabled: open || watching,
    queryFn: () => unwrap(api.GET('/api/v1/exports')),
    refetchInterval: (query) => (query.state.data?.items.some(inTheMaking) ? 1_000 : false),
  });
  const asked = useMutation({
    mutationFn: (format: ExportFormat) => start(format, revealing && whole ? reason.trim() : undefined),
    onSuccess: () => {
      setWhole(false);
      setReason('');
      setWatching(true);
      return queries.invalidateQueries({ queryKey: KEY });
    },
  });
  const items = files.data?.items ?? [];
  const content = (
    <div className="export-panel" data-testid="export-panel">
      <div className="small">{t('export.columns', { n: columns, rows: rows === undefined ? '…' : formatCount(rows) })}</div>
      {revealing ? (
        <div className="revealing">
          <Checkbox checked={whole} onChange={(event) => setWhole(event.target.checked)} data-testid="export-whole">
            {t('export.whole')}
          </Checkbox>
          {whole ? <Input maxLength={200} value={reason} placeholder={t('export.wholeReason')} aria-label={t('export.wholeReason')} onChange={(event) => setReason(event.target.value)} data-testid="export-reason" /> : null}
        </div>
      ) : null}
      <div className="choices">
        {(['xlsx', 'csv'] as const).map((format) => (
          <Button key={format} type={format === 'xlsx' ? 'primary' : 'default'} loading={asked.isPending && asked.variables === format} disabled={rows === 0 || unreasoned} onClick={() => asked.mutate(format)} data-testid={`export-${format}`}>
            {format.toUpperCase()}
          </Button>
        ))}
      </div>
      <div className="small muted">{t('export.watermark')}</div>
      {asked.error ? <ProblemNote problem={asked.error} /> : null}
      <div className="section">{t('export.files')}</div>
      <div className="files">
        {items.length === 0 ? <div className="muted small">{t('export.none')}</div> : items.map((one) => <File key={one.id} file={one} />)}
      </div>
    </div>
  );
  return (
    <Pop open={open} onOpenChange={setOpen} content={content}>
      <Badge dot={!open && watching && items.some((one) => one.state === 'ready')} offset={[-4, 4]}>
        <Button type="text" size="small" icon={<DownloadOutlined />} data-testid="export">
          {t('export.take')}
        </Button>
      </Badge>
    </Pop>
  );
}

/** The latest files of the user, wherever they were asked for. */
export function MyFiles() {
  const { t } = useTranslation();
  const files = useQuery({
    queryKey: KEY,
    queryFn: () => unwrap(api.GET('/api/v1/exports')),
    refetchInterval: (query) => (query.state.data?.items.some(inTheMaking) ? 1_000 : false),
  });
  const items = files.data?.items ?? [];
  return (
    <div className="export-panel wide">
      {files.error ? <ProblemNote problem={files.error} /> : null}
      <div className="files">{items.length === 0 ? <div className="muted">{t('export.none')}</div> : items.map((one) => <File key={one.id} file={one} />)}</div>
    </div>
  );
}

function File({ file }: { file: Export }) {
  const { t } = useTranslation();
  return (
    <div className="file" data-state={file.state} data-file={file.file_name}>
      <div className="about">
        <span className="truncate num">{file.file_name}</span>
        <span className="muted small num">{stateInWords(file, t)}</span>
        {inTheMaking(file) ? <Progress aria-label={t('export.files')} percent={Math.floor((100 * file.rows_done) / Math.max(1, file.rows_total))} size="small" showInfo={false} /> : null}
      </div>
      {file.state === 'ready' ? (
        <Button size="small" href={`/api/v1/exports/${file.id}/file`} download={file.file_name} data-testid="download">
          {t('export.download')}
        </Button>
      ) : null}
    </div>
  );
}

function stateInWords(file: Export, t: (key: string, values?: Record<string, unknown>) => string): string {
  switch (file.state) {
    case 'ready':
      return [t('export.rows', { n: formatCount(file.rows_total) }), t('export.bytes', { n: formatCount(Math.ceil(file.bytes / 1024)) }), t('export.keptUntil', { moment: moment(file.expires_at) })].join(' · ');
    case 'running':
      return t('export.running', { done: formatCount(file.rows_done), total: formatCount(file.rows_total) });
    case 'failed':
      return `${t('export.failed')} · ${file.problem ?? ''}`;
    case 'expired':
      return t('export.expired');
    default:
      return t('export.queued');
  }
}
