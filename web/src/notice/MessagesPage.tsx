import { Button, Segmented, Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { PasswordForm } from '../access/PasswordPage';
import { useMay } from '../access/session';
import { api, unwrap } from '../shared/api/client';
import type { Notice } from '../shared/api/types';
import { MyFiles } from '../shared/export/ExportButton';
import { moment } from '../shared/page/dates';
import { Page, Panel } from '../shared/page/Page';
import { Blank, Loaded, ProblemNote } from '../shared/page/states';
import { StateTag } from '../shared/StateTag';
import { useFilters } from '../shared/table/useFilters';
import { useSeek } from '../shared/table/useSeek';
import { useRead, useToDos } from './api';
import { ManageNotices } from './ManageNotices';
import './notice.css';
import { useNoticeWords } from './NoticeText';
import { ToDoList } from './ToDoList';

/** What waits, what was announced, one's own files and password; and for those who may, the writing of notices. */
export default function MessagesPage() {
  const { t } = useTranslation();
  const may = useMay();
  const [filters, , change] = useFilters();
  const waiting = useToDos();
  const count = (key: string, n: number | undefined) => (n ? `${t(key)} (${n})` : t(key));
  const tabs = [
    { key: 'to-dos', label: count('notice.toDos', waiting.data?.items.length), children: <Waiting /> },
    { key: 'notices', label: count('notice.notices', waiting.data?.unread_notices), children: <Notices unread={filters.unread === '1'} onChange={(unread) => change({ unread: unread ? '1' : undefined })} /> },
    { key: 'files', label: t('notice.files'), children: <Panel title={t('notice.files')}><MyFiles /></Panel> },
    { key: 'password', label: t('notice.password'), children: <Password /> },
    ...(may('notice.write') ? [{ key: 'manage', label: t('notice.manage'), children: <ManageNotices /> }] : []),
  ];
  return (
    <Page title={t('notice.title')}>
      <Tabs className="work-tabs" destroyOnHidden activeKey={filters.tab ?? 'to-dos'} onChange={(tab) => change({ tab: tab === 'to-dos' ? undefined : tab, unread: undefined })} items={tabs} />
    </Page>
  );
}

function Waiting() {
  const { t } = useTranslation();
  const waiting = useToDos();
  return (
    <Panel title={t('notice.toDos')} unit={t('notice.toDosHint')}>
      <Loaded query={waiting} rows={4}>
        {(found) => (found.items.length > 0 ? <ToDoList items={found.items} /> : <Blank title={t('notice.nothingWaits')} />)}
      </Loaded>
    </Panel>
  );
}

function Notices({ unread, onChange }: { unread: boolean; onChange: (unread: boolean) => void }) {
  const { t } = useTranslation();
  const read = useRead();
  const seek = useSeek<Notice>(['notices', unread], { pageSize: 20, ready: true }, (page) => unwrap(api.GET('/api/v1/notices', { params: { query: { ...page, unread } } })));
  return (
    <Panel
      title={t('notice.notices')}
      flush
      actions={
        <>
          <Segmented
            size="small"
            value={unread ? 'unread' : 'all'}
            onChange={(value) => onChange(value === 'unread')}
            options={[
              { value: 'all', label: t('notice.all') },
              { value: 'unread', label: t('notice.unread') },
            ]}
          />
          <Button size="small" loading={read.isPending && read.variables === 'all'} onClick={() => read.mutate('all')} data-testid="read-all">
            {t('notice.readAll')}
          </Button>
        </>
      }
    >
      {seek.error ? <ProblemNote problem={seek.error} retry={seek.refetch} /> : null}
      {seek.ready && seek.rows.length === 0 ? <Blank title={t(unread ? 'notice.noneUnread' : 'notice.none')} /> : null}
      {seek.rows.map((one) => (
        <NoticeView key={one.id} notice={one} onRead={() => read.mutate(one.id)} />
      ))}
      {seek.previous || seek.next ? (
        <div className="table-foot">
          <span className="grow" />
          <Button size="small" disabled={!seek.previous} onClick={seek.previous}>
            {t('shared.previous')}
          </Button>
          <Button size="small" disabled={!seek.next} onClick={seek.next}>
            {t('shared.next')}
          </Button>
        </div>
      ) : null}
    </Panel>
  );
}

function NoticeView({ notice, onRead }: { notice: Notice; onRead: () => void }) {
  const { t } = useTranslation();
  const { title, text } = useNoticeWords()(notice);
  const unread = !notice.read_at;
  return (
    <article className={unread ? 'notice unread' : 'notice'} data-notice={notice.id}>
      <div className="head">
        {unread ? <span className="unread-dot" role="img" aria-label={t('notice.unread')} /> : null}
        <h3>{title}</h3>
        {notice.importance === 'important' ? <StateTag area="importance" code="important" /> : null}
        {unread ? (
          <Button size="small" onClick={onRead} data-testid="mark-read">
            {t('notice.markRead')}
          </Button>
        ) : null}
      </div>
      <p className="muted small num">
        {notice.author} · {moment(notice.shown_from)}
        {notice.shown_until ? ` – ${moment(notice.shown_until)}` : ''}
      </p>
      <div className="notice-text">{text}</div>
    </article>
  );
}

function Password() {
  const { t } = useTranslation();
  const [, , change] = useFilters();
  return (
    <Panel title={t('access.changePassword')}>
      <div className="login-form" style={{ margin: 0 }}>
        <PasswordForm done={() => change({ tab: undefined })} />
      </div>
    </Panel>
  );
}
