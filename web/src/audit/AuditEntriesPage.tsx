import { InboxOutlined } from '@ant-design/icons';
import { Button, Tabs } from 'antd';
import dayjs from 'dayjs';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, unwrap } from '../shared/api/client';
import type { AuditEntry } from '../shared/api/types';
import { wordFor } from '../shared/dictionary';
import { CopyText } from '../shared/page/CopyText';
import { moment } from '../shared/page/dates';
import { Page } from '../shared/page/Page';
import { StateTag, Word } from '../shared/StateTag';
import type { Column } from '../shared/table/columns';
import { SeekTable } from '../shared/table/SeekTable';
import { type Filters, useFilters } from '../shared/table/useFilters';
import { useSeek } from '../shared/table/useSeek';
import { useTable } from '../shared/table/useTable';
import { FilterTags } from '../shared/views/FilterTags';
import { useViews } from '../shared/views/useViews';
import { ViewsMenu } from '../shared/views/ViewsMenu';
import { ActorName } from './ActorName';
import { AuditDrawer } from './AuditDrawer';
import { AuditSearch } from './AuditSearch';
import { ChainCheck } from './ChainCheck';
import { ObjectLink, UUID } from './ObjectLink';

const AREAS = ['sign_in', 'export', 'reveal', 'refusal', 'configuration', 'business'];
const NAMED = { q: 'searchWords', actor: 'actor', action: 'action', object_kind: 'objectKind', object_id: 'objectId', address: 'address', from: 'fromDay', until: 'untilDay' } as const;

/** Who did what, newest first; every line is sealed into a chain of hashes. */
export default function AuditEntriesPage() {
  const { t } = useTranslation();
  const address = useFilters();
  const [filters, search, change] = address;
  const views = useViews('audit', address);
  const [open, setOpen] = useState<AuditEntry | null>(null);
  const columns = useColumns();
  const table = useTable('audit', columns, address, views);
  const query = asked(filters);
  const seek = useSeek<AuditEntry>(['audit', JSON.stringify(query)], table, (page) => unwrap(api.GET('/api/v1/audit-entries', { params: { query: { ...query, ...page } } })));
  const narrow = (only: Filters) => {
    setOpen(null);
    search(only);
  };
  return (
    <Page
      personal
      title={t('audit.title')}
      actions={
        <>
          <Link to="/audit-archives">
            <Button icon={<InboxOutlined />}>{t('audit.archives')}</Button>
          </Link>
          <ChainCheck />
          <ViewsMenu views={views} table={table} />
        </>
      }
    >
      <Tabs
        className="work-tabs"
        activeKey={filters.area ?? ''}
        onChange={(area) => change({ area, action: undefined, object_kind: undefined })}
        items={['', ...AREAS].map((area) => ({ key: area, label: area ? t(`audit.area.${area}`) : t('audit.allAreas') }))}
      />
      <AuditSearch filters={filters} onSearch={search} />
      <SeekTable<AuditEntry>
        table={table}
        rowKey={(one) => one.id}
        seek={seek}
        card={(one) => <AuditCard entry={one} />}
        onOpen={setOpen}
        toolbar={<FilterTags tags={useTags(filters)} none={t('audit.chain')} remove={(name) => change({ [name]: undefined })} />}
      />
      <AuditDrawer entry={open} close={() => setOpen(null)} narrow={narrow} />
    </Page>
  );
}

/** The filters as the server knows them: days begin where the reader is. */
function asked(filters: Filters): Record<string, string> {
  const query: Record<string, string> = {};
  for (const name of ['area', ...Object.keys(NAMED)]) if (filters[name]) query[name] = filters[name];
  if (query.from) query.from = dayjs(query.from).startOf('day').toISOString();
  if (query.until) query.until = dayjs(query.until).add(1, 'day').startOf('day').toISOString();
  return query;
}

function useTags(filters: Filters) {
  const { t, i18n } = useTranslation();
  return Object.entries(NAMED)
    .filter(([name]) => filters[name])
    .map(([name, word]) => {
      const value = filters[name] ?? '';
      const shown = name === 'action' ? wordFor('action', value, i18n.language) : name === 'object_kind' ? wordFor('objectKind', value, i18n.language) : value;
      return { name, label: t(`audit.${word}`), value: shown };
    });
}

function AuditCard({ entry }: { entry: AuditEntry }) {
  return (
    <>
      <div className="line">
        <span className="title">
          <StateTag area="action" code={entry.action} /> <span className="num">{UUID.test(entry.object_id) ? '' : entry.object_id}</span>
        </span>
        <span className="muted small">
          <ActorName entry={entry} />
        </span>
      </div>
      <div className="line small muted num">
        <span>{moment(entry.at)}</span>
        <span>#{entry.seq ?? '—'}</span>
      </div>
    </>
  );
}

function useColumns(): Column<AuditEntry>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      { key: 'seq', title: t('audit.seq'), width: 84, right: true, locked: true, render: (one) => <span className="num">{one.seq ?? '—'}</span> },
      { key: 'at', title: t('audit.at'), width: 170, render: (one) => <span className="num">{moment(one.at)}</span> },
      { key: 'actor', title: t('audit.actor'), width: 130, render: (one) => <ActorName entry={one} /> },
      { key: 'action', title: t('audit.action'), width: 160, render: (one) => <StateTag area="action" code={one.action} /> },
      { key: 'kind', title: t('audit.objectKind'), width: 104, render: (one) => <Word area="objectKind" code={one.object_kind} /> },
      { key: 'object', title: t('audit.object'), width: 290, render: (one) => <ObjectLink entry={one} /> },
      { key: 'address', title: t('audit.address'), width: 130, render: (one) => <span className="num">{one.address ?? '—'}</span> },
      {
        key: 'sealed', title: t('audit.sealed'), width: 90,
        render: (one) => <span className={`state ${one.sealed ? 'state-green' : 'state-grey'}`}>{one.sealed ? t('audit.yes') : t('audit.notYet')}</span>,
      },
      {
        key: 'hash', title: t('audit.hash'), width: 160, extra: true,
        render: (one) => (one.hash ? <CopyText text={one.hash} shown={`${one.hash.slice(0, 12)}…`} /> : '—'),
      },
    ],
    [t],
  );
}
