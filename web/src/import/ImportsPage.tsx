import { Button } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useMay } from '../access/session';
import { api, unwrap } from '../shared/api/client';
import type { Import } from '../shared/api/types';
import { formatCount } from '../shared/money/format';
import { moment } from '../shared/page/dates';
import { Page } from '../shared/page/Page';
import { StateTag, Word } from '../shared/StateTag';
import type { Column } from '../shared/table/columns';
import { SeekTable } from '../shared/table/SeekTable';
import { useSeek } from '../shared/table/useSeek';
import { useTable } from '../shared/table/useTable';

const count = (value: number, danger = false) => <span className={danger && value > 0 ? 'num danger' : 'num'}>{value === 0 ? '—' : formatCount(value)}</span>;

/** Files that were brought in, and those on their way. */
export default function ImportsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  const columns = useMemo<Column<Import>[]>(
    () => [
      { key: 'file', title: t('import.file'), width: 260, fixed: 'left', locked: true, render: (one) => <Link className="truncate" title={one.file_name} to={`/imports/${one.id}`}>{one.file_name}</Link> },
      { key: 'entity', title: t('import.entity'), width: 120, render: (one) => <Word area="importEntity" code={one.entity} /> },
      { key: 'state', title: t('import.state'), width: 110, render: (one) => <StateTag area="importState" code={one.state} /> },
      { key: 'rows', title: t('import.rows'), width: 100, right: true, render: (one) => count(one.rows_total) },
      { key: 'created', title: t('import.created'), width: 100, right: true, render: (one) => count(one.created) },
      { key: 'unchanged', title: t('import.unchanged'), width: 100, right: true, render: (one) => count(one.unchanged) },
      { key: 'refused', title: t('import.refused'), width: 100, right: true, render: (one) => count(one.refused, true) },
      { key: 'login', title: t('import.by'), width: 120, render: (one) => one.login },
      { key: 'asked_at', title: t('import.sentAt'), width: 170, render: (one) => <span className="num">{moment(one.asked_at)}</span> },
      { key: 'finished_at', title: t('import.endedAt'), width: 170, render: (one) => <span className="num">{moment(one.finished_at)}</span> },
    ],
    [t],
  );
  const table = useTable('imports', columns);
  const seek = useSeek<Import>(['imports', 'list'], table, (page) => unwrap(api.GET('/api/v1/imports', { params: { query: page } })));
  return (
    <Page
      title={t('import.title')}
      actions={
        <>
          {may('ledger.read') ? <Button onClick={() => navigate('/imports/cut-over')}>{t('import.cutOver')}</Button> : null}
          <Button type="primary" onClick={() => navigate('/imports/new')} data-testid="new-import">
            {t('import.new')}
          </Button>
        </>
      }
    >
      <SeekTable<Import>
        table={table}
        rowKey={(one) => one.id}
        seek={seek}
        onOpen={(one) => navigate(`/imports/${one.id}`)}
        href={(one) => `/imports/${one.id}`}
        card={(one) => (
          <>
            <div className="line">
              <span className="title">{one.file_name}</span>
              <StateTag area="importState" code={one.state} />
            </div>
            <div className="line small muted">
              <span>
                <Word area="importEntity" code={one.entity} /> · {t('import.rowsOf', { n: formatCount(one.rows_total) })}
              </span>
              <span className="num">{moment(one.asked_at)}</span>
            </div>
          </>
        )}
        toolbar={<span className="muted small">{t('import.listHint')}</span>}
      />
    </Page>
  );
}
