import { Alert, Button, Form, InputNumber, Select } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useSession } from '../access/session';
import type { ReferenceHistory } from '../shared/api/types';
import { axes, Chart } from '../shared/charts/Chart';
import type { Palette } from '../shared/charts/palette';
import { tooltipHtml } from '../shared/charts/tooltip';
import { wordFor } from '../shared/dictionary';
import { Rate } from '../shared/money/Amount';
import { Panel } from '../shared/page/Page';
import { Loaded } from '../shared/page/states';
import { DateField } from '../shared/table/DateField';
import { PlainTable } from '../shared/table/PlainTable';
import { sourceWords } from '../shared/written';
import { useHistory } from './api';
import { ChangeDialog, type Reasoned } from './ChangeDialog';
import { fractionOf } from './figures';
import { HistoryDrawer } from './HistoryDrawer';
import { isOld, newestBefore, percentOf, published, type Publication, steps } from './rates';

const TENORS = ['lpr_1y', 'lpr_5y'] as const;

/** Published benchmark rates: what holds, how they moved, and the next publication. */
export function BenchmarkTab() {
  const { t } = useTranslation();
  const [first, second] = [useHistory('benchmark', TENORS[0]), useHistory('benchmark', TENORS[1])];
  return (
    <Loaded query={first}>{(oneYear) => <Loaded query={second}>{(fiveYears) => <Rates histories={[oneYear, fiveYears]} title={t('reference.lpr')} />}</Loaded>}</Loaded>
  );
}

function Rates({ histories, title }: { histories: ReferenceHistory[]; title: string }) {
  const { t, i18n } = useTranslation();
  const may = useMay();
  const { business_date: today } = useSession();
  const [adding, setAdding] = useState(false);
  const [open, setOpen] = useState<string | null>(null);
  const rows = useMemo(() => published(histories), [histories]);
  const until = today ?? rows[0]?.effective_from ?? '';
  const draw = useCallback(
    (palette: Palette) => {
      const look = axes(palette);
      return {
        legend: look.legend,
        xAxis: { type: 'time' as const, axisLine: { lineStyle: { color: palette.line } }, axisLabel: { color: palette.muted, fontSize: 11, formatter: '{yyyy}', hideOverlap: true }, minInterval: 365 * 86_400_000 },
        yAxis: { ...look.value((value) => `${value.toFixed(2)}%`), scale: true },
        tooltip: {
          ...look.tooltip,
          axisPointer: { type: 'line' as const },
          formatter: (points: { value: [string, number]; seriesName: string }[]) =>
            tooltipHtml(points[0]?.value[0] ?? '', points.map((point): [string, string] => [point.seriesName, `${point.value[1].toFixed(2)}%`])),
        },
        series: histories.map((history, index) => ({
          type: 'line' as const, name: wordFor('rule', history.code, i18n.language), step: 'end' as const, showSymbol: true, symbolSize: 5,
          data: steps(history, until), lineStyle: { width: 2, color: palette.series[index] }, itemStyle: { color: palette.series[index === 0 ? 0 : 2] },
          ...(index === 0 ? {} : { lineStyle: { width: 2, color: palette.series[2] } }),
        })),
      };
    },
    [histories, until, i18n.language],
  );
  const sheet = {
    name: 'benchmark-rates',
    header: ['code', 'published_on', 'annual_rate', 'source'],
    rows: rows.map((row) => [row.code, row.effective_from, row.rate, row.source]),
  };
  const state = (row: Publication) => {
    if (row.effective_from > until) return <span className="state state-blue">{t('reference.toCome')}</span>;
    return row.effective_until && row.effective_until <= until ? <span className="state state-grey">{t('reference.past')}</span> : <span className="state state-green">{t('reference.holds')}</span>;
  };
  const newest = newestBefore(rows, until);
  const old = newest !== undefined && isOld(newest, until);
  return (
    <>
      <Alert
        style={{ marginBottom: 14 }}
        type={old ? 'warning' : 'info'}
        showIcon
        title={old ? t('reference.ratesOld', { date: newest }) : t('reference.ratesByHand')}
        {...(old ? { description: t('reference.ratesByHand') } : {})}
        data-testid="rates-by-hand"
      />
      <Chart title={title} unit="%" draw={draw} sheet={sheet} />
      <Panel
        title={t('reference.publications')}
        unit={t('reference.count', { n: rows.length })}
        flush
        actions={
          may('reference.write') ? (
            <Button type="primary" onClick={() => setAdding(true)} data-testid="publish">
              {t('reference.publish')}
            </Button>
          ) : null
        }
      >
        <PlainTable<Publication>
          name="benchmark-rates"
          rows={rows}
          rowKey={(row) => `${row.code}/${row.effective_from}`}
          onOpen={(row) => setOpen(row.code)}
          card={(row) => (
            <>
              <div className="line">
                <span className="title">{wordFor('rule', row.code, i18n.language)}</span>
                <Rate value={row.rate} />
              </div>
              <div className="line small">
                <span className="num muted">{row.effective_from}</span>
                {state(row)}
              </div>
            </>
          )}
          columns={[
            { key: 'tenor', value: (row) => wordFor('rule', row.code, i18n.language), title: t('reference.tenor'), width: 160, render: (row) => wordFor('rule', row.code, i18n.language) },
            { key: 'rate', value: (row) => Number(row.rate), title: t('reference.rate'), width: 110, right: true, render: (row) => <Rate value={row.rate} /> },
            { key: 'change', value: (row) => row.moved, title: t('reference.move'), width: 120, right: true, render: (row) => <span className="num">{row.moved === null ? '—' : `${row.moved > 0 ? '+' : row.moved < 0 ? '−' : ''}${Math.abs(row.moved)}`}</span> },
            { key: 'from', value: (row) => row.effective_from, title: t('reference.publishedOn'), width: 130, render: (row) => <span className="num">{row.effective_from}</span> },
            { key: 'until', value: (row) => row.effective_until, title: t('reference.until'), width: 130, render: (row) => <span className="num">{row.effective_until ?? '—'}</span> },
            { key: 'state', title: t('reference.state'), width: 100, render: state },
            { key: 'source', value: (row) => sourceWords(t, row.source), title: t('reference.source'), width: 280, render: (row) => sourceWords(t, row.source) },
          ]}
        />
      </Panel>
      {adding ? <PublishDialog histories={histories} close={() => setAdding(false)} /> : null}
      {open ? <HistoryDrawer kind="benchmark" item={open} title={wordFor('rule', open, i18n.language)} close={() => setOpen(null)} /> : null}
    </>
  );
}

interface Given extends Reasoned {
  tenor: string;
  effective_from: string;
  annual_rate: number;
}

function PublishDialog({ histories, close }: { histories: ReferenceHistory[]; close: () => void }) {
  const { t, i18n } = useTranslation();
  const { business_date: today } = useSession();
  const [form] = Form.useForm<Given>();
  const required = { required: true, message: t('reference.missing') };
  const initial = { tenor: TENORS[0], ...(today ? { effective_from: today } : {}), source: t('reference.lprSource') };
  return (
    <ChangeDialog<Given>
      title={t('reference.publish')}
      kind="benchmark"
      form={form}
      initial={initial}
      toChange={({ tenor, effective_from, annual_rate, source, reason }) => ({
        item: tenor,
        body: {
          revision: histories.find((one) => one.code === tenor)?.revision ?? 0,
          effective_from,
          content: { kind: 'benchmark', annual_rate: fractionOf(annual_rate) },
          source,
          reason,
        },
      })}
      close={close}
    >
      <div className="reference-form">
        <Form.Item name="tenor" label={t('reference.tenor')} rules={[required]}>
          <Select options={TENORS.map((code) => ({ value: code, label: wordFor('rule', code, i18n.language) }))} />
        </Form.Item>
        <Form.Item name="effective_from" label={t('reference.publishedOn')} rules={[required]}>
          <DateField allowClear={false} />
        </Form.Item>
        <Form.Item name="annual_rate" label={t('reference.rate')} rules={[required]} extra={<Latest histories={histories} form={form} />}>
          <InputNumber min={0.01} max={30} precision={2} step={0.05} suffix="%" style={{ width: '100%' }} />
        </Form.Item>
      </div>
    </ChangeDialog>
  );
}

/** What held last, beside the field for what is published now. */
function Latest({ histories, form }: { histories: ReferenceHistory[]; form: ReturnType<typeof Form.useForm<Given>>[0] }) {
  const { t } = useTranslation();
  const tenor = Form.useWatch('tenor', form);
  const last = histories.find((one) => one.code === tenor)?.periods.at(-1);
  if (last?.content?.kind !== 'benchmark') return null;
  return <span className="num">{t('reference.lastRate', { rate: percentOf(last.content.annual_rate), date: last.effective_from })}</span>;
}
