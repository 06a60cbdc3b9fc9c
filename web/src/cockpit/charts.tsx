import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import dayjs from 'dayjs';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useMay } from '../access/session';
import { api, unwrap } from '../shared/api/client';
import type { Cockpit } from '../shared/api/types';
import { axes, Chart } from '../shared/charts/Chart';
import type { Palette } from '../shared/charts/palette';
import { shortNumber, tooltipHtml } from '../shared/charts/tooltip';
import { lookUp, wordFor } from '../shared/dictionary';
import { forChart, formatMoney, formatPercent } from '../shared/money/format';
import { type Item, ShareChart } from './ShareChart';

interface Drawn {
  cockpit: Cockpit;
}

/** Opens loan rows, for those who may read them. */
function useRows(currency: string) {
  const navigate = useNavigate();
  const may = useMay();
  return useCallback(
    (query: string) => {
      if (may('loan.read')) navigate(`/loans?currency=${currency}&${query}`);
    },
    [navigate, may, currency],
  );
}

export function BucketChart({ cockpit }: Drawn) {
  const { t, i18n } = useTranslation();
  const rows = useRows(cockpit.currency);
  const items = cockpit.buckets.map((one): Item => ({
    code: one.bucket, short: one.bucket, name: wordFor('bucket', one.bucket, i18n.language), tone: lookUp('bucket', one.bucket).tone, count: one.count, principal: one.principal,
  }));
  return (
    <ShareChart
      title={t('cockpit.buckets')}
      file={`dpd-${cockpit.currency}-${cockpit.as_of}`}
      items={items}
      currency={cockpit.currency}
      skippable="C"
      pick={(code) => rows(`bucket=${encodeURIComponent(code)}`)}
    />
  );
}

export function StatusChart({ cockpit }: Drawn) {
  const { t, i18n } = useTranslation();
  const rows = useRows(cockpit.currency);
  const items = cockpit.status.map((one): Item => {
    const name = wordFor('loanStatus', one.status, i18n.language);
    return { code: one.status, short: name, name, tone: lookUp('loanStatus', one.status).tone, count: one.count, principal: one.principal };
  });
  return (
    <ShareChart
      title={t('cockpit.byStatus')}
      file={`status-${cockpit.currency}-${cockpit.as_of}`}
      items={items}
      currency={cockpit.currency}
      pick={(code) => rows(`status=${code}`)}
      sideways
    />
  );
}

export function ProductChart({ cockpit }: Drawn) {
  const { t, i18n } = useTranslation();
  const rows = useRows(cockpit.currency);
  const products = useQuery({ queryKey: ['products'], queryFn: () => unwrap(api.GET('/api/v1/products', { params: { query: { limit: 200 } } })) });
  const known = products.data?.items ?? [];
  const items = cockpit.products.map((one): Item => {
    const name = i18n.language === 'en' ? one.name_en : one.name;
    return { code: one.code, short: one.code, name, tone: 'blue', count: one.count, principal: one.principal };
  });
  const pick = (code: string) => {
    const product = known.find((candidate) => candidate.code === code);
    rows(product ? `product_id=${product.id}` : `q=${encodeURIComponent(code)}`);
  };
  return (
    <ShareChart
      title={t('cockpit.byProduct')}
      file={`products-${cockpit.currency}-${cockpit.as_of}`}
      items={items}
      currency={cockpit.currency}
      pick={pick}
      sideways
    />
  );
}

type Flow = 'disbursed' | 'due' | 'paid' | 'interest';

export function MonthlyChart({ cockpit }: Drawn) {
  const { t, i18n } = useTranslation();
  const rows = useRows(cockpit.currency);
  const english = i18n.language === 'en';
  const [view, setView] = useState<'repayment' | 'disbursed'>('repayment');
  const shown: Flow[] = view === 'disbursed' ? ['disbursed'] : ['due', 'paid', 'interest'];
  const key = shown.join();
  const draw = useCallback(
    (palette: Palette) => {
      const look = axes(palette);
      const months = cockpit.monthly;
      const colours: Record<Flow, string> = { disbursed: palette.series[0], due: palette.series[1], paid: palette.series[0], interest: palette.series[2] };
      return {
        legend: look.legend,
        xAxis: look.category(months.map((one) => one.month)),
        yAxis: look.value((value) => shortNumber(value, english)),
        tooltip: {
          ...look.tooltip,
          formatter: (points: { dataIndex: number }[]) => {
            const month = months[points[0]?.dataIndex ?? 0];
            const before = months[(points[0]?.dataIndex ?? 0) - 1];
            if (!month) return '';
            return tooltipHtml(
              month.month,
              (key.split(',') as Flow[]).map((flow) => [t(`cockpit.flow.${flow}`), `${formatMoney(month[flow])}${against(month[flow], before?.[flow])}`]),
            );
          },
        },
        series: (key.split(',') as Flow[]).map((flow) => ({
          name: t(`cockpit.flow.${flow}`),
          type: flow === 'interest' ? 'line' : 'bar',
          barMaxWidth: 18,
          symbolSize: 5,
          itemStyle: { color: colours[flow], borderRadius: flow === 'interest' ? 0 : [2, 2, 0, 0] },
          data: months.map((one) => forChart(one[flow])),
        })),
      };
    },
    [cockpit, english, t, key],
  );
  return (
    <Chart
      title={t('cockpit.monthly')}
      unit={cockpit.currency}
      draw={draw}
      onPick={({ index }) => {
        const month = cockpit.monthly[index]?.month;
        if (month && view === 'disbursed') rows(`disbursed_from=${month}-01&disbursed_to=${dayjs(`${month}-01`).endOf('month').format('YYYY-MM-DD')}`);
      }}
      tools={
        <Segmented
          size="small"
          value={view}
          onChange={setView}
          options={[
            { value: 'repayment', label: t('cockpit.dueAndPaid') },
            { value: 'disbursed', label: t('cockpit.flow.disbursed') },
          ]}
        />
      }
      sheet={{
        name: `monthly-${cockpit.currency}-${cockpit.as_of}`,
        header: ['month', 'disbursed', 'due', 'paid', 'interest', 'currency'],
        rows: cockpit.monthly.map((one) => [one.month, one.disbursed.amount, one.due.amount, one.paid.amount, one.interest.amount, cockpit.currency]),
      }}
    />
  );
}

/** Change against the month before, as words for the tooltip. */
function against(now: Parameters<typeof formatMoney>[0], before: Parameters<typeof formatMoney>[0]): string {
  if (!now || !before || Number(before.amount) === 0) return '';
  const change = (Number(now.amount) / Number(before.amount) - 1) * 100;
  return `  (${change >= 0 ? '+' : '\u2212'}${Math.abs(change).toFixed(1)}%)`;
}

export function YieldChart({ cockpit }: Drawn) {
  const { t } = useTranslation();
  const draw = useCallback(
    (palette: Palette) => {
      const look = axes(palette);
      const points = cockpit.yield_trend;
      return {
        grid: { left: 8, right: 16, top: 16, bottom: 4, containLabel: true },
        xAxis: look.category(points.map((one) => one.month)),
        yAxis: { ...look.value((value) => `${value}%`), scale: true },
        tooltip: {
          ...look.tooltip,
          axisPointer: { type: 'line' as const },
          formatter: (over: { dataIndex: number }[]) => {
            const point = points[over[0]?.dataIndex ?? 0];
            return point ? tooltipHtml(point.month, [[t('cockpit.yield'), formatPercent(point.annualised_percent, 4)]]) : '';
          },
        },
        series: [
          {
            name: t('cockpit.yield'), type: 'line', symbolSize: 5, lineStyle: { width: 2 }, itemStyle: { color: palette.series[0] },
            areaStyle: { opacity: 0.08 }, data: points.map((one) => Number(one.annualised_percent)),
          },
        ],
      };
    },
    [cockpit, t],
  );
  return (
    <Chart
      title={t('cockpit.yieldTrend')}
      unit={t('cockpit.yieldUnit')}
      draw={draw}
      sheet={{
        name: `yield-${cockpit.currency}-${cockpit.as_of}`,
        header: ['month', 'annualised_percent'],
        rows: cockpit.yield_trend.map((one) => [one.month, one.annualised_percent]),
      }}
    />
  );
}

