import {
  AccountBookOutlined, ApiOutlined, AuditOutlined, BankOutlined, BellOutlined, CalculatorOutlined, CheckSquareOutlined, DashboardOutlined, DatabaseOutlined, FieldTimeOutlined, FileTextOutlined, ImportOutlined, ProfileOutlined, ReadOutlined, SwapOutlined, TeamOutlined,
  UserSwitchOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';

export interface NavigationItem {
  path: string;
  /** Key of the title in the words. */
  title: string;
  /** Key of a shorter title, for the bottom bar of a phone. */
  short?: string;
  need: string;
  icon: ReactNode;
}

export interface NavigationGroup {
  title: string;
  items: NavigationItem[];
}

/** The menu tree of this release; what one may not read is absent. */
export const navigation: NavigationGroup[] = [
  { title: 'shared.menuInsights', items: [{ path: '/cockpit', title: 'cockpit.title', need: 'report.read', icon: <DashboardOutlined /> }] },
  { title: 'shared.menuCustomers', items: [{ path: '/customers', title: 'customer.title', need: 'customer.read', icon: <TeamOutlined /> }] },
  {
    title: 'shared.menuServicing',
    items: [
      { path: '/loans', title: 'loan.title', need: 'loan.read', icon: <FileTextOutlined /> },
      { path: '/loan-transactions', title: 'loan.transactions', need: 'loan.read', icon: <SwapOutlined /> },
      { path: '/close-of-business', title: 'close.title', short: 'close.short', need: 'close.read', icon: <FieldTimeOutlined /> },
      { path: '/ledger', title: 'ledger.title', need: 'ledger.read', icon: <AccountBookOutlined /> },
      { path: '/ledger/journal-entries', title: 'ledger.journalEntries', need: 'ledger.read', icon: <ProfileOutlined /> },
    ],
  },
  {
    title: 'shared.menuProducts',
    items: [
      { path: '/products', title: 'product.title', need: 'product.read', icon: <BankOutlined /> },
      { path: '/schedule-calculator', title: 'product.calculator', need: 'product.read', icon: <CalculatorOutlined /> },
    ],
  },
  {
    title: 'shared.menuSystem',
    items: [
      { path: '/messages', title: 'notice.title', need: 'signed_in', icon: <BellOutlined /> },
      { path: '/pending-changes', title: 'access.pending', need: 'signed_in', icon: <CheckSquareOutlined /> },
      { path: '/imports', title: 'import.title', need: 'import.run', icon: <ImportOutlined /> },
      { path: '/audit-entries', title: 'audit.title', need: 'audit.read', icon: <AuditOutlined /> },
      { path: '/master-data', title: 'reference.title', need: 'reference.read', icon: <DatabaseOutlined /> },
      { path: '/glossary', title: 'glossary.title', need: 'signed_in', icon: <ReadOutlined /> },
      { path: '/api-guide', title: 'openapi.title', need: 'signed_in', icon: <ApiOutlined /> },
      { path: '/users', title: 'access.users', need: 'access.read', icon: <UserSwitchOutlined /> },
    ],
  },
];

export const allItems: NavigationItem[] = navigation.flatMap((group) => group.items);

/** The menu item that a path belongs to: /loans/42 belongs to /loans; the longest wins. */
export function itemOf(path: string): NavigationItem | undefined {
  const above = allItems.filter((item) => path === item.path || path.startsWith(`${item.path}/`));
  return above.sort((a, b) => b.path.length - a.path.length)[0];
}
