import { AccountBookOutlined, BankOutlined, FileTextOutlined, HistoryOutlined, ReadOutlined, UserOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useSession } from '../../access/session';
import { TERMS } from '../../glossary/Explained';
import { api, unwrap } from '../api/client';
import { pick } from '../i18n';
import { useDebounced } from '../page/useDebounced';
import { StateTag } from '../StateTag';
import type { NavigationGroup } from './navigation';
import { loadRecent } from './recent';
import { useActions } from './useActions';

/** One line of the search: an address to open or something to do here. */
export interface Hit {
  key: string;
  kind: string;
  icon: ReactNode;
  text: string;
  /** What may be kept in the browser as recently opened: a number, never a name. */
  number?: string;
  extra?: ReactNode;
  path?: string;
  run?: () => void;
}

export interface HitGroup {
  title: string;
  hits: Hit[];
  /** There are more than are shown. */
  more?: boolean;
}

export interface Found {
  groups: HitGroup[];
  searching: boolean;
  problem: unknown;
}

const MOST = 6;

function matches(wanted: string, ...texts: string[]): boolean {
  return texts.some((text) => text.toLowerCase().includes(wanted));
}

/** Asks the lists themselves: each is indexed for `q`, and each shows only what its reader may see. */
function useRecords(asked: string, open: boolean) {
  const may = useMay();
  const q = useDebounced(asked, 180);
  // Never what was found for other words: Enter must not open it.
  const on = open && q.length > 1 && q === asked;
  const page = { params: { query: { q, limit: MOST } } };
  const loans = useQuery({
    queryKey: ['palette', 'loans', q], enabled: on && may('loan.read'),
    queryFn: () => unwrap(api.GET('/api/v1/loans', page)),
  });
  const customers = useQuery({
    queryKey: ['palette', 'customers', q], enabled: on && may('customer.read'),
    queryFn: () => unwrap(api.GET('/api/v1/customers', page)),
  });
  const products = useQuery({
    queryKey: ['palette', 'products', q], enabled: on && may('product.read'),
    queryFn: () => unwrap(api.GET('/api/v1/products', page)),
  });
  // Accounts are a short list; it is fetched once and looked through here.
  const accounts = useQuery({
    queryKey: ['ledger', 'accounts'], enabled: open && asked !== '' && may('ledger.read'),
    queryFn: () => unwrap(api.GET('/api/v1/ledger/accounts')),
  });
  const all = [loans, customers, products, accounts];
  return {
    loans: on && may('loan.read') ? loans.data : undefined,
    customers: on && may('customer.read') ? customers.data : undefined,
    products: on && may('product.read') ? products.data : undefined,
    accounts: asked && may('ledger.read') ? accounts.data : undefined,
    searching: (asked.length > 1 && q !== asked) || all.some((one) => one.isFetching),
    problem: all.find((one) => one.isError)?.error,
  };
}

const first = (title: string, hits: Hit[], more = false): HitGroup => ({ title, hits: hits.slice(0, MOST), more: more || hits.length > MOST });

export function useHits(asked: string, menu: NavigationGroup[], open: boolean): Found {
  const { t, i18n } = useTranslation();
  const { user } = useSession();
  const words = asked.trim();
  const wanted = words.toLowerCase();
  const records = useRecords(words, open);
  const actions = useActions();
  const pages = menu
    .flatMap((group) => group.items)
    .filter((item) => matches(wanted, t(item.title), item.path))
    .map((item): Hit => ({ key: item.path, kind: 'menu', icon: item.icon, text: t(item.title), path: item.path }));
  const recent = wanted || !open ? [] : loadRecent(user.login).map((one): Hit => ({ key: `recent ${one.path}`, kind: one.kind, icon: <HistoryOutlined />, text: one.text, number: one.text, path: one.path }));
  const loans = (records.loans?.items ?? []).map((loan): Hit => ({
    key: loan.id, kind: 'loan', icon: <FileTextOutlined />, text: `${loan.number} · ${loan.customer_name}`, number: loan.number,
    extra: <StateTag area="loanStatus" code={loan.status} />, path: `/loans/${loan.id}`,
  }));
  const customers = (records.customers?.items ?? []).map((one): Hit => ({
    key: one.id, kind: 'customer', icon: <UserOutlined />, text: `${one.number} · ${one.name}`, number: one.number,
    extra: <span className="muted small num">{one.identity_masked}</span>, path: `/customers/${one.id}`,
  }));
  const products = (records.products?.items ?? []).map((one): Hit => ({
    key: one.id, kind: 'product', icon: <BankOutlined />, text: `${one.code} v${one.version} · ${pick(one.name_zh, one.name_en)}`, number: `${one.code} v${one.version}`,
    extra: <StateTag area="productStatus" code={one.status} />, path: `/products/${one.id}`,
  }));
  const accounts = (records.accounts?.items ?? [])
    .filter((one) => one.code.startsWith(words) || matches(wanted, one.name_zh, one.name_en))
    .map((one): Hit => ({ key: one.code, kind: 'account', icon: <AccountBookOutlined />, text: `${one.code} · ${pick(one.name_zh, one.name_en)}`, number: one.code, path: `/ledger/accounts/${one.code}` }));
  const english = i18n.language === 'en';
  const terms = (wanted ? Object.entries(TERMS) : [])
    .filter(([, one]) => matches(wanted, one.zh, one.en, ...(one.alsoZh ?? []), ...(one.alsoEn ?? [])))
    .map(([term, one]): Hit => ({
      key: `term ${term}`, kind: 'term', icon: <ReadOutlined />, text: english ? `${one.en} · ${one.textEn}` : `${one.zh} · ${one.textZh}`,
      path: `/glossary?q=${encodeURIComponent(english ? one.en : one.zh)}`,
    }));
  const groups = [
    { title: t('shared.recent'), hits: recent },
    first(t('loan.title'), loans, Boolean(records.loans?.next_cursor)),
    first(t('customer.title'), customers, Boolean(records.customers?.next_cursor)),
    { title: t('shared.menu'), hits: pages },
    { title: t('shared.actions'), hits: actions.filter((one) => matches(wanted, one.text)) },
    first(t('product.title'), products, Boolean(records.products?.next_cursor)),
    first(t('shared.accounts'), accounts),
    first(t('glossary.title'), terms),
  ];
  return { groups: groups.filter((group) => group.hits.length > 0), searching: records.searching, problem: records.problem };
}
