import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { useMay } from '../access/session';
import { api, unwrap } from '../shared/api/client';
import type { Product } from '../shared/api/types';
import { wordFor } from '../shared/dictionary';
import { pick } from '../shared/i18n';
import { Rate } from '../shared/money/Amount';
import { formatRate } from '../shared/money/format';
import { type Fact, Facts, Page, Panel } from '../shared/page/Page';
import { PageSkeleton, ProblemPage } from '../shared/page/states';
import { StateTag, Word } from '../shared/StateTag';

export default function ProductPage() {
  const { id = '' } = useParams();
  const product = useQuery({
    queryKey: ['product', id],
    queryFn: () => unwrap(api.GET('/api/v1/products/{id}', { params: { path: { id } } })),
  });
  if (product.error) return <ProblemPage problem={product.error} retry={() => void product.refetch()} />;
  if (!product.data) return <PageSkeleton />;
  return <Content product={product.data} />;
}

function Content({ product }: { product: Product }) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  const penalty = Object.entries(product.penalty as Record<string, unknown>)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]): Fact => ({ label: t(`product.penalty.${name}`, { defaultValue: name.replace(/_/g, ' ') }), value: shown(name, value, t('product.yes'), t('product.no')) }));
  const trial = `/schedule-calculator?method=${product.method}&rate=${product.annual_rate}&currency=${product.currency}&day_count=${encodeURIComponent(product.day_count)}&frequency=${product.frequency}`;
  return (
    <Page
      title={pick(product.name_zh, product.name_en)}
      actions={
        <>
          {may('loan.read') ? <Link to={`/loans?product_id=${product.id}`}>{t('product.loans')}</Link> : null}
          <Button onClick={() => navigate(trial)}>{t('product.tryIt')}</Button>
        </>
      }
    >
      <Panel title={t('product.terms')}>
        <Facts
          items={[
            { label: t('product.code'), value: <span className="num">{product.code}</span> },
            { label: t('product.version'), value: product.version },
            { label: t('product.status'), value: <StateTag area="productStatus" code={product.status} /> },
            { label: t('product.effectiveFrom'), value: <span className="num">{product.effective_from}</span> },
            { label: t('product.currency'), value: product.currency },
            { label: t('product.method'), value: <Word area="method" code={product.method} /> },
            { label: t('product.rate'), value: <Rate value={product.annual_rate} /> },
            { label: t('product.dayCount'), value: product.day_count },
            { label: t('product.frequency'), value: <Word area="frequency" code={product.frequency} /> },
          ]}
        />
      </Panel>
      <Panel title={t('product.penaltyTitle')}>
        <Facts items={penalty} />
      </Panel>
      <Panel title={t('product.allocation')}>
        {(product.allocation as unknown[]).map((part, index) => (
          <span key={index}>
            {index > 0 ? <span className="muted"> → </span> : null}
            {wordFor('component', String(part), i18n.language)}
          </span>
        ))}
      </Panel>
    </Page>
  );
}

function shown(name: string, value: unknown, yes: string, no: string): string {
  if (typeof value === 'boolean') return value ? yes : no;
  if (/rate/.test(name) && typeof value === 'string') return formatRate(value);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
