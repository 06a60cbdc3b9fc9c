import { DownOutlined, UpOutlined } from '@ant-design/icons';
import { Button, Form } from 'antd';
import { Children, type ReactNode, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNarrow } from '../page/useNarrow';
import type { Filters } from './useFilters';

interface SearchFormProps {
  filters: Filters;
  onSearch: (filters: Filters) => void;
  /** How many fields stand in the first, always visible row. */
  first?: number;
  children: ReactNode;
}

/** Collapsible search form; its fields are Form.Items named like the filters. */
export function SearchForm({ filters, onSearch, first = 3, children }: SearchFormProps) {
  // Other lists are open in the tabs behind: their fields have the same names, and ids stand once in a document.
  const name = useId();
  const { t } = useTranslation();
  const narrow = useNarrow();
  const [form] = Form.useForm<Record<string, string | undefined>>();
  const fields = Children.toArray(children);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    form.resetFields();
    form.setFieldsValue(filters);
  }, [form, filters]);
  const search = (given: Record<string, string | undefined>) => {
    const next: Filters = {};
    for (const [name, value] of Object.entries({ ...filters, ...given })) {
      const text = value?.trim();
      if (text) next[name] = text;
    }
    onSearch(next);
  };
  const visible = open ? fields.length : narrow ? 1 : first;
  return (
    <section className="panel" style={{ marginBottom: 14 }}>
      <Form name={name} form={form} layout="vertical" onFinish={search} className="filters">
        {fields.map((field, index) => (
          <div key={index} hidden={index >= visible}>
            {field}
          </div>
        ))}
        <Form.Item className="filter-actions" label={narrow ? undefined : ' '} colon={false}>
          <div style={{ display: 'flex', gap: 8, justifyContent: 'flex-end' }}>
            {fields.length > visible || open ? (
              <Button type="link" onClick={() => setOpen(!open)} icon={open ? <UpOutlined /> : <DownOutlined />} iconPlacement="end">
                {open ? t('shared.fold') : t('shared.unfold')}
              </Button>
            ) : null}
            <Button onClick={() => onSearch({})}>{t('shared.reset')}</Button>
            <Button type="primary" htmlType="submit" data-testid="search">
              {t('shared.query')}
            </Button>
          </div>
        </Form.Item>
      </Form>
    </section>
  );
}
