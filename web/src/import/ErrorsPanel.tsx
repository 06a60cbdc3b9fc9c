import { Button } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../shared/api/client';
import type { Import, ImportRowError } from '../shared/api/types';
import { pick } from '../shared/i18n';
import { formatCount } from '../shared/money/format';
import { Panel } from '../shared/page/Page';
import type { Column } from '../shared/table/columns';
import { SeekTable } from '../shared/table/SeekTable';
import { useSeek } from '../shared/table/useSeek';
import { useTable } from '../shared/table/useTable';
import { useEntities } from './api';

/** What is wrong with which row, and the file in which it can be mended. */
export function ErrorsPanel({ one, mine }: { one: Import; mine: boolean }) {
  const { t, i18n } = useTranslation();
  const entities = useEntities();
  const entity = entities.data?.items.find((found) => found.key === one.entity);
  const columns = useMemo<Column<ImportRowError>[]>(
    () => [
      { key: 'row', title: t('import.row'), width: 90, right: true, locked: true, render: (error) => <span className="num">{formatCount(error.row)}</span> },
      {
        key: 'column', title: t('import.column'), width: 150,
        render: (error) => {
          const column = entity?.columns.find((found) => found.key === error.column);
          return column ? pick(column.zh, column.en) : (error.column ?? '—');
        },
      },
      { key: 'detail', title: t('import.wrong'), width: 460, locked: true, render: (error) => <span className="danger import-detail">{error.detail}</span> },
      { key: 'code', title: t('import.code'), width: 240, render: (error) => <span className="mono small muted">{error.code}</span> },
    ],
    [t, entity],
  );
  const table = useTable('import-errors', columns);
  const seek = useSeek<ImportRowError>(['imports', 'errors', one.id, one.finished_at], table, (page) =>
    unwrap(api.GET('/api/v1/imports/{id}/errors', { params: { path: { id: one.id }, query: page } })),
  );
  const file = (format: string) => `/api/v1/imports/${one.id}/errors/file?format=${format}&lang=${i18n.language}`;
  return (
    <Panel
      title={t('import.errors')}
      unit={t('import.nothingTaken', { n: formatCount(one.refused) })}
      flush
      actions={
        mine && one.state !== 'expired' ? (
          <>
            <span className="muted small">{t('import.errorFile')}</span>
            {['xlsx', 'csv'].map((format) => (
              <Button key={format} size="small" href={file(format)} download={`errors.${format}`} data-testid={`errors-${format}`}>
                {format.toUpperCase()}
              </Button>
            ))}
          </>
        ) : null
      }
    >
      <SeekTable<ImportRowError>
        table={table}
        rowKey={(error) => String(error.place)}
        seek={seek}
        card={(error) => (
          <>
            <div className="line small muted">
              <span className="num">{t('import.rowNr', { n: error.row })}</span>
              <span className="mono">{error.code}</span>
            </div>
            <div className="danger">{error.detail}</div>
          </>
        )}
      />
    </Panel>
  );
}
