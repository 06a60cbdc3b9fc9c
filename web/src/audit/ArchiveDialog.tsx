import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../shared/api/client';
import type { ArchiveMade } from '../shared/api/types';
import { formatCount } from '../shared/money/format';
import { Dialog } from '../shared/page/Dialog';
import { ProblemNote } from '../shared/page/states';
import { DateField } from '../shared/table/DateField';

const AT_ONCE = 100_000;

/** Older lines leave the log: first what would, then the act. */
export function ArchiveDialog({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [before, setBefore] = useState<string>();
  const send = (dryRun: boolean) => unwrap(api.POST('/api/v1/audit-archives', { params: { query: { dry_run: dryRun } }, body: { before: before ?? '' } }));
  const tried = useMutation({ mutationFn: () => send(true) });
  const made = useMutation({
    mutationFn: () => send(false),
    onSuccess: (found) => {
      void queries.invalidateQueries({ queryKey: ['audit'] });
      void message.success(t('audit.archived', { lines: formatCount(found.archive?.lines ?? 0) }));
      close();
    },
  });
  const lines = tried.data?.lines ?? 0;
  const choose = (day: string | undefined) => {
    setBefore(day);
    tried.reset();
  };
  return (
    <Dialog
      title={t('audit.archiveTitle')}
      width={520}
      onCancel={close}
      footer={[
        <Button key="back" onClick={close}>
          {t('shared.cancel')}
        </Button>,
        lines > 0 ? (
          <Button key="go" type="primary" loading={made.isPending} onClick={() => made.mutate()} data-testid="archive-go">
            {t('audit.archiveGo', { lines: formatCount(Math.min(lines, AT_ONCE)) })}
          </Button>
        ) : (
          <Button key="look" type="primary" disabled={!before} loading={tried.isPending} onClick={() => tried.mutate()} data-testid="archive-preview">
            {t('audit.preview')}
          </Button>
        ),
      ]}
    >
      <p className="small muted">{t('audit.archiveHint')}</p>
      {tried.error || made.error ? <ProblemNote problem={made.error ?? tried.error} /> : null}
      <label style={{ display: 'block', marginBottom: 12 }}>
        <span style={{ display: 'block', marginBottom: 4 }}>{t('audit.beforeDay')}</span>
        <DateField {...(before ? { value: before } : {})} onChange={choose} />
      </label>
      {tried.data ? <WhatLeaves found={tried.data} /> : null}
    </Dialog>
  );
}

function WhatLeaves({ found }: { found: ArchiveMade }) {
  const { t } = useTranslation();
  const words = found.lines === 0 ? 'audit.nothingLeaves' : found.lines > AT_ONCE ? 'audit.willLeaveMost' : 'audit.willLeave';
  return (
    <div className="consequence" data-testid="will-leave">
      <p style={{ margin: '0 0 8px' }}>{t(words, { lines: formatCount(found.lines) })}</p>
      {found.parts
        .filter((part) => part.lines > 0)
        .map((part) => (
          <div key={part.area} className="line small">
            <span>
              {t(`audit.area.${part.area}`)} <span className="muted num">{t('audit.until', { day: part.until })}</span>
            </span>
            <span className="num">{formatCount(part.lines)}</span>
          </div>
        ))}
    </div>
  );
}
