import { LeftOutlined, ReloadOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Select, Skeleton, Table, type TableColumnsType, Tooltip } from 'antd';
import type { TableRef } from 'antd/es/table';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Explained } from '../../glossary/Explained';
import type { Selection } from '../batch/useSelection';
import { formatCount, formatLeast } from '../money/format';
import { Blank, ProblemNote } from '../page/states';
import { useNarrow } from '../page/useNarrow';
import { isTyping } from '../shell/useShortcuts';
import { ColumnButtons } from './ColumnPanel';
import { Cards } from './Cards';
import type { Column } from './columns';
import { HeaderCell, type HeaderCellProps } from './HeaderCell';
import { useFilters } from './useFilters';
import { useRowKeys } from './useRowKeys';
import { useScrollable } from './useScrollable';
import type { Seek } from './useSeek';
import type { TableState } from './useTable';

interface SeekTableProps<T> {
  table: TableState<T>;
  rowKey: (row: T) => string;
  seek: Seek<T>;
  /** How many rows there are in all, when known; at least so many when there are `more`. */
  count?: number | undefined;
  more?: boolean | undefined;
  /** The rows that the reader has chosen; without it none can be. */
  selection?: Selection<T> | undefined;
  /** Stands above the rows: what can be done with the chosen ones. */
  selectionBar?: ReactNode;
  onOpen?: (row: T) => void;
  /** Where ⌘-click and middle click lead. */
  href?: (row: T) => string;
  /** How a row looks on a phone. */
  card: (row: T) => ReactNode;
  totals?: Record<string, ReactNode> | undefined;
  toolbar?: ReactNode;
  /** Right of the toolbar, before refresh. */
  tools?: ReactNode;
  empty?: ReactNode;
}

/** List table of the house: server-side sort and paging, pinned key, totals row, j/k keys, cards on a phone. */
export function SeekTable<T extends object>(props: SeekTableProps<T>) {
  const { t } = useTranslation();
  const { seek, table } = props;
  const narrow = useNarrow();
  const section = useRef<HTMLElement>(null);
  useScrollable(section, t('shared.table'));
  return (
    <section ref={section} className="panel data-table" data-testid={`table-${table.name}`}>
      <div className="toolbar">
        {props.toolbar}
        <span className="grow" />
        {props.tools}
        <Tooltip title={t('shared.refresh')}>
          <Button type="text" size="small" icon={<ReloadOutlined spin={seek.fetching} />} aria-label={t('shared.refresh')} onClick={seek.refetch} />
        </Tooltip>
        {narrow ? null : <ColumnButtons table={table} />}
      </div>
      {props.selectionBar}
      {seek.error ? (
        <div className="panel-body">
          <ProblemNote problem={seek.error} retry={seek.refetch} />
        </div>
      ) : !seek.ready || !table.ready ? (
        <div className="panel-body">
          <Skeleton active title={false} paragraph={{ rows: 10, width: '100%' }} />
        </div>
      ) : narrow ? (
        <RowCards {...props} />
      ) : (
        <Rows {...props} />
      )}
      <Foot seek={seek} table={table} count={props.count} more={props.more ?? false} narrow={narrow} />
    </section>
  );
}

/** What the address holds beside filters. */
const NO_FILTERS = ['tab', 'sort'];

/** A list without rows says whether it is the search that hides them. */
function NoRows() {
  const { t } = useTranslation();
  const [filters] = useFilters();
  if (!Object.keys(filters).some((name) => !NO_FILTERS.includes(name))) return <Blank title={t('shared.noRowsYet')} />;
  return <Blank title={t('shared.noRows')}>{t('shared.noRowsHint')}</Blank>;
}

function RowCards<T extends object>({ seek, card, rowKey, onOpen, empty }: SeekTableProps<T>) {
  if (seek.rows.length === 0) return <>{empty ?? <NoRows />}</>;
  return <Cards rows={seek.rows} rowKey={rowKey} card={card} onOpen={onOpen} />;
}

function Rows<T extends object>(props: SeekTableProps<T>) {
  const { t } = useTranslation();
  const { seek, table, rowKey, onOpen, href, totals, empty, selection } = props;
  const body = useRef<TableRef>(null);
  const height = useHeight(table.continuous);
  const focused = useRowKeys(seek.rows.length, (index) => {
    const row = seek.rows[index];
    if (row) onOpen?.(row);
  });
  const columns = table.shown;
  const width = columns.reduce((sum, column) => sum + (column.width ?? 140), 0);
  const top = useRef(0);
  const follow = (event: React.UIEvent<HTMLDivElement>) => {
    const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
    top.current = scrollTop;
    if (scrollHeight - scrollTop - clientHeight < 2 * clientHeight) seek.more?.();
  };
  useEffect(() => {
    if (table.continuous && focused >= 0) body.current?.scrollTo({ index: focused });
  }, [table.continuous, focused]);
  const rows = (
    <Table<T>
      size={table.density === 'roomy' ? 'middle' : 'small'}
      columns={useHeads(table)}
      components={{ header: { cell: HeaderCell } }}
      dataSource={seek.rows}
      rowKey={rowKey}
      pagination={false}
      {...(selection ? { rowSelection: choosing(selection, seek.rows) } : {})}
      scroll={table.continuous ? { x: Math.max(width, 600), y: height } : { x: width }}
      {...(table.continuous ? { virtual: true, ref: body, onScroll: follow } : { sticky: { offsetHeader: 0, offsetScroll: 44 } })}
      showSorterTooltip={false}
      sortDirections={['descend', 'ascend']}
      rowClassName={(_, index) => `${onOpen ? 'clickable' : ''} ${index === focused ? 'focused' : ''}`}
      locale={{ emptyText: empty ?? <NoRows /> }}
      onChange={(_pages, _filters, sorter) => {
        const one = Array.isArray(sorter) ? sorter[0] : sorter;
        const field = columns.find((column) => column.key === one?.columnKey)?.sort;
        table.setSort(field && one?.order ? (one.order === 'descend' ? `-${field}` : field) : undefined);
      }}
      onRow={(row) => ({
        onClick: (event) => {
          if ((event.target as HTMLElement).closest('a,button,.ant-table-selection-column')) return;
          if ((event.metaKey || event.ctrlKey) && href) window.open(href(row), '_blank');
          else onOpen?.(row);
        },
        onAuxClick: (event) => {
          if (event.button === 1 && href && !(event.target as HTMLElement).closest('a')) window.open(href(row), '_blank');
        },
      })}
      {...(totals && seek.rows.length > 0 ? { summary: () => totalsRow(table, totals, selection !== undefined) } : {})}
    />
  );
  if (!table.continuous) return rows;
  const go = (to: number) => body.current?.scrollTo({ top: Math.max(0, to) });
  return (
    <div className="scrolling-rows" data-testid="scrolling-rows" tabIndex={0} role="group" aria-label={t('shared.table')} onKeyDown={(event) => scrollBy(event, { top: top.current, height, end: seek.rows.length * TALLEST }, go)}>
      {rows}
    </div>
  );
}

/** No row is higher; the list stops at its end. */
const TALLEST = 100;

/** The scrolled part is no element that the browser scrolls by keys: they are followed here. */
function scrollBy(event: React.KeyboardEvent, { top, height, end }: { top: number; height: number; end: number }, go: (to: number) => void) {
  if (isTyping(event.target) || event.metaKey || event.ctrlKey || event.altKey) return;
  const to = { PageDown: top + height - 40, PageUp: top - height + 40, ArrowDown: top + 40, ArrowUp: top - 40, Home: 0, End: end }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  go(to);
}

function choosing<T>(selection: Selection<T>, page: readonly T[]) {
  return {
    selectedRowKeys: [...selection.rows.keys()],
    preserveSelectedRowKeys: true,
    columnWidth: 40,
    fixed: true,
    onChange: (keys: React.Key[]) => selection.check(page, keys.map(String)),
  };
}

/** A list that scrolls fills the window below its head, so that its foot stays in sight. */
function useHeight(wanted: boolean): number {
  const [height, setHeight] = useState(480);
  useEffect(() => {
    if (!wanted) return undefined;
    const measure = () => setHeight(Math.max(280, window.innerHeight - 330));
    measure();
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, [wanted]);
  return height;
}

/** Once a reader has set a width, columns keep theirs and an empty one takes the rest of the screen. */
const REST = 'rest';

function withRest<T>(table: TableState<T>): (Column<T> | null)[] {
  const { shown } = table;
  if (!table.sized) return shown;
  const free = shown.filter((column) => column.fixed !== 'right');
  return [...free, null, ...shown.slice(free.length)];
}

function useHeads<T extends object>(table: TableState<T>): TableColumnsType<T> {
  const { t } = useTranslation();
  const { sort } = table;
  return withRest(table).map((column) => {
    if (!column) return { key: REST };
    const { sort: field, key, title } = column;
    const resizing = { key, label: t('preference.widthOf', { column: title }), onWidth: (width: number | null) => table.setWidth(key, width) };
    return {
      key,
      title: <Explained>{title}</Explained>,
      ellipsis: !column.right && column.width !== undefined,
      ...(column.right ? { align: 'right' as const } : {}),
      ...(column.width ? { width: column.width } : {}),
      ...(column.fixed ? { fixed: column.fixed } : {}),
      ...(field ? { sorter: true, sortOrder: sort === field ? ('ascend' as const) : sort === `-${field}` ? ('descend' as const) : null } : {}),
      onHeaderCell: (): HeaderCellProps => ({ resizing }),
      render: (_: unknown, row: T) => column.render(row),
    };
  });
}

/** A function, not a component: the table pins the row only when it gets Table.Summary itself. */
function totalsRow<T>(table: TableState<T>, totals: Record<string, ReactNode>, chosen: boolean) {
  const first = chosen ? 1 : 0;
  return (
    <Table.Summary fixed="bottom">
      <Table.Summary.Row>
        {chosen ? <Table.Summary.Cell index={0} /> : null}
        {withRest(table).map((column, index) => (
          <Table.Summary.Cell key={column?.key ?? REST} index={index + first} align={column?.right ? 'right' : 'left'}>
            {column ? totals[column.key] : null}
          </Table.Summary.Cell>
        ))}
      </Table.Summary.Row>
    </Table.Summary>
  );
}

function Foot<T>({ seek, table, count, more, narrow }: { seek: Seek<T>; table: TableState<T>; count: number | undefined; more: boolean; narrow: boolean }) {
  const { t } = useTranslation();
  const to = seek.from + seek.rows.length - 1;
  const none = seek.ready && seek.rows.length === 0;
  const range = none ? t('shared.noneOf') : `${formatCount(seek.from)}–${formatCount(to)}`;
  return (
    <div className="table-foot">
      <span className="muted num" data-testid="range">
        {count === undefined || none || (more && to > count) ? range : t('shared.rangeOf', { range, total: formatLeast(count, more) })}
      </span>
      <span className="grow" />
      {narrow ? null : (
        <Select
          size="small"
          value={table.continuous ? 0 : table.pageSize}
          onChange={table.setPageSize}
          style={{ width: 116 }}
          aria-label={t('shared.pageSize')}
          options={[{ value: 0, label: t('preference.continuous') }, ...[20, 50, 100, 200].map((limit) => ({ value: limit, label: t('shared.perPage', { n: limit }) }))]}
          data-testid="page-size"
        />
      )}
      {table.continuous ? null : <>
      <Button size="small" icon={<LeftOutlined />} disabled={!seek.previous} onClick={seek.previous} data-testid="previous-page">
        {t('shared.previous')}
      </Button>
      <Button size="small" icon={<RightOutlined />} iconPlacement="end" disabled={!seek.next} onClick={seek.next} data-testid="next-page">
        {t('shared.next')}
      </Button>
      </>}
    </div>
  );
}
