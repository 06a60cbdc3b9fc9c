import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TrialResult } from '../shared/api/types';
import { axes, Chart } from '../shared/charts/Chart';
import type { Palette } from '../shared/charts/palette';
import { shortNumber, tooltipHtml } from '../shared/charts/tooltip';
import { Amount, Rate } from '../shared/money/Amount';
import { forChart, formatMoney, isZero } from '../shared/money/format';
import { Panel } from '../shared/page/Page';
import type { Column } from '../shared/table/columns';
import { PlainTable } from '../shared/table/PlainTable';

type Row = TrialResult['rows'][number];

interface TrialResultProps {
  result: TrialResult;
  currency: string;
  /** Of the file when it is downloaded. */
  name: string;
}

export function TrialResultView({ result, currency, name }: TrialResultProps) {
  const { t } = useTranslation();
  const { totals, annualised } = result;
  const withFees = !isZero(totals.fee);
  const columns = useMemo<Column<Row>[]>(
    () => [
      { key: 'nr', title: t('loan.nr'), right: true, render: (row) => row.nr || '—' },
      { key: 'due', title: t('loan.dueOn'), render: (row) => <span className="num">{row.due_on}</span> },
      { key: 'days', title: t('loan.days'), right: true, render: (row) => row.days },
      { key: 'payment', title: t('loan.payment'), right: true, render: (row) => <Amount value={row.payment} /> },
      { key: 'principal', title: t('loan.planPrincipal'), right: true, render: (row) => <Amount value={row.principal} /> },
      { key: 'interest', title: t('loan.planInterest'), right: true, render: (row) => <Amount value={row.interest} /> },
      ...(withFees ? [{ key: 'fee', title: t('loan.fee'), right: true, render: (row: Row) => <Amount value={row.fee} quietZero /> }] : []),
      { key: 'balance', title: t('loan.balanceAfter'), right: true, render: (row) => <Amount value={row.balance} /> },
    ],
    [t, withFees],
  );
  return (
    <div data-testid="trial">
      <div className="figures">
        <Sum label={t('product.totalPayment')} value={totals.payment} />
        <Sum label={t('product.totalPrincipal')} value={totals.principal} />
        <Sum label={t('product.totalInterest')} value={totals.interest} />
        {withFees ? <Sum label={t('product.totalFees')} value={totals.fee} /> : null}
        <Sum label={t('product.firstPayment')} value={result.rows.find((row) => row.nr > 0)?.payment} />
        <Cost label={t('product.costSimple')} value={annualised.nominal} />
        <Cost label={t('product.costCompound')} value={annualised.effective} />
        <Cost label={t('product.costByDays')} value={annualised.by_days} />
      </div>
      {result.rows.length > 1 ? <SplitChart result={result} currency={currency} name={name} /> : null}
      <Panel title={t('product.schedule')} unit={t('loan.instalments', { total: result.rows.filter((row) => row.nr > 0).length, currency })} flush>
        <PlainTable<Row>
          columns={columns}
          rows={result.rows}
          rowKey={(row) => String(row.nr)}
          card={(row) => (
            <>
              <div className="line">
                <span className="title num">
                  {row.nr} · {row.due_on}
                </span>
                <Amount value={row.payment} />
              </div>
              <div className="line small muted">
                <span>
                  {t('loan.planPrincipal')} <Amount value={row.principal} /> · {t('loan.planInterest')} <Amount value={row.interest} />
                </span>
              </div>
            </>
          )}
          totals={{
            due: t('loan.sum'),
            payment: <Amount value={totals.payment} />,
            principal: <Amount value={totals.principal} />,
            interest: <Amount value={totals.interest} />,
            ...(withFees ? { fee: <Amount value={totals.fee} /> } : {}),
          }}
        />
      </Panel>
    </div>
  );
}

function Sum({ label, value }: { label: string; value: Row['payment'] | undefined }) {
  return (
    <div className="figure">
      <div className="label">
        {label} · {value?.currency}
      </div>
      <span className="value">
        <Amount value={value} />
      </span>
    </div>
  );
}

/** What the loan costs a year with its fees; absent when the plan has no such figure. */
function Cost({ label, value }: { label: string; value: string | null | undefined }) {
  if (!value) return null;
  return (
    <div className="figure">
      <div className="label">{label}</div>
      <span className="value">
        <Rate value={value} />
      </span>
    </div>
  );
}

function SplitChart({ result, currency, name }: TrialResultProps) {
  const { t, i18n } = useTranslation();
  const english = i18n.language === 'en';
  const { rows } = result;
  const draw = useCallback(
    (palette: Palette) => {
      const look = axes(palette);
      const series = (name: string, colour: string, of: (row: Row) => number) => ({
        name, stack: 'payment', itemStyle: { color: colour }, data: rows.map(of),
        ...(rows.length > 72 ? { type: 'line', step: 'middle', symbol: 'none', lineStyle: { width: 0 }, areaStyle: { opacity: 0.9 } } : { type: 'bar', barCategoryGap: '12%' }),
      });
      return {
        legend: look.legend,
        xAxis: look.category(rows.map((row) => row.due_on)),
        yAxis: look.value((value) => shortNumber(value, english)),
        tooltip: {
          ...look.tooltip,
          formatter: (over: { dataIndex: number }[]) => {
            const row = rows[over[0]?.dataIndex ?? 0];
            if (!row) return '';
            return tooltipHtml(`${row.nr} · ${row.due_on}`, [
              [t('loan.payment'), formatMoney(row.payment)],
              [t('loan.planPrincipal'), formatMoney(row.principal)],
              [t('loan.planInterest'), formatMoney(row.interest)],
              [t('loan.balanceAfter'), formatMoney(row.balance)],
            ]);
          },
        },
        series: [
          series(t('loan.planPrincipal'), palette.series[0], (row) => forChart(row.principal)),
          series(t('loan.planInterest'), palette.series[2], (row) => forChart(row.interest)),
          ...(isZero(result.totals.fee) ? [] : [series(t('loan.fee'), palette.series[3], (row) => forChart(row.fee))]),
        ],
      };
    },
    [rows, result, english, t],
  );
  return (
    <>
      <Chart
        title={t('product.split')}
        unit={currency}
        draw={draw}
        sheet={{
          name,
          header: ['nr', 'due_on', 'days', 'payment', 'principal', 'interest', 'fee', 'balance'],
          rows: rows.map((row) => [row.nr, row.due_on, row.days, row.payment.amount, row.principal.amount, row.interest.amount, row.fee.amount, row.balance.amount]),
        }}
      />
      <div style={{ height: 14 }} />
    </>
  );
}
