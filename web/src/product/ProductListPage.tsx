import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { api, unwrap } from '../shared/api/client';
import type { Product } from '../shared/api/types';
import { pick } from '../shared/i18n';
import { Page } from '../shared/page/Page';
import { Loaded } from '../shared/page/states';
import { StateTag, Word } from '../shared/StateTag';
import type { Column } from '../shared/table/columns';
import { PlainTable } from '../shared/table/PlainTable';
import { useTable } from '../shared/table/useTable';
import { ProductRate } from './ProductRate';

export default function ProductListPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const table = useTable('products', useProductColumns());
  const products = useQuery({ queryKey: ['products'], queryFn: () => unwrap(api.GET('/api/v1/products', { params: { query: { limit: 200 } } })) });
  return (
    <Page title={t('product.title')}>
      <section className="panel">
        <Loaded query={products} rows={8}>
          {(found) => (
            <PlainTable<Product>
              rows={found.items}
              rowKey={(one) => one.id}
              onOpen={(one) => navigate(`/products/${one.id}`)}
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
              table={table}
            />
          )}
        </Loaded>
      </section>
    </Page>
  );
}

function useProductColumns(): Column<Product>[] {
  const { t, i18n } = useTranslation();
  return useMemo(
    () => [
      { key: 'code', title: t('product.code'), render: (one) => <Link to={`/products/${one.id}`} className="num">{one.code}</Link> },
      { key: 'name', title: t('product.name'), render: (one) => pick(one.name_zh, one.name_en) },
      { key: 'version', title: t('product.version'), right: true, render: (one) => one.version },
      { key: 'currency', title: t('product.currency'), render: (one) => one.currency },
      { key: 'method', title: t('product.method'), render: (one) => <Word area="method" code={one.method} /> },
      { key: 'rate', title: t('product.rate'), right: true, render: (one) => <ProductRate product={one} /> },
      { key: 'day_count', title: t('product.dayCount'), render: (one) => one.day_count },
      { key: 'frequency', title: t('product.frequency'), render: (one) => <Word area="frequency" code={one.frequency} /> },
      { key: 'status', title: t('product.status'), render: (one) => <StateTag area="productStatus" code={one.status} /> },
      { key: 'from', title: t('product.effectiveFrom'), render: (one) => <span className="num">{one.effective_from}</span> },
    ],
    [t, i18n.language],
  );
}
