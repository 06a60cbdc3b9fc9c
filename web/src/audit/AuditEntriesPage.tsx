import { InboxOutlined } from '@ant-design/icons';
import { Button, Tabs } from 'antd';
import dayjs from 'dayjs';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, unwrap } from '../shared/api/client';
import type { AuditEntry } from '../shared/api/types';
import { wordFor } from '../shared/dictionary';
import { ListExport, ListQueryButton, ListTags } from '../shared/list/ListTools';
import { type DeclaredList, type Look, type Suggestions, useDeclaredList, useListSeek } from '../shared/list/useDeclaredList';
import { countWhere, useListCount } from '../shared/list/useListCount';
import { CopyText } from '../shared/page/CopyText';
import { moment } from '../shared/page/dates';
import { Page } from '../shared/page/Page';
import { StateTag, Word } from '../shared/StateTag';
import { SeekTable } from '../shared/table/SeekTable';
import type { Filters } from '../shared/table/useFilters';
import { ViewsMenu } from '../shared/views/ViewsMenu';
import { ActorName } from './ActorName';
import { AuditDrawer } from './AuditDrawer';
import { AuditSearch, useAuditKinds } from './AuditSearch';
import { ChainCheck } from './ChainCheck';
import { ObjectLink, UUID } from './ObjectLink';

const AREAS = ['sign_in', 'export', 'reveal', 'refusal', 'configuration', 'business'];
const NAMED = { q: 'searchWords', actor: 'actor', action: 'action', object_kind: 'objectKind', object_id: 'objectId', address: 'address', from: 'fromDay', until: 'untilDay' } as const;

/** Who did what, newest first; every line is sealed into a chain of hashes. */
export default function AuditEntriesPage() {
  const { t } = useTranslation();
  const [open, setOpen] = useState<AuditEntry | null>(null);
  const list = useDeclaredList<AuditEntry>('audit', useLooks(), useSuggestions());
  const { filters, search, change, views, table } = list;
  const query = asked(filters);
  const ask = (part: object) => unwrap(api.GET('/api/v1/audit-entries', { params: { query: { ...query, ...part } } }));
  const seek = useListSeek(list, query, (page) => ask({ ...list.asked, ...page }));
  const totals = useListCount(list, query, ask);
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
        count={totals?.count}
        more={totals?.more}
        card={(one) => <AuditCard entry={one} />}
        onOpen={setOpen}
        tools={
          <ListExport
            list={list}
            rows={totals?.more ? undefined : totals?.count}
            take={(body, headers) => unwrap(api.POST('/api/v1/audit-entries/exports', { params: { query: { ...query, ...list.asked } }, body, headers }))}
          />
        }
        toolbar={
          <>
            <ListQueryButton list={list} count={(where) => countWhere(ask, where)} />
            <AuditTags list={list} />
          </>
        }
      />
      <AuditDrawer entry={open} close={() => setOpen(null)} narrow={narrow} />
    </Page>
  );
}

function AuditTags({ list }: { list: DeclaredList<AuditEntry> }) {
  const { t, i18n } = useTranslation();
  const titles = Object.fromEntries(Object.entries(NAMED).map(([name, word]) => [name, t(`audit.${word}`)]));
  const value = (name: string, text: string) =>
    name === 'action' ? wordFor('action', text, i18n.language) : name === 'object_kind' ? wordFor('objectKind', text, i18n.language) : text;
  return <ListTags list={list} titles={titles} value={value} none={t('audit.chain')} />;
}

/** The filters as the server knows them: days begin where the reader is. */
function asked(filters: Filters): Record<string, string> {
  const query: Record<string, string> = {};
  for (const name of ['area', ...Object.keys(NAMED)]) if (filters[name]) query[name] = filters[name];
  if (query.from) query.from = dayjs(query.from).startOf('day').toISOString();
  if (query.until) query.until = dayjs(query.until).add(1, 'day').startOf('day').toISOString();
  return query;
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

/** Codes of acts and objects in words, for the composed search. */
function useSuggestions(): Suggestions {
  const { i18n } = useTranslation();
  const kinds = useAuditKinds();
  const known = kinds.data?.items;
  return useMemo(() => {
    const options = (area: 'action' | 'objectKind', codes: string[]) => [...new Set(codes)].map((value) => ({ value, label: wordFor(area, value, i18n.language) }));
    return {
      action: options('action', (known ?? []).map((kind) => kind.action)),
      object_kind: options('objectKind', (known ?? []).map((kind) => kind.object_kind)),
    };
  }, [known, i18n.language]);
}

function useLooks(): Record<string, Look<AuditEntry>> {
  const { t } = useTranslation();
  return useMemo(
    () => ({
      seq: { width: 84, locked: true, render: (one) => <span className="num">{one.seq ?? '—'}</span> },
      at: { width: 170, render: (one) => <span className="num">{moment(one.at)}</span> },
      actor: { width: 130, render: (one) => <ActorName entry={one} /> },
      on_behalf_of: { width: 110, extra: true, render: (one) => one.on_behalf_of ?? '—' },
      via_token: { width: 120, extra: true, render: (one) => one.via_token ?? '—' },
      action: { width: 160, render: (one) => <StateTag area="action" code={one.action} /> },
      object_kind: { width: 104, render: (one) => <Word area="objectKind" code={one.object_kind} /> },
      object_id: { width: 290, render: (one) => <ObjectLink entry={one} /> },
      address: { width: 130, render: (one) => <span className="num">{one.address ?? '—'}</span> },
      sealed: {
        width: 90,
        render: (one) => <span className={`state ${one.sealed ? 'state-green' : 'state-grey'}`}>{one.sealed ? t('audit.yes') : t('audit.notYet')}</span>,
      },
      hash: {
        title: t('audit.hash'), after: 'sealed', width: 160, extra: true,
        render: (one) => (one.hash ? <CopyText text={one.hash} shown={`${one.hash.slice(0, 12)}…`} /> : '—'),
      },
      request_id: { width: 170, extra: true, render: (one) => <span className="num">{one.request_id}</span> },
      before: { width: 260, extra: true, render: (one) => <Content value={one.before} /> },
      after: { width: 260, extra: true, render: (one) => <Content value={one.after} /> },
    }),
    [t],
  );
}

/** An object as it stands in the trail; the drawer shows it field by field. */
function Content({ value }: { value: unknown }) {
  const text = value === null || value === undefined ? '—' : JSON.stringify(value);
  return <span className="num small" title={text}>{text}</span>;
}
