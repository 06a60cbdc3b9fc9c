import { api, commandHeaders, newCommandKey, unwrap } from '../shared/api/client';
import type { LoanRow } from '../shared/api/types';
import { ExportButton } from '../shared/export/ExportButton';
import type { Filters } from '../shared/table/useFilters';
import type { TableState } from '../shared/table/useTable';
import { loanQuery } from './api';

interface LoanExportProps {
  filters: Filters;
  table: TableState<LoanRow>;
  rows: number | undefined;
}

/** The list as it is seen, as a file: its filters, its order, its columns. */
export function LoanExport({ filters, table, rows }: LoanExportProps) {
  const columns = table.shown.map((column) => column.key);
  const query = loanQuery({ ...filters, ...(table.sort ? { sort: table.sort } : {}) });
  return (
    <ExportButton
      columns={columns.length}
      rows={rows}
      start={(format) => unwrap(api.POST('/api/v1/loans/exports', { params: { query }, body: { format, columns }, headers: commandHeaders(newCommandKey()) }))}
    />
  );
}
