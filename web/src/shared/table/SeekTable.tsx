import { LeftOutlined, ReloadOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Select, Skeleton, Table, type TableColumnsType, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../money/format';
import { Blank, ProblemNote } from '../page/states';
import { useNarrow } from '../page/useNarrow';
import { type Column, ColumnButtons, useColumnSettings } from './columns';
import { useRowKeys } from './useRowKeys';
import type { Seek } from './useSeek';

interface SeekTableProps<T> {
  /** Settings are kept under this name. */
  name: string;
  columns: Column<T>[];
  rowKey: (row: T) => string;
  seek: Seek<T>;
  /** How many rows there are in all, when known. */
  count?: number | undefined;
  sort?: string | undefined;
  onSort?: (sort: string | undefined) => void;
  onOpen?: (row: T) => void;
  /** Where ⌘-click and middle click lead. */
  href?: (row: T) => string;
  /** How a row looks on a phone. */
  card: (row: T) => ReactNode;
  totals?: Record<string, ReactNode> | undefined;
  toolbar?: ReactNode;
  empty?: ReactNode;
}

/** List table of the house: server-side sort and paging, pinned key, totals row, j/k keys, cards on a phone. */
export function SeekTable<T extends object>(props: SeekTableProps<T>) {
  const { t } = useTranslation();
  const { seek, columns } = props;
  const narrow = useNarrow();
  const settings = useColumnSettings(props.name, columns);
  return (
    <section className="panel data-table" data-testid={`table-${props.name}`}>
      <div className="toolbar">
        {props.toolbar}
        <span className="grow" />
        <Tooltip title={t('shared.refresh')}>
          <Button type="text" size="small" icon={<ReloadOutlined spin={seek.fetching} />} aria-label={t('shared.refresh')} onClick={seek.refetch} />
        </Tooltip>
        {narrow ? null : <ColumnButtons columns={columns} settings={settings} />}
      </div>
      {seek.error ? (
        <div className="panel-body">
          <ProblemNote problem={seek.error} retry={seek.refetch} />
        </div>
      ) : !seek.ready ? (
        <div className="panel-body">
          <Skeleton active title={false} paragraph={{ rows: 10, width: '100%' }} />
        </div>
      ) : narrow ? (
        <Cards {...props} />
      ) : (
        <Rows {...props} columns={columns.filter((column) => settings.isShown(column.key))} roomy={settings.roomy} />
      )}
      <Foot seek={seek} count={props.count} narrow={narrow} />
    </section>
  );
}

function Cards<T extends object>({ seek, card, rowKey, onOpen, empty }: SeekTableProps<T>) {
  const { t } = useTranslation();
  if (seek.rows.length === 0) return <>{empty ?? <Blank title={t('shared.noRows')}>{t('shared.noRowsHint')}</Blank>}</>;
  return (
    <div className="cards">
      {seek.rows.map((row) => (
        <div className="card" key={rowKey(row)} onClick={() => onOpen?.(row)}>
          {card(row)}
        </div>
      ))}
    </div>
  );
}

function Rows<T extends object>(props: SeekTableProps<T> & { roomy: boolean }) {
  const { seek, columns, rowKey, sort, onSort, onOpen, href, totals, empty, roomy } = props;
  const { t } = useTranslation();
  const focused = useRowKeys(seek.rows.length, (index) => {
    const row = seek.rows[index];
    if (row) onOpen?.(row);
  });
  const shown: TableColumnsType<T> = columns.map((column) => ({
    key: column.key,
    title: column.title,
    ellipsis: !column.right && column.width !== undefined,
    ...(column.right ? { align: 'right' as const } : {}),
    ...(column.width ? { width: column.width } : {}),
    ...(column.fixed ? { fixed: column.fixed } : {}),
    ...(column.sort
      ? { sorter: true, sortOrder: sort === column.sort ? ('ascend' as const) : sort === `-${column.sort}` ? ('descend' as const) : null }
      : {}),
    render: (_: unknown, row: T) => column.render(row),
  }));
  const width = columns.reduce((sum, column) => sum + (column.width ?? 140), 0);
  return (
    <Table<T>
      size={roomy ? 'middle' : 'small'}
      columns={shown}
      dataSource={seek.rows}
      rowKey={rowKey}
      pagination={false}
      scroll={{ x: width }}
      sticky={{ offsetHeader: 0, offsetScroll: 44 }}
      showSorterTooltip={false}
      sortDirections={['descend', 'ascend']}
      rowClassName={(_, index) => `${onOpen ? 'clickable' : ''} ${index === focused ? 'focused' : ''}`}
      locale={{ emptyText: empty ?? <Blank title={t('shared.noRows')}>{t('shared.noRowsHint')}</Blank> }}
      onChange={(_pages, _filters, sorter) => {
        const one = Array.isArray(sorter) ? sorter[0] : sorter;
        const field = columns.find((column) => column.key === one?.columnKey)?.sort;
        onSort?.(field && one?.order ? (one.order === 'descend' ? `-${field}` : field) : undefined);
      }}
      onRow={(row) => ({
        onClick: (event) => {
          if ((event.target as HTMLElement).closest('a,button')) return;
          if ((event.metaKey || event.ctrlKey) && href) window.open(href(row), '_blank');
          else onOpen?.(row);
        },
        onAuxClick: (event) => {
          if (event.button === 1 && href && !(event.target as HTMLElement).closest('a')) window.open(href(row), '_blank');
        },
      })}
      {...(totals && seek.rows.length > 0 ? { summary: () => totalsRow(columns, totals) } : {})}
    />
  );
}

/** A function, not a component: the table pins the row only when it gets Table.Summary itself. */
function totalsRow<T>(columns: Column<T>[], totals: Record<string, ReactNode>) {
  return (
    <Table.Summary fixed="bottom">
      <Table.Summary.Row>
        {columns.map((column, index) => (
          <Table.Summary.Cell key={column.key} index={index} align={column.right ? 'right' : 'left'}>
            {totals[column.key]}
          </Table.Summary.Cell>
        ))}
      </Table.Summary.Row>
    </Table.Summary>
  );
}

function Foot<T>({ seek, count, narrow }: { seek: Seek<T>; count: number | undefined; narrow: boolean }) {
  const { t } = useTranslation();
  const to = seek.from + seek.rows.length - 1;
  const range = seek.rows.length > 0 ? `${formatCount(seek.from)}–${formatCount(to)}` : '0';
  return (
    <div className="table-foot">
      <span className="muted num" data-testid="range">
        {count === undefined ? range : t('shared.rangeOf', { range, total: formatCount(count) })}
      </span>
      <span className="grow" />
      {narrow ? null : (
        <Select
          size="small"
          value={seek.limit}
          onChange={seek.setLimit}
          style={{ width: 110 }}
          aria-label={t('shared.pageSize')}
          options={[20, 50, 100, 200].map((limit) => ({ value: limit, label: t('shared.perPage', { n: limit }) }))}
        />
      )}
      <Button size="small" icon={<LeftOutlined />} disabled={!seek.previous} onClick={seek.previous} data-testid="previous-page">
        {t('shared.previous')}
      </Button>
      <Button size="small" icon={<RightOutlined />} iconPlacement="end" disabled={!seek.next} onClick={seek.next} data-testid="next-page">
        {t('shared.next')}
      </Button>
    </div>
  );
}
