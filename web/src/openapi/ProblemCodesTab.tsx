import { SearchOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Input, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, unwrap } from '../shared/api/client';
import type { ProblemKind } from '../shared/api/types';
import { Panel } from '../shared/page/Page';
import { Blank, ProblemNote } from '../shared/page/states';
import { type Column } from '../shared/table/columns';
import { PlainTable } from '../shared/table/PlainTable';
import { useFilters } from '../shared/table/useFilters';
import { type Operation, usersOfCodes } from './document';

/** Every code with which the program refuses, its words in both languages, and where it occurs. */
export function ProblemCodesTab({ operations }: { operations: Operation[] }) {
  const { t } = useTranslation();
  const [filters, , change] = useFilters();
  const kinds = useQuery({ queryKey: ['problems'], queryFn: () => unwrap(api.GET('/api/v1/problems')), staleTime: Infinity });
  const users = usersOfCodes(operations);
  const wanted = (filters.q ?? '').trim().toLowerCase();
  const rows = (kinds.data?.items ?? []).filter((one) => [one.code, one.zh, one.en, String(one.status)].some((text) => text.toLowerCase().includes(wanted)));
  const used = (one: ProblemKind) => {
    const n = users.get(one.code)?.length ?? 0;
    return n > 0 ? <Link to={`/api-guide?q=${encodeURIComponent(one.code)}`}>{n}</Link> : '—';
  };
  const columns: Column<ProblemKind>[] = [
    { key: 'code', title: t('openapi.code'), render: (one) => <span className="mono">{one.code}</span> },
    { key: 'status', title: t('openapi.status'), right: true, render: (one) => <span className="num">{one.status}</span> },
    { key: 'zh', title: t('openapi.zh'), render: (one) => <div className="api-meaning">{one.zh}</div> },
    { key: 'en', title: t('openapi.en'), render: (one) => <div className="api-meaning">{one.en}</div> },
    { key: 'used', title: t('openapi.usedBy'), right: true, render: used },
  ];
  const card = (one: ProblemKind) => (
    <>
      <div>
        <span className="mono">{one.code}</span> <span className="muted small num">{one.status}</span>
      </div>
      <div>{one.zh}</div>
      <div className="muted small">{one.en}</div>
      <div className="small used-by">
        {t('openapi.usedBy')} {used(one)}
      </div>
    </>
  );
  return (
    <Panel flush>
      <div className="toolbar">
        <Input
          data-search
          allowClear
          prefix={<SearchOutlined />}
          aria-label={t('openapi.codesSearch')}
          placeholder={t('openapi.codesSearch')}
          value={filters.q ?? ''}
          maxLength={100}
          style={{ maxWidth: 360 }}
          onChange={(event) => change({ q: event.target.value || undefined })}
        />
        <span className="muted small num">{t('openapi.codesCount', { n: rows.length })}</span>
      </div>
      {kinds.isError ? <ProblemNote problem={kinds.error} retry={() => void kinds.refetch()} /> : null}
      {kinds.isPending ? <Skeleton active /> : <PlainTable columns={columns} rows={rows} rowKey={(one) => one.code} card={card} empty={<Blank title={t('openapi.codesNone')} />} />}
    </Panel>
  );
}
