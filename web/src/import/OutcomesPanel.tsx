import { Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, unwrap } from '../shared/api/client';
import type { Import, ImportedRow } from '../shared/api/types';
import { formatCount } from '../shared/money/format';
import { Panel } from '../shared/page/Page';
import { StateTag } from '../shared/StateTag';
import type { Column } from '../shared/table/columns';
import { SeekTable } from '../shared/table/SeekTable';
import { useSeek } from '../shared/table/useSeek';
import { useTable } from '../shared/table/useTable';

type Outcome = 'created' | 'unchanged';

/** Where the things of a kind are found by number. */
const LISTS: Record<string, (object: string) => string> = {
  customers: (object) => `/customers?q=${encodeURIComponent(object)}`,
  loans: (object) => `/loans?q=${encodeURIComponent(object)}`,
  repayments: (object) => `/loans?q=${encodeURIComponent(object)}`,
  accounts: (object) => `/ledger/accounts/${encodeURIComponent(object)}`,
  balances: (object) => `/ledger/accounts/${encodeURIComponent(object)}`,
};

/** Each row with what it made or found. */
export function OutcomesPanel({ one }: { one: Import }) {
  const { t } = useTranslation();
  const [outcome, setOutcome] = useState<Outcome>(one.created > 0 ? 'created' : 'unchanged');
  const columns = useMemo<Column<ImportedRow>[]>(
    () => [
      { key: 'row', title: t('import.row'), width: 100, right: true, locked: true, render: (row) => <span className="num">{formatCount(row.row)}</span> },
      { key: 'outcome', title: t('import.outcome'), width: 120, render: (row) => <StateTag area="importOutcome" code={row.outcome} /> },
      { key: 'object', title: t('import.object'), width: 260, locked: true, render: (row) => <Found entity={one.entity} object={row.object} /> },
    ],
    [t, one.entity],
  );
  const table = useTable('import-rows', columns);
  const seek = useSeek<ImportedRow>(['imports', 'rows', one.id, outcome], table, (page) =>
    unwrap(api.GET('/api/v1/imports/{id}/rows', { params: { path: { id: one.id }, query: { outcome, ...page } } })),
  );
  return (
    <Panel
      title={t('import.result')}
      flush
      actions={
        <Segmented<Outcome>
          size="small"
          value={outcome}
          onChange={setOutcome}
          options={[
            { value: 'created', label: `${t('import.created')} ${formatCount(one.created)}` },
            { value: 'unchanged', label: `${t('import.unchanged')} ${formatCount(one.unchanged)}` },
          ]}
        />
      }
    >
      <SeekTable<ImportedRow>
        table={table}
        rowKey={(row) => String(row.row)}
        seek={seek}
        card={(row) => (
          <div className="line">
            <span className="muted small num">{t('import.rowNr', { n: row.row })}</span>
            <Found entity={one.entity} object={row.object} />
          </div>
        )}
      />
    </Panel>
  );
}

function Found({ entity, object }: { entity: string; object: string }) {
  const list = LISTS[entity];
  return list ? (
    <Link className="num" to={list(object)}>
      {object}
    </Link>
  ) : (
    <span className="num">{object}</span>
  );
}
