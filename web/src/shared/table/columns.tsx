import type { ReactNode } from 'react';
import type { Said } from './arrange';
import type { ColumnSpec } from './layout';

export interface Column<T> extends ColumnSpec {
  title: string;
  render: (row: T) => ReactNode;
  right?: boolean;
  /** Name that the server sorts by; absent = not sortable. */
  sort?: string;
  /** What a table whose rows are all here orders by and finds the row by. */
  value?: (row: T) => Said;
}
