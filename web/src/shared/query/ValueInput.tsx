import { DatePicker, Input, InputNumber, Select, Space } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import type { QueryField } from './fields';
import { formatRate, parseRate } from './rate';
import { type Condition, shapeOf } from './where';

interface ValueInputProps {
  field: QueryField;
  condition: Condition;
  currencies: string[];
  onChange: (value: unknown) => void;
}

/** Where the value of a condition is typed: as many inputs as its operator needs, of the field's kind. */
export function ValueInput({ field, condition, currencies, onChange }: ValueInputProps) {
  const { t } = useTranslation();
  const { value } = condition;
  switch (shapeOf(condition.op)) {
    case 'none':
      return null;
    case 'many':
      return (
        <Select
          mode={field.kind === 'text' ? 'tags' : 'multiple'}
          style={{ flex: 1, minWidth: 160 }}
          maxTagCount="responsive"
          value={Array.isArray(value) ? (value as string[]) : []}
          options={field.options ?? []}
          optionFilterProp="label"
          placeholder={field.kind === 'text' ? t('query.typeSeveral') : t('query.choose')}
          aria-label={field.label}
          onChange={onChange}
        />
      );
    case 'two': {
      const pair: unknown[] = Array.isArray(value) ? value : [];
      return (
        <div className="pair">
          <One field={field} value={pair[0]} currencies={currencies} onChange={(from) => onChange([from, sameCurrency(from, pair[1])])} />
          <span className="muted">–</span>
          <One field={field} value={pair[1]} currencies={currencies} onChange={(to) => onChange([sameCurrency(to, pair[0]), to])} />
        </div>
      );
    }
    default:
      return <One field={field} value={value} currencies={currencies} onChange={onChange} />;
  }
}

/** Both ends of a range are of one currency. */
function sameCurrency(given: unknown, other: unknown): unknown {
  if (!isMoney(given)) return other ?? null;
  return { amount: isMoney(other) ? other.amount : '', currency: given.currency };
}

function isMoney(value: unknown): value is { amount: string; currency: string } {
  return typeof value === 'object' && value !== null && 'currency' in value;
}

interface OneProps {
  field: QueryField;
  value: unknown;
  currencies: string[];
  onChange: (value: unknown) => void;
}

function One({ field, value, currencies, onChange }: OneProps) {
  const wide = { flex: 1, minWidth: 110 };
  switch (field.kind) {
    case 'number':
      return <InputNumber style={wide} precision={0} aria-label={field.label} value={typeof value === 'number' ? value : null} onChange={(number) => onChange(number)} />;
    case 'rate':
      return (
        <InputNumber<string>
          stringMode
          style={wide}
          min="0"
          suffix="%"
          aria-label={field.label}
          value={typeof value === 'string' ? formatRate(value) : null}
          onChange={(percent) => onChange(percent === null ? null : parseRate(String(percent)))}
        />
      );
    case 'money': {
      const money = isMoney(value) ? value : { amount: '', currency: currencies[0] ?? 'CNY' };
      return (
        <Space.Compact style={{ flex: 1, minWidth: 170 }}>
          <Select style={{ width: 78 }} value={money.currency} options={currencies.map((code) => ({ value: code, label: code }))} onChange={(currency) => onChange({ ...money, currency })} />
          <InputNumber<string>
            stringMode
            style={{ flex: 1 }}
            aria-label={field.label}
            value={money.amount === '' ? null : money.amount}
            onChange={(amount) => onChange({ ...money, amount: amount === null ? '' : String(amount) })}
          />
        </Space.Compact>
      );
    }
    case 'date':
      return <DayInput field={field} value={value} onChange={onChange} />;
    default:
      return <Input style={wide} maxLength={100} aria-label={field.label} value={typeof value === 'string' ? value : ''} onChange={(event) => onChange(event.target.value)} />;
  }
}

/** A day of the calendar, or so many days from the business date: that is what a saved view needs. */
function DayInput({ field, value, onChange }: { field: QueryField; value: unknown; onChange: (value: unknown) => void }) {
  const { t } = useTranslation();
  const relative = typeof value === 'object' && value !== null && 'days' in value;
  return (
    <Space.Compact style={{ flex: 1, minWidth: 200 }}>
      <Select
        style={{ width: 96 }}
        value={relative ? 'days' : 'day'}
        options={[
          { value: 'day', label: t('query.day') },
          { value: 'days', label: t('query.fromToday') },
        ]}
        onChange={(kind) => onChange(kind === 'days' ? { days: 0 } : null)}
      />
      {relative ? (
        <InputNumber
          style={{ flex: 1 }}
          precision={0}
          suffix={t('query.daysUnit')}
          aria-label={field.label}
          value={(value as { days: number | null }).days}
          onChange={(days) => onChange({ days })}
        />
      ) : (
        <DatePicker
          style={{ flex: 1 }}
          aria-label={field.label}
          value={typeof value === 'string' ? dayjs(value) : null}
          onChange={(chosen) => onChange(chosen ? chosen.format('YYYY-MM-DD') : null)}
        />
      )}
    </Space.Compact>
  );
}
