import { DatePicker } from 'antd';
import dayjs from 'dayjs';

interface DateFieldProps {
  value?: string | undefined;
  onChange?: (value: string | undefined) => void;
  id?: string;
  allowClear?: boolean;
  min?: string | undefined;
  max?: string | undefined;
}

/** A business date as ISO text. */
export function DateField({ value, onChange, id, allowClear = true, min, max }: DateFieldProps) {
  return (
    <DatePicker
      {...(id ? { id } : {})}
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
