import { FilterOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newCommandKey, commandHeaders } from '../api/client';
import type { Export, ExportListBody } from '../api/types';
import { ExportButton } from '../export/ExportButton';
import { QueryDialog, useDescription } from '../query/QueryDialog';
import { FilterTags } from '../views/FilterTags';
import { filedColumns, isMasked } from './declared';
import type { DeclaredList } from './useDeclaredList';

/** So many rows are counted and summed unasked. */
export const COUNTED_UNASKED = 10_000;

interface ListQueryButtonProps<T> {
  list: DeclaredList<T>;
  /** How many rows a composed search finds beside the simple filters. */
  count: (where: string) => Promise<{ count: number; more: boolean }>;
}

/** Opens the composed search of a declared list; what the simple filters ask stays asked. */
export function ListQueryButton<T>({ list, count }: ListQueryButtonProps<T>) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  if (list.fields.length === 0) return null;
  return (
    <>
      <Button size="small" icon={<FilterOutlined />} onClick={() => setOpen(true)} data-testid="compose">
        {t('query.advanced')}
      </Button>
      {open ? (
        <QueryDialog
          list={list.name}
          fields={list.fields}
          currencies={list.currencies}
          text={list.filters.where}
          count={count}
          close={() => setOpen(false)}
          apply={(where) => {
            setOpen(false);
            list.change({ where });
          }}
        />
      ) : null}
    </>
  );
}

interface ListExportProps<T> {
  list: DeclaredList<T>;
  rows: number | undefined;
  take: (body: ExportListBody, headers: ReturnType<typeof commandHeaders>) => Promise<Export>;
}

/** A declared list as it is seen, as a file; absent for those who may not take it. */
export function ListExport<T>({ list, rows, take }: ListExportProps<T>) {
  const declared = list.declared;
  if (!declared?.may_export) return null;
  const columns = filedColumns(declared, list.table.shown.map((column) => column.key));
  return (
    <ExportButton
      columns={columns.length}
      rows={rows}
      revealing={declared.may_reveal && isMasked(declared, columns)}
      start={(format, reason) => take({ format, columns, ...(reason ? { reveal_reason: reason } : {}) }, commandHeaders(newCommandKey()))}
    />
  );
}

interface ListTagsProps<T> {
  list: DeclaredList<T>;
  /** The simple filters and their titles. */
  titles: Record<string, string>;
  /** The words of a filter's value. */
  value?: (name: string, value: string) => ReactNode;
  /** Stands there while nothing narrows it. */
  none?: string;
}

/** What narrows a declared list now; each can be taken away alone. */
export function ListTags<T>({ list, titles, value, none = '' }: ListTagsProps<T>) {
  const { t } = useTranslation();
  const { filters, change, fields } = list;
  const composed = useDescription(fields, filters.where);
  const tags = Object.entries(filters)
    .filter(([name]) => titles[name])
    .map(([name, text]) => ({ name, label: titles[name]!, value: value?.(name, text) ?? text }));
  const all = filters.where ? [...tags, { name: 'where', label: t('query.composed'), value: composed }] : tags;
  return <FilterTags tags={all} none={none} remove={(name) => change({ [name]: undefined })} />;
}
