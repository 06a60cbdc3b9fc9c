import { type ComponentType, lazy, type ReactNode } from 'react';
import { matchPath, type RouteObject } from 'react-router';
import { useMay } from './access/session';
import { Forbidden, NotFound } from './shared/page/states';

function Guarded({ need, children }: { need: string; children: ReactNode }) {
  const may = useMay();
  return may(need) ? children : <Forbidden />;
}

const arriving: { path: string; load: () => Promise<unknown> }[] = [];

/** Sends for the page of an address while the session is still being asked for; the empty address is the cockpit's. */
export function sendFor(path: string): void {
  const wanted = path === '/' ? '/cockpit' : path;
  void arriving.find((one) => matchPath(one.path, wanted))?.load();
}

/** A page arrives with its own chunk when it is first opened, and only for those who may see it. */
function page(path: string, need: string, load: () => Promise<{ default: ComponentType }>): RouteObject {
  const Content = lazy(load);
  arriving.push({ path, load });
  return {
    path,
    element: (
      <Guarded need={need}>
        <Content />
      </Guarded>
    ),
  };
}

export const pages: RouteObject[] = [
  page('/cockpit', 'report.read', () => import('./cockpit/CockpitPage')),
  page('/loans', 'loan.read', () => import('./loan/LoanListPage')),
  page('/loans/new', 'loan.book', () => import('./loan/BookLoanPage')),
  page('/loans/:id', 'loan.read', () => import('./loan/LoanPage')),
  page('/loans/:id/sheet', 'loan.read', () => import('./loan/LoanSheetPage')),
  page('/loan-transactions', 'loan.read', () => import('./loan/TransactionsPage')),
  page('/customers', 'customer.read', () => import('./customer/CustomerListPage')),
  page('/customers/:id', 'customer.read', () => import('./customer/CustomerPage')),
  page('/products', 'product.read', () => import('./product/ProductListPage')),
  page('/products/:id', 'product.read', () => import('./product/ProductPage')),
  page('/products/:id/edit', 'product.write', () => import('./product/EditProductPage')),
  page('/schedule-calculator', 'product.read', () => import('./product/CalculatorPage')),
  page('/ledger', 'ledger.read', () => import('./ledger/TrialBalancePage')),
  page('/ledger/accounts/:code', 'ledger.read', () => import('./ledger/AccountPage')),
  page('/ledger/journal-entries', 'ledger.read', () => import('./ledger/JournalEntriesPage')),
  page('/ledger/journal-entries/:id', 'ledger.read', () => import('./ledger/JournalEntryPage')),
  page('/close-of-business', 'close.read', () => import('./close/CloseRunsPage')),
  page('/close-of-business/:date', 'close.read', () => import('./close/CloseRunPage')),
  page('/imports', 'import.run', () => import('./import/ImportsPage')),
  page('/imports/new', 'import.run', () => import('./import/NewImportPage')),
  page('/imports/cut-over', 'ledger.read', () => import('./import/CutOverPage')),
  page('/imports/:id', 'import.run', () => import('./import/ImportPage')),
  page('/audit-archives', 'audit.read', () => import('./audit/ArchivesPage')),
  page('/audit-entries', 'audit.read', () => import('./audit/AuditEntriesPage')),
  page('/api-guide', 'signed_in', () => import('./openapi/ApiPage')),
  page('/glossary', 'signed_in', () => import('./glossary/GlossaryPage')),
  page('/messages', 'signed_in', () => import('./notice/MessagesPage')),
  page('/pending-changes', 'signed_in', () => import('./access/PendingPage')),
  page('/master-data', 'reference.read', () => import('./reference/ReferencePage')),
  page('/users', 'access.read', () => import('./access/UsersPage')),
  { path: '*', element: <NotFound /> },
];
