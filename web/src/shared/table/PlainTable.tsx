import { SearchOutlined } from '@ant-design/icons';
import { Input, Table, type TableColumnsType } from 'antd';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Explained } from '../../glossary/Explained';
import type { Selection } from '../batch/useSelection';
import { formatCount } from '../money/format';
import { Blank } from '../page/states';
import { useNarrow } from '../page/useNarrow';
import { found, inOrder } from './arrange';
import { Cards } from './Cards';
import { ColumnButtons } from './ColumnPanel';
import type { Column } from './columns';
import { HeaderCell, type HeaderCellProps } from './HeaderCell';
import { useScrollable } from './useScrollable';
import { type TableState, useTable } from './useTable';

interface PlainTableProps<T> {
  columns: Column<T>[];
  /** Names a table whose reader arranges it: columns, density, order and a filter, kept on the server under this name. */
  name?: string;
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
  /** Right of the filter. */
  tools?: ReactNode;
}

/** A table whose rows are all here (a schedule, a trial balance): no paging, totals row, cards on a phone. */
export function PlainTable<T extends object>(props: PlainTableProps<T>) {
  return props.name === undefined ? <Rows {...props} /> : <Arranged {...props} name={props.name} />;
}

/** So few rows are seen at a glance. */
const FILTERED_FROM = 5;

function Arranged<T extends object>(props: PlainTableProps<T> & { name: string }) {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const [text, setText] = useState('');
  const columns = useMemo(() => props.columns.map((column) => (column.value ? { ...column, sort: column.key } : column)), [props.columns]);
  const table = useTable(props.name, columns);
  const rows = useMemo(() => inOrder(found(props.rows, columns, text), columns, table.sort), [props.rows, columns, text, table.sort]);
  const searched = props.rows.length >= FILTERED_FROM && columns.some((column) => column.value);
  const { totals, ...rest } = props;
  // Totals are those of all rows.
  const whole = totals && rows.length === props.rows.length ? { totals } : {};
  return (
    <div data-testid={`table-${props.name}`}>
      {searched || props.tools || !narrow ? (
        <div className="toolbar">
          {searched ? (
            <Input
              allowClear
              size="small"
              prefix={<SearchOutlined />}
              className="quick-filter"
              aria-label={t('shared.filterRows')}
              placeholder={t('shared.filterRows')}
              value={text}
              onChange={(event) => setText(event.target.value)}
              data-testid="quick-filter"
            />
          ) : null}
          {text.trim() ? <span className="muted small num" data-testid="filtered">{t('shared.rangeOf', { range: formatCount(rows.length), total: formatCount(props.rows.length) })}</span> : null}
          <span className="grow" />
          {props.tools}
          {narrow ? null : <ColumnButtons table={table} />}
        </div>
      ) : null}
      <Rows {...rest} {...whole} columns={table.shown} rows={rows} table={table} />
    </div>
  );
}

function Rows<T extends object>({ table, ...props }: PlainTableProps<T> & { table?: TableState<T> }) {
  const { columns, rows, rowKey, onOpen, card, totals, rowTone, expand, selection } = props;
  const { t } = useTranslation();
  const narrow = useNarrow();
  const box = useRef<HTMLDivElement>(null);
  useScrollable(box, t('shared.table'));
  const heads = useHeads(columns, table);
  const empty = props.empty ?? <Blank title={t('shared.noRows')} />;
  if (narrow && card) {
    if (rows.length === 0) return <>{empty}</>;
    return <Cards rows={rows} rowKey={rowKey} card={card} onOpen={onOpen} />;
  }
  return (
    <div ref={box} className="data-table">
      <Table<T>
        size={table?.density === 'roomy' ? 'middle' : 'small'}
        columns={heads}
        {...(table ? { components: { header: { cell: HeaderCell } }, showSorterTooltip: false, sortDirections: ['ascend' as const, 'descend' as const] } : {})}
        dataSource={rows as T[]}
        rowKey={rowKey}
        pagination={false}
        scroll={{ x: 'max-content' }}
        {...(selection
          ? { rowSelection: { selectedRowKeys: [...selection.rows.keys()], columnWidth: 40, onChange: (keys: React.Key[]) => selection.check(rows, keys.map(String)) } }
          : {})}
        rowClassName={(row) => `${onOpen ? 'clickable' : ''} ${rowTone?.(row) ?? ''}`}
        locale={{ emptyText: empty }}
        onChange={(_pages, _filters, sorter) => {
          const one = Array.isArray(sorter) ? sorter[0] : sorter;
          table?.setSort(one?.order ? `${one.order === 'descend' ? '-' : ''}${String(one.columnKey)}` : undefined);
        }}
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
        {...(totals && rows.length > 0 ? { summary: () => totalsRow(columns, totals, (expand ? 1 : 0) + (selection ? 1 : 0)) } : {})}
      />
    </div>
  );
}

function useHeads<T>(columns: readonly Column<T>[], table: TableState<T> | undefined): TableColumnsType<T> {
  const { t } = useTranslation();
  return columns.map((column) => {
    const { key, title, sort: field } = column;
    const head = table ? { resizing: { key, label: t('preference.widthOf', { column: title }), onWidth: (width: number | null) => table.setWidth(key, width) } } : undefined;
    return {
      key,
      title: <Explained>{title}</Explained>,
      ...(column.right ? { align: 'right' as const } : {}),
      ...(column.width ? { width: column.width } : {}),
      ...(column.fixed ? { fixed: column.fixed } : {}),
      ...(table && field ? { sorter: true, sortOrder: table.sort === field ? ('ascend' as const) : table.sort === `-${field}` ? ('descend' as const) : null } : {}),
      ...(head ? { onHeaderCell: (): HeaderCellProps => head } : {}),
      render: (_: unknown, row: T) => column.render(row),
    };
  });
}

/** A function, not a component: the table pins the row only when it gets Table.Summary itself. */
function totalsRow<T>(columns: readonly Column<T>[], totals: Record<string, ReactNode>, first: number) {
  return (
    <Table.Summary fixed="bottom">
      <Table.Summary.Row>
        {Array.from({ length: first }, (_, index) => (
          <Table.Summary.Cell key={`first-${index}`} index={index} />
        ))}
        {columns.map((column, index) => (
          <Table.Summary.Cell key={column.key} index={index + first} align={column.right ? 'right' : 'left'}>
            {totals[column.key]}
          </Table.Summary.Cell>
        ))}
      </Table.Summary.Row>
    </Table.Summary>
  );
}
