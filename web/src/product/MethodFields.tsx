import { MinusCircleOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form, type FormRule, Input, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { AMOUNT_PATTERN, AmountInput } from '../shared/money/AmountInput';
import { DateField } from '../shared/table/DateField';

/** What only some repayment methods ask for. */
export function MethodFields({ method, currency }: { method: string; currency: string }) {
  const { t } = useTranslation();
  const either = (other: string, message: string): FormRule => ({ getFieldValue }) => ({
    validator: (_rule, value) => (value || getFieldValue(other) ? Promise.resolve() : Promise.reject(new Error(message))),
  });
  const whole = (name: string, label: string, rules: FormRule[] = [], other?: string) => (
    <Form.Item name={name} label={label} key={name} rules={rules} {...(other ? { dependencies: [other] } : {})}>
      <InputNumber min={1} max={10_000} precision={0} style={{ width: '100%' }} />
    </Form.Item>
  );
  if (method === 'balloon') {
    return (
      <>
        {whole('amortization_periods', t('product.amortization'), [either('balloon', t('product.balloonEither'))], 'balloon')}
        <Form.Item name="balloon" label={t('product.balloon')} rules={[{ pattern: AMOUNT_PATTERN, message: t('product.amountWrong') }]}>
          <AmountInput currency={currency} />
        </Form.Item>
      </>
    );
  }
  if (method === 'biweekly') return whole('amortization_periods', t('product.quoteMonths'));
  if (method === 'step') {
    return (
      <>
        {whole('interest_only_periods', t('product.interestOnly'), [either('step_growth_bp', t('product.stepEither'))], 'step_growth_bp')}
        {whole('step_growth_bp', t('product.stepGrowth'))}
        {whole('step_every_periods', t('product.stepEvery'))}
      </>
    );
  }
  return method === 'custom' ? <CustomRows /> : null;
}

/** The rows of a plan that the contract types in. */
export function CustomRows() {
  const { t } = useTranslation();
  return (
    <div style={{ gridColumn: '1 / -1', marginBottom: 12 }}>
      <div style={{ marginBottom: 6 }}>{t('product.customPlan')}</div>
      <Form.List name="custom_plan" initialValue={[{}]}>
        {(rows, { add, remove }) => (
          <>
            {rows.map((row) => (
              <div key={row.key} style={{ display: 'flex', gap: 8, maxWidth: 520 }}>
                <Form.Item name={[row.name, 'due_on']} rules={[{ required: true, message: t('product.missing') }]} style={{ flex: 1 }}>
                  <DateField />
                </Form.Item>
                <Form.Item name={[row.name, 'principal']} rules={[{ required: true, pattern: AMOUNT_PATTERN, message: t('product.amountWrong') }]} style={{ flex: 1 }}>
                  <Input className="amount-input" inputMode="decimal" placeholder={t('product.principal')} />
                </Form.Item>
                <Button type="text" icon={<MinusCircleOutlined />} aria-label={t('product.removeRow')} onClick={() => remove(row.name)} />
              </div>
            ))}
            <Button size="small" icon={<PlusOutlined />} onClick={() => add()}>
              {t('product.addRow')}
            </Button>
          </>
        )}
      </Form.List>
    </div>
  );
}
