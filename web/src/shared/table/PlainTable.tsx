import { Table, type TableColumnsType } from 'antd';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Explained } from '../../glossary/Explained';
import type { Selection } from '../batch/useSelection';
import { Blank } from '../page/states';
import { useNarrow } from '../page/useNarrow';
import { Cards } from './Cards';
import { ColumnButtons } from './ColumnPanel';
import type { Column } from './columns';
import { useScrollable } from './useScrollable';
import type { TableState } from './useTable';

interface PlainTableProps<T> {
  /** Columns as they come; a table whose reader may arrange them gives `table` instead. */
  columns?: Column<T>[];
  table?: TableState<T>;
  rows: readonly T[];
  rowKey: (row: T) => string;
  onOpen?: ((row: T) => void) | undefined;
  card?: (row: T) => ReactNode;
  totals?: Record<string, ReactNode>;
  rowTone?: (row: T) => string;
  expand?: (row: T) => ReactNode;
  empty?: ReactNode;
  /** The rows that the reader has chosen; without it none can be. */
  selection?: Selection<T> | undefined;
}

/** A table whose rows are all here (a schedule, a trial balance): no paging, totals row, cards on a phone. */
export function PlainTable<T extends object>(props: PlainTableProps<T>) {
  const { table, rows, rowKey, onOpen, card, totals, rowTone, expand, selection } = props;
  const columns = table ? table.shown : (props.columns ?? []);
  const { t } = useTranslation();
  const narrow = useNarrow();
  const box = useRef<HTMLDivElement>(null);
  useScrollable(box, t('shared.table'));
  const empty = props.empty ?? <Blank title={t('shared.noRows')} />;
  if (narrow && card) {
    if (rows.length === 0) return <>{empty}</>;
    return <Cards rows={rows} rowKey={rowKey} card={card} onOpen={onOpen} />;
  }
  const shown: TableColumnsType<T> = columns.map((column) => ({
    key: column.key,
    title: <Explained>{column.title}</Explained>,
    ...(column.right ? { align: 'right' as const } : {}),
    ...(column.width ? { width: column.width } : {}),
    ...(column.fixed ? { fixed: column.fixed } : {}),
    render: (_: unknown, row: T) => column.render(row),
  }));
  return (
    <div ref={box} className="data-table" {...(table ? { 'data-testid': `table-${table.name}` } : {})}>
      {table ? (
        <div className="toolbar">
          <span className="grow" />
          <ColumnButtons table={table} />
        </div>
      ) : null}
      <Table<T>
        size={table?.density === 'roomy' ? 'middle' : 'small'}
        columns={shown}
        dataSource={rows as T[]}
        rowKey={rowKey}
        pagination={false}
        scroll={{ x: 'max-content' }}
        {...(selection
          ? { rowSelection: { selectedRowKeys: [...selection.rows.keys()], columnWidth: 40, onChange: (keys: React.Key[]) => selection.check(rows, keys.map(String)) } }
          : {})}
        rowClassName={(row) => `${onOpen ? 'clickable' : ''} ${rowTone?.(row) ?? ''}`}
        locale={{ emptyText: empty }}
        {...(onOpen
          ? {
              onRow: (row: T) => ({
                tabIndex: 0,
                onClick: (event: React.MouseEvent) => {
                  if (!(event.target as HTMLElement).closest('a,button')) onOpen(row);
                },
                onKeyDown: (event: React.KeyboardEvent) => {
                  if (event.key !== 'Enter' || event.target !== event.currentTarget) return;
                  // The same press must not reach what opens.
                  event.preventDefault();
                  onOpen(row);
                },
              }),
            }
          : {})}
        {...(expand ? { expandable: { expandedRowRender: expand } } : {})}
        {...(totals && rows.length > 0
          ? {
              summary: () => (
                <Table.Summary fixed="bottom">
                  <Table.Summary.Row>
                    {expand ? <Table.Summary.Cell index={0} /> : null}
                    {columns.map((column, index) => (
                      <Table.Summary.Cell key={column.key} index={expand ? index + 1 : index} align={column.right ? 'right' : 'left'}>
                        {totals[column.key]}
                      </Table.Summary.Cell>
                    ))}
                  </Table.Summary.Row>
                </Table.Summary>
              ),
            }
          : {})}
      />
    </div>
  );
}
