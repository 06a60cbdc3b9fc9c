import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoleName } from '../access/useReference';
import { useSaving } from '../access/useSaving';
import { api, unwrap } from '../shared/api/client';
import type { ManagedNotice } from '../shared/api/types';
import { formatCount } from '../shared/money/format';
import { moment } from '../shared/page/dates';
import { StateTag } from '../shared/StateTag';
import type { Column } from '../shared/table/columns';
import { SeekTable } from '../shared/table/SeekTable';
import { useSeek } from '../shared/table/useSeek';
import { useTable } from '../shared/table/useTable';
import { NoticeDialog } from './NoticeDialog';
import { useNoticeWords } from './NoticeText';

/** All notices, with their audiences and how many have read them. */
export function ManageNotices() {
  const { t } = useTranslation();
  const wordsOf = useNoticeWords();
  const roleName = useRoleName();
  const [edited, setEdited] = useState<ManagedNotice | 'new' | null>(null);
  const audience = (row: ManagedNotice) => [...row.roles.map(roleName), ...row.organisations].join(' · ') || t('notice.everybody');
  const withdraw = useSaving<ManagedNotice, ManagedNotice>({
    send: (row, headers) => unwrap(api.POST('/api/v1/notices/{id}/withdrawal', { params: { path: { id: row.id } }, headers })),
    refresh: ['managed-notices', 'notices', 'to-dos'],
    done: () => t('notice.isWithdrawn'),
    close: () => undefined,
  });
  const action = (row: ManagedNotice) =>
    row.state === 'withdrawn' ? null : (
      <Popconfirm title={t('notice.withdrawAsk')} description={t('notice.withdrawHint', { n: formatCount(row.readers) })} okText={t('notice.withdraw')} cancelText={t('shared.cancel')} onConfirm={() => withdraw.mutate(row)}>
        <Button size="small" danger data-testid="withdraw-notice">
          {t('notice.withdraw')}
        </Button>
      </Popconfirm>
    );
  const columns: Column<ManagedNotice>[] = [
    { key: 'title', title: t('notice.noticeTitle'), width: 230, fixed: 'left', locked: true, render: (row) => wordsOf(row).title },
    { key: 'state', title: t('notice.state'), width: 110, render: (row) => <StateTag area="noticeState" code={row.state} /> },
    { key: 'importance', title: t('notice.importance'), width: 110, render: (row) => <StateTag area="importance" code={row.importance} /> },
    { key: 'audience', title: t('notice.audience'), width: 200, render: audience },
    { key: 'from', title: t('notice.shownFrom'), width: 170, render: (row) => <span className="num">{moment(row.shown_from)}</span> },
    { key: 'until', title: t('notice.shownUntil'), width: 170, render: (row) => <span className="num">{moment(row.shown_until)}</span> },
    { key: 'readers', title: t('notice.readers'), width: 90, right: true, render: (row) => <span className="num">{formatCount(row.readers)}</span> },
    { key: 'author', title: t('notice.author'), width: 110, render: (row) => row.author },
    { key: 'action', title: t('shared.actions'), width: 110, fixed: 'right', render: action },
  ];
  const table = useTable('managed-notices', columns);
  const seek = useSeek<ManagedNotice>(['managed-notices'], table, (page) => unwrap(api.GET('/api/v1/managed-notices', { params: { query: page } })));
  return (
    <>
      <SeekTable<ManagedNotice>
        table={table}
        rowKey={(row) => row.id}
        seek={seek}
        onOpen={(row) => (row.state === 'withdrawn' ? undefined : setEdited(row))}
        toolbar={
          <Button type="primary" onClick={() => setEdited('new')} data-testid="write-notice">
            {t('notice.publishNew')}
          </Button>
        }
        card={(row) => (
          <>
            <div className="line">
              <span className="title">{wordsOf(row).title}</span>
              <StateTag area="noticeState" code={row.state} />
            </div>
            <div className="line small muted">
              <span>{audience(row)}</span>
              <span className="num">{t('notice.readBy', { n: formatCount(row.readers) })}</span>
            </div>
            <div className="line small muted num">
              <span>{moment(row.shown_from)}</span>
              {action(row)}
            </div>
          </>
        )}
      />
      {edited ? <NoticeDialog notice={edited === 'new' ? null : edited} close={() => setEdited(null)} /> : null}
    </>
  );
}
