import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Select } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBusinessDay } from '../access/session';
import { Explained } from '../glossary/Explained';
import { api, unwrap } from '../shared/api/client';
import { fieldOf } from '../shared/api/problem';
import type { ScheduleTrial } from '../shared/api/types';
import { choices } from '../shared/dictionary';
import { AMOUNT_PATTERN, AmountInput, PERCENT_PATTERN } from '../shared/money/AmountInput';
import { fixed, rateFromPercent } from '../shared/money/format';
import { Page, Panel } from '../shared/page/Page';
import { Blank, ProblemNote } from '../shared/page/states';
import { PrintButton } from '../shared/print/PrintButton';
import { useChosenCurrency } from '../shared/shell/useChosenCurrency';
import { DateField } from '../shared/table/DateField';
import { useFilters } from '../shared/table/useFilters';
import { currencyChoices, useCurrencies } from './currencies';
import { MethodFields } from './MethodFields';
import { TrialResultView } from './TrialResultView';

interface Fields {
  method: ScheduleTrial['method'];
  currency: string;
  principal: string;
  rate_percent: string;
  periods: number;
  start_on: string;
  frequency: ScheduleTrial['frequency'];
  day_count: string;
  pay_day?: number | null;
  stub?: ScheduleTrial['stub'];
  balloon?: string;
  amortization_periods?: number | null;
  interest_only_periods?: number | null;
  step_growth_bp?: number | null;
  step_every_periods?: number | null;
  disbursement_fee?: string;
  installment_fee?: string;
  custom_plan?: { due_on: string; principal: string }[];
}

const METHODS = ['annuity', 'equal_principal', 'flat', 'interest_only', 'bullet', 'balloon', 'biweekly', 'step', 'custom', 'on_demand'];
const FREQUENCIES = ['month', 'quarter', 'half_year', 'year'];
const STUBS = ['interest_only_stub', 'long_first', 'prorata'];
const DAY_COUNTS = ['30/360', '30E/360', 'ACT/360', 'ACT/365F', 'ACT/ACT'];

/** A schedule for terms that one types in; nothing is stored. */
export default function CalculatorPage() {
  const { t, i18n } = useTranslation();
  const [filters] = useFilters();
  const day = useBusinessDay();
  const [form] = Form.useForm<Fields>();
  const [sent, setSent] = useState<ScheduleTrial | null>(null);
  const currencies = useCurrencies();
  const [chosen] = useChosenCurrency(currencies.length > 0 ? currencies : undefined);
  const currency = Form.useWatch('currency', form) ?? chosen ?? 'CNY';
  const trial = useMutation({
    mutationFn: (body: ScheduleTrial) => unwrap(api.POST('/api/v1/schedule-trials', { body })),
    onError: (problem) => {
      const field = fieldOf(problem);
      const name = field === 'annual_rate' ? 'rate_percent' : field;
      if (name) form.setFields([{ name: name as keyof Fields, errors: [problem.message] }]);
    },
  });
  const calculate = (given: Fields) => {
    const body = trialOf(given);
    setSent(body);
    trial.mutate(body);
  };
  const method = Form.useWatch('method', form) ?? filters.method ?? 'annuity';
  const payDay = Form.useWatch('pay_day', form);
  const required = { required: true, message: t('product.missing') };
  const start: Partial<Fields> = {
    method: (filters.method ?? 'annuity') as Fields['method'],
    currency: chosen ?? 'CNY',
    principal: '1000000.00',
    rate_percent: filters.rate ? (fixed(filters.rate, 4, 2) ?? '4.2000') : '4.2000',
    periods: 360,
    start_on: day.data?.business_date ?? dayjs().format('YYYY-MM-DD'),
    frequency: (filters.frequency ?? 'month') as Fields['frequency'],
    day_count: filters.day_count ?? '30/360',
  };
  return (
    <Page title={t('product.calculator')} actions={trial.data ? <PrintButton /> : null}>
      <Panel>
        <Form<Fields> name="calculator" form={form} layout="vertical" initialValues={start} onFinish={calculate} className="filters" style={{ padding: 0 }}>
          <Form.Item name="method" label={<Explained inForm>{t('product.method')}</Explained>}>
            <Select options={choices('method', withGiven(METHODS, filters.method), i18n.language)} />
          </Form.Item>
          <Form.Item name="currency" label={<Explained inForm>{t('product.currency')}</Explained>}>
            <Select options={currencyChoices(withGiven(currencies, currency), i18n.language)} />
          </Form.Item>
          <Form.Item name="principal" label={<Explained inForm>{t('product.principal')}</Explained>} rules={[required, { pattern: AMOUNT_PATTERN, message: t('product.amountWrong') }]}>
            <AmountInput currency={currency} />
          </Form.Item>
          <Form.Item name="rate_percent" label={<Explained inForm>{t('product.ratePercent')}</Explained>} rules={[required, { pattern: PERCENT_PATTERN, message: t('product.rateWrong') }]}>
            <Input inputMode="decimal" suffix="%" className="amount-input" />
          </Form.Item>
          <Form.Item name="periods" label={<Explained inForm>{t('product.periods')}</Explained>} rules={[required]}>
            <InputNumber min={1} max={600} precision={0} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="start_on" label={<Explained inForm>{t('product.startOn')}</Explained>} rules={[required]}>
            <DateField allowClear={false} />
          </Form.Item>
          <Form.Item name="frequency" label={<Explained inForm>{t('product.frequency')}</Explained>}>
            <Select options={choices('frequency', withGiven(FREQUENCIES, filters.frequency), i18n.language)} />
          </Form.Item>
          <Form.Item name="day_count" label={<Explained inForm>{t('product.dayCount')}</Explained>}>
            <Select options={withGiven(DAY_COUNTS, filters.day_count).map((value) => ({ value, label: value }))} />
          </Form.Item>
          <Form.Item name="pay_day" label={<Explained inForm>{t('product.payDay')}</Explained>}>
            <InputNumber min={1} max={31} precision={0} style={{ width: '100%' }} placeholder={t('product.payDayHint')} />
          </Form.Item>
          {payDay ? (
            <Form.Item name="stub" label={<Explained inForm>{t('product.stub')}</Explained>} initialValue="long_first">
              <Select options={choices('rule', STUBS, i18n.language)} />
            </Form.Item>
          ) : null}
          {(['disbursement_fee', 'installment_fee'] as const).map((name) => (
            <Form.Item key={name} name={name} label={t(`product.${name}`)} rules={[{ pattern: AMOUNT_PATTERN, message: t('product.amountWrong') }]}>
              <AmountInput currency={currency} />
            </Form.Item>
          ))}
          <MethodFields method={method} currency={currency} />
          <div className="filter-actions" style={{ alignItems: 'end', paddingBottom: 32 }}>
            <Button type="primary" htmlType="submit" loading={trial.isPending} data-testid="calculate">
              {t('product.calculate')}
            </Button>
          </div>
        </Form>
      </Panel>
      <div style={{ height: 14 }} />
      {trial.isError ? <ProblemNote problem={trial.error} /> : null}
      {trial.data && sent ? <TrialResultView result={trial.data} currency={sent.principal.currency} name={`schedule-${sent.method}-${sent.start_on}`} /> : trial.isError ? null : <Blank title={t('product.calculatorHint')} />}
    </Page>
  );
}

/** What the form says, as the terms that the server understands; only what was filled in. */
function trialOf(given: Fields): ScheduleTrial {
  const money = (amount: string) => ({ amount, currency: given.currency });
  const { amortization_periods, interest_only_periods, step_growth_bp, step_every_periods } = given;
  const extras = { amortization_periods, interest_only_periods, step_growth_bp, step_every_periods };
  return {
    method: given.method,
    principal: money(given.principal),
    annual_rate: rateFromPercent(given.rate_percent),
    periods: Number(given.periods),
    start_on: given.start_on,
    frequency: given.method === 'biweekly' ? 'biweekly' : given.frequency,
    day_count: given.day_count,
    ...(given.pay_day ? { pay_day: given.pay_day, stub: given.stub ?? 'long_first' } : {}),
    ...Object.fromEntries(Object.entries(extras).filter(([, value]) => value)),
    ...(given.disbursement_fee ? { disbursement_fee: money(given.disbursement_fee) } : {}),
    ...(given.installment_fee ? { installment_fee: money(given.installment_fee) } : {}),
    ...(given.method === 'balloon' && given.balloon ? { balloon: money(given.balloon) } : {}),
    ...(given.method === 'custom' ? { custom_plan: (given.custom_plan ?? []).map((row) => ({ due_on: row.due_on, principal: money(row.principal) })) } : {}),
  };
}

function withGiven(known: string[], given: string | undefined): string[] {
  return given && !known.includes(given) ? [given, ...known] : known;
}
