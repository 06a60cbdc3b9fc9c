import { Form, Input } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { api, unwrap } from '../shared/api/client';
import type { Product } from '../shared/api/types';
import { pick } from '../shared/i18n';
import { ListExport, ListQueryButton, ListTags } from '../shared/list/ListTools';
import { type Look, useDeclaredList, useListSeek } from '../shared/list/useDeclaredList';
import { countWhere, useListCount } from '../shared/list/useListCount';
import { Page } from '../shared/page/Page';
import { StateTag, Word } from '../shared/StateTag';
import { SearchForm } from '../shared/table/SearchForm';
import { SeekTable } from '../shared/table/SeekTable';
import { ViewsMenu } from '../shared/views/ViewsMenu';
import { ProductRate } from './ProductRate';

/** Every version of every product. */
export default function ProductListPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const list = useDeclaredList<Product>('products', useLooks());
  const query = list.filters.q ? { q: list.filters.q } : {};
  const ask = (part: object) => unwrap(api.GET('/api/v1/products', { params: { query: { ...query, ...part } } }));
  const seek = useListSeek(list, query, (page) => ask({ ...list.asked, ...page }));
  const totals = useListCount(list, query, ask);
  return (
    <Page title={t('product.title')} actions={<ViewsMenu views={list.views} table={list.table} />}>
      <SearchForm filters={list.filters} onSearch={list.search}>
        <Form.Item name="q" label={t('product.searchWords')}>
          <Input allowClear data-search placeholder={t('product.searchHint')} />
        </Form.Item>
      </SearchForm>
      <SeekTable<Product>
        table={list.table}
        rowKey={(one) => one.id}
        seek={seek}
        count={totals?.count}
        more={totals?.more}
        onOpen={(one) => navigate(`/products/${one.id}`)}
        href={(one) => `/products/${one.id}`}
        card={(one) => (
          <>
            <div className="line">
              <span className="title">{pick(one.name_zh, one.name_en)}</span>
              <StateTag area="productStatus" code={one.status} />
            </div>
            <div className="line small muted">
              <span>
                {one.code} · <Word area="method" code={one.method} />
              </span>
              <span>
                {one.currency} <ProductRate product={one} />
              </span>
            </div>
          </>
        )}
        tools={
          <ListExport
            list={list}
            rows={totals?.more ? undefined : totals?.count}
            take={(body, headers) => unwrap(api.POST('/api/v1/products/exports', { params: { query: { ...query, ...list.asked } }, body, headers }))}
          />
        }
        toolbar={
          <>
            <ListQueryButton list={list} count={(where) => countWhere(ask, where)} />
            <ListTags list={list} titles={{ q: t('product.searchWords') }} />
          </>
        }
      />
    </Page>
  );
}

/** Terms are columns of the screen alone: the list is searched and filed by what names a version. */
function useLooks(): Record<string, Look<Product>> {
  const { t } = useTranslation();
  return useMemo(
    () => ({
      code: { width: 130, fixed: 'left', locked: true, render: (one) => <Link to={`/products/${one.id}`} className="num">{one.code}</Link> },
      name: { width: 220, render: (one) => pick(one.name_zh, one.name_en) },
      version: { width: 90, render: (one) => <span className="num">{one.version}</span> },
      currency: { width: 80, render: (one) => one.currency },
      status: { width: 110, render: (one) => <StateTag area="productStatus" code={one.status} /> },
      from: { width: 130, render: (one) => <span className="num">{one.effective_from}</span> },
      until: { width: 130, extra: true, render: (one) => <span className="num">{one.effective_until ?? '—'}</span> },
      used: { width: 100, extra: true, render: (one) => t(one.used ? 'product.isUsed' : 'product.isUnused') },
      method: { title: t('product.method'), after: 'currency', width: 130, render: (one) => <Word area="method" code={one.method} /> },
      rate: { title: t('product.rate'), after: 'method', width: 176, right: true, render: (one) => <ProductRate product={one} /> },
      day_count: { title: t('product.dayCount'), after: 'rate', width: 96, render: (one) => one.day_count },
      frequency: { title: t('product.frequency'), after: 'day_count', width: 124, render: (one) => <Word area="frequency" code={one.frequency} /> },
    }),
    [t],
  );
}
