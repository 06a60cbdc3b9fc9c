import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { useMay } from '../access/session';
import { HistoryLink } from '../audit/HistoryLink';
import type { Product } from '../shared/api/types';
import { wordFor } from '../shared/dictionary';
import { pick } from '../shared/i18n';
import { Amount, Rate } from '../shared/money/Amount';
import { Facts, Page, Panel } from '../shared/page/Page';
import { PageSkeleton, ProblemPage } from '../shared/page/states';
import { StateTag, Word } from '../shared/StateTag';
import { useProduct, useVersions } from './api';
import { Difference } from './Difference';
import { ProductRate } from './ProductRate';
import type { Version } from './terms';
import { VersionActions } from './VersionBar';
import { Versions } from './Versions';

export default function ProductPage() {
  const { id = '' } = useParams();
  const product = useProduct(id);
  if (product.error) return <ProblemPage problem={product.error} retry={() => void product.refetch()} />;
  if (!product.data) return <PageSkeleton />;
  return <Content product={product.data} />;
}

function Content({ product }: { product: Product }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  const before = useVersions(product.code).find((one) => one.version === product.version - 1);
  const trial = new URLSearchParams({
    method: product.method, rate: product.annual_rate ?? '0', currency: product.currency, day_count: product.day_count, frequency: product.frequency,
  });
  const description = pick(product.description_zh, product.description_en);
  return (
    <Page
      title={pick(product.name_zh, product.name_en)}
      actions={
        <>
          {may('loan.read') ? <Link to={`/loans?product_id=${product.id}`}>{t('product.loans')}</Link> : null}
          <HistoryLink kind="product" id={product.id} />
          <Button onClick={() => navigate(`/schedule-calculator?${trial}`)}>{t('product.tryIt')}</Button>
          <VersionActions product={product} />
          {may('loan.book') && product.offered ? (
            <Button type="primary" onClick={() => navigate(`/loans/new?product_id=${product.id}`)}>
              {t('loan.ofProduct')}
            </Button>
          ) : null}
        </>
      }
    >
      <Versions product={product} />
      {product.status === 'draft' && before ? <Difference before={before as unknown as Version & { version: number }} after={product as unknown as Version} /> : null}
      <Terms product={product} />
      <Late product={product} />
      <Fees product={product} />
      <Limits product={product} />
      {description ? <Panel title={t('product.remarks')}>{description}</Panel> : null}
    </Page>
  );
}

function Terms({ product }: { product: Product }) {
  const { t } = useTranslation();
  const { rate, due_dates: due, method_options: options } = product;
  const number = (label: string, value: number | null | undefined) => (value === null || value === undefined ? null : { label, value });
  return (
    <Panel title={t('product.terms')}>
      <Facts
        items={[
          { label: t('product.code'), value: <span className="num">{product.code}</span> },
          { label: t('product.version'), value: product.version },
          { label: t('product.status'), value: <StateTag area="productStatus" code={product.status} /> },
          { label: t('product.effectiveFrom'), value: <span className="num">{product.effective_from}</span> },
          product.effective_until ? { label: t('product.effectiveUntil'), value: <span className="num">{product.effective_until}</span> } : null,
          { label: t('product.currency'), value: product.currency },
          { label: t('product.method'), value: <Word area="method" code={product.method} /> },
          { label: t('product.rate'), value: <ProductRate product={product} /> },
          { label: t('product.rateKind'), value: <Word area="rule" code={rate.kind} /> },
          rate.tenor ? { label: t('product.benchmark'), value: <Word area="rule" code={rate.tenor} /> } : null,
          number(t('product.spread'), rate.spread_bp),
          rate.repricing ? { label: t('product.repricing'), value: <Word area="rule" code={rate.repricing} /> } : null,
          { label: t('product.dayCount'), value: product.day_count },
          { label: t('product.frequency'), value: <Word area="frequency" code={product.frequency} /> },
          { label: t('product.dueDay'), value: due.due_day === 'fixed' ? <Word area="rule" code="pay_day" /> : <Word area="rule" code={due.due_day} /> },
          number(t('product.payDay'), due.pay_day),
          { label: t('product.stub'), value: <Word area="rule" code={due.stub} /> },
          { label: t('product.holiday'), value: <Word area="rule" code={due.holiday} /> },
          { label: t('product.rounding'), value: <Word area="rule" code={product.rounding.installment} /> },
          number(t('product.amortization'), options.balloon_amortisation_periods),
          number(t('product.residual'), options.balloon_residual_bp),
          number(t('product.interestOnly'), options.interest_only_periods),
          number(t('product.stepGrowth'), options.step_growth_bp),
          number(t('product.stepEvery'), options.step_every_periods),
        ]}
      />
    </Panel>
  );
}

function Late({ product }: { product: Product }) {
  const { t, i18n } = useTranslation();
  const { penalty } = product;
  const order = (parts: readonly string[]) => parts.map((part) => wordFor('component', part, i18n.language)).join(' → ');
  return (
    <Panel title={t('product.penaltyTitle')}>
      <Facts
        items={[
          { label: t('product.penaltyBase'), value: <Word area="rule" code={penalty.base} /> },
          { label: t('product.multiplier'), value: <span className="num">{penalty.multiplier}</span> },
          { label: t('product.compound'), value: penalty.compound ? t('product.yes') : t('product.no') },
          { label: t('product.grace'), value: penalty.grace_days },
          { label: t('product.penaltyStart'), value: <Word area="rule" code={penalty.start} /> },
          { label: t('product.tolerance'), value: <Amount value={penalty.tolerance} withCurrency /> },
          { label: t('product.nonAccrualAfter'), value: product.non_accrual_after_days },
        ]}
      />
      <dl className="facts" style={{ marginTop: 14, gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 420px), 1fr))' }}>
        <div>
          <dt>
            {t('product.allocation')} · <Word area="rule" code={product.allocation_reading} />
          </dt>
          <dd>{order(product.allocation)}</dd>
        </div>
        <div>
          <dt>
            {t('product.nonAccrualAllocation')} · <Word area="rule" code={product.non_accrual_reading} />
          </dt>
          <dd>{order(product.non_accrual_allocation)}</dd>
        </div>
      </dl>
    </Panel>
  );
}

function Fees({ product }: { product: Product }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('product.fees')}>
      {product.fees.length === 0 ? (
        <span className="muted">{t('product.noFees')}</span>
      ) : (
        <Facts
          items={product.fees.map((fee) => ({
            label: (
              <>
                {pick(fee.name_zh, fee.name_en)} · <Word area="rule" code={fee.trigger} />
              </>
            ),
            value: fee.amount ? <Amount value={fee.amount} withCurrency /> : <Share bp={fee.share_bp} />,
          }))}
        />
      )}
    </Panel>
  );
}

/** Basis points as a percentage. */
function Share({ bp }: { bp: number | null | undefined }) {
  return <span className="num">{bp === null || bp === undefined ? '—' : `${(bp / 100).toFixed(2)}%`}</span>;
}

function Limits({ product }: { product: Product }) {
  const { t } = useTranslation();
  const { limits, early_repayment: early } = product;
  const yes = (value: boolean) => (value ? t('product.yes') : t('product.no'));
  return (
    <Panel title={t('product.limits')}>
      <Facts
        items={[
          { label: t('product.minAmount'), value: <Amount value={limits.min_amount} withCurrency /> },
          { label: t('product.maxAmount'), value: <Amount value={limits.max_amount} withCurrency /> },
          { label: t('product.periods'), value: <span className="num">{`${limits.min_periods}–${limits.max_periods}`}</span> },
          { label: t('product.minRate'), value: <Rate value={limits.min_annual_rate} /> },
          { label: t('product.maxRate'), value: <Rate value={limits.max_annual_rate} /> },
          { label: t('product.earlyPayoff'), value: yes(early.payoff) },
          { label: t('product.earlyShorten'), value: yes(early.shorten) },
          { label: t('product.earlyReduce'), value: yes(early.reduce) },
          { label: t('product.earlyFee'), value: <Word area="rule" code={early.fee} /> },
          early.fee_share_bp ? { label: t('product.earlyFeeShare'), value: <Share bp={early.fee_share_bp} /> } : null,
          early.fee_months ? { label: t('product.earlyFeeMonths'), value: early.fee_months } : null,
          early.fee_first_periods ? { label: t('product.earlyFeeFirst'), value: early.fee_first_periods } : null,
        ]}
      />
    </Panel>
  );
}
