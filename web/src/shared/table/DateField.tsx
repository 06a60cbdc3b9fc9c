import { DatePicker } from 'antd';
import dayjs from 'dayjs';

interface DateFieldProps {
  value?: string | undefined;
  onChange?: (value: string | undefined) => void;
  id?: string;
  /** Its name, where no label stands beside it. */
  label?: string;
  allowClear?: boolean;
  min?: string | undefined;
  max?: string | undefined;
}

/** A business date as ISO text. */
export function DateField({ value, onChange, id, label, allowClear = true, min, max }: DateFieldProps) {
  return (
    <DatePicker
      {...(id ? { id } : {})}
      {...(label ? { 'aria-label': label } : {})}
      style={{ width: '100%' }}
      format="YYYY-MM-DD"
      allowClear={allowClear}
      value={value ? dayjs(value) : null}
      {...(min ? { minDate: dayjs(min) } : {})}
      {...(max ? { maxDate: dayjs(max) } : {})}
      onChange={(chosen) => onChange?.(chosen ? chosen.format('YYYY-MM-DD') : undefined)}
    />
  );
}
