import { Input } from 'antd';
import { useId } from 'react';
import { capitalAmount } from './capital';

interface AmountInputProps {
  value?: string;
  onChange?: (value: string) => void;
  currency: string;
  id?: string;
  disabled?: boolean;
}

/** Amount field: digits only, kept as text; CNY amounts are echoed in Chinese capitals. */
export function AmountInput({ value = '', onChange, currency, id, disabled }: AmountInputProps) {
  const echoId = useId();
  const echo = currency === 'CNY' && value ? capitalAmount(value) : undefined;
  return (
    <div>
      <Input
        id={id}
        value={value}
        disabled={disabled}
        inputMode="decimal"
        autoComplete="off"
        prefix={<span className="currency">{currency}</span>}
        className="amount-input"
        aria-describedby={echo ? echoId : undefined}
        onChange={(event) => onChange?.(event.target.value.replace(/[,，\s]/g, ''))}
      />
      {currency === 'CNY' ? (
        <div id={echoId} className="capital">
          {echo ?? '\u00a0'}
        </div>
      ) : null}
    </div>
  );
}

/** A rate as one types it: percent. */
export const PERCENT_PATTERN = /^\d{1,3}(\.\d{1,8})?$/;
export const AMOUNT_PATTERN = /^\d{1,13}(\.\d{1,3})?$/;
