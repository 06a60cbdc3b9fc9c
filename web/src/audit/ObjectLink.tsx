import { Link } from 'react-router';
import { useMay } from '../access/session';
import type { AuditEntry } from '../shared/api/types';

export const UUID = /^[0-9a-f-]{36}$/;

/** Where an audited object has its page. */
const PAGES: Record<string, [need: string, path: (id: string) => string]> = {
  loan: ['loan.read', (id) => (UUID.test(id) ? `/loans/${id}` : `/loans?q=${encodeURIComponent(id)}`)],
  customer: ['customer.read', (id) => `/customers/${id}`],
  product: ['product.read', (id) => `/products/${id}`],
  close_run: ['close.read', (id) => `/close-of-business/${id}`],
  journal_entry: ['ledger.read', (id) => `/ledger/journal-entries/${id}`],
};

export function ObjectLink({ entry }: { entry: AuditEntry }) {
  const may = useMay();
  const page = PAGES[entry.object_kind];
  const id = String(entry.object_id ?? '');
  if (page && may(page[0])) return <Link className="mono" to={page[1](id)}>{id}</Link>;
  return <span className="mono">{id || '—'}</span>;
}
