import { Form, Input } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../shared/api/client';
import type { AuditEntry } from '../shared/api/types';
import { CopyText } from '../shared/page/CopyText';
import { moment } from '../shared/page/dates';
import { Page } from '../shared/page/Page';
import { StateTag, Word } from '../shared/StateTag';
import type { Column } from '../shared/table/columns';
import { SearchForm } from '../shared/table/SearchForm';
import { SeekTable } from '../shared/table/SeekTable';
import { useFilters } from '../shared/table/useFilters';
import { useSeek } from '../shared/table/useSeek';
import { useTable } from '../shared/table/useTable';
import { FilterTags } from '../shared/views/FilterTags';
import { useViews } from '../shared/views/useViews';
import { ViewsMenu } from '../shared/views/ViewsMenu';
import { AuditDrawer } from './AuditDrawer';
import { ObjectLink, UUID } from './ObjectLink';

/** Who did what, newest first; every line is sealed into a chain of hashes. */
export default function AuditEntriesPage() {
  const { t } = useTranslation();
  const address = useFilters();
  const [filters, search, change] = address;
  const views = useViews('audit', address);
  const [open, setOpen] = useState<AuditEntry | null>(null);
  const q = filters.q;
  const columns = useMemo<Column<AuditEntry>[]>(
    () => [
      { key: 'seq', title: t('audit.seq'), width: 70, right: true, locked: true, render: (one) => <span className="num">{one.seq}</span> },
      { key: 'at', title: t('audit.at'), width: 170, render: (one) => <span className="num">{moment(one.at)}</span> },
      { key: 'actor', title: t('audit.actor'), width: 100, render: (one) => one.actor },
      { key: 'action', title: t('audit.action'), width: 180, render: (one) => <StateTag area="action" code={one.action} /> },
      { key: 'kind', title: t('audit.objectKind'), width: 110, render: (one) => <Word area="objectKind" code={one.object_kind} /> },
      { key: 'object', title: t('audit.object'), width: 300, render: (one) => <ObjectLink entry={one} /> },
      {
        key: 'sealed', title: t('audit.sealed'), width: 90,
        render: (one) => <span className={`state ${one.sealed ? 'state-green' : 'state-grey'}`}>{one.sealed ? t('audit.yes') : t('audit.notYet')}</span>,
      },
      {
        key: 'hash', title: t('audit.hash'), width: 160,
        render: (one) => (one.hash ? <CopyText text={one.hash} shown={`${one.hash.slice(0, 12)}…`} /> : '—'),
      },
    ],
    [t],
  );
  const table = useTable('audit', columns, address, views);
  const tags = q ? [{ name: 'q', label: t('audit.searchWords'), value: q }] : [];
  const seek = useSeek<AuditEntry>(['audit', q ?? ''], table, (page) => unwrap(api.GET('/api/v1/audit-entries', { params: { query: { ...(q ? { q } : {}), ...page } } })));
  return (
    <Page title={t('audit.title')} actions={<ViewsMenu views={views} table={table} />}>
      <SearchForm filters={filters} onSearch={search}>
        <Form.Item name="q" label={t('audit.searchWords')}>
          <Input allowClear data-search placeholder={t('audit.searchHint')} />
        </Form.Item>
      </SearchForm>
      <SeekTable<AuditEntry>
        table={table}
        rowKey={(one) => String(one.seq)}
        seek={seek}
        card={(one) => (
          <>
            <div className="line">
              <span className="title">
                <StateTag area="action" code={one.action} /> <span className="num">{UUID.test(one.object_id) ? '' : one.object_id}</span>
              </span>
              <span className="muted small">{one.actor}</span>
            </div>
            <div className="line small muted num">
              <span>{moment(one.at)}</span>
              <span>#{one.seq}</span>
            </div>
          </>
        )}
        onOpen={setOpen}
        toolbar={<FilterTags tags={tags} none={t('audit.chain')} remove={(name) => change({ [name]: undefined })} />}
      />
      <AuditDrawer entry={open} close={() => setOpen(null)} />
    </Page>
  );
}
