import { Button, Form, Input, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useSession } from '../access/session';
import type { ReferenceItem } from '../shared/api/types';
import { pick } from '../shared/i18n';
import { Panel } from '../shared/page/Page';
import { Loaded } from '../shared/page/states';
import { DateField } from '../shared/table/DateField';
import { PlainTable } from '../shared/table/PlainTable';
import { sourceWords } from '../shared/written';
import { useItems } from './api';
import { ChangeDialog, type Reasoned } from './ChangeDialog';
import { HistoryDrawer } from './HistoryDrawer';
import { useDay } from './useDay';

function contentOf(item: ReferenceItem) {
  const content = item.holds?.content;
  return content?.kind === 'currency' ? content : undefined;
}

/** Decimals of a currency, as the browser knows them from ISO 4217. */
function decimals(code: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** Which currencies the lender uses. */
export function CurrenciesTab() {
  const { t } = useTranslation();
  const may = useMay();
  const [on, picker] = useDay();
  const items = useItems('currency', on);
  const [edited, setEdited] = useState<ReferenceItem | null>(null);
  const [open, setOpen] = useState<ReferenceItem | null>(null);
  const name = (item: ReferenceItem) => pick(contentOf(item)?.name_zh ?? item.code, contentOf(item)?.name_en ?? item.code);
  const state = (item: ReferenceItem) =>
    contentOf(item)?.enabled ? <span className="state state-green">{t('reference.enabled')}</span> : <span className="state state-grey">{t('reference.disabled')}</span>;
  return (
    <Panel title={t('reference.currencies')} unit={t('reference.currenciesHint')} actions={picker} flush>
      <Loaded query={items}>
        {(found) => (
          <PlainTable<ReferenceItem>
            name="currencies"
            rows={found.items}
            rowKey={(item) => item.code}
            onOpen={may('reference.write') ? setEdited : setOpen}
            card={(item) => (
              <div className="line">
                <span className="title">
                  {item.code} {name(item)}
                </span>
                {state(item)}
              </div>
            )}
            columns={[
              { key: 'code', value: (item) => item.code, title: t('reference.code'), width: 100, render: (item) => <span className="mono">{item.code}</span> },
              { key: 'name', value: (item) => name(item), title: t('reference.name'), width: 220, render: name },
              { key: 'symbol', value: (item) => contentOf(item)?.symbol, title: t('reference.symbol'), width: 100, render: (item) => contentOf(item)?.symbol ?? '—' },
              { key: 'decimals', value: (item) => decimals(item.code), title: t('reference.decimals'), width: 100, right: true, render: (item) => <span className="num">{decimals(item.code)}</span> },
              { key: 'state', title: t('reference.state'), width: 110, render: state },
              { key: 'source', value: (item) => sourceWords(t, item.holds?.source), title: t('reference.source'), width: 180, render: (item) => sourceWords(t, item.holds?.source) },
              { key: 'history', title: t('shared.actions'), width: 100, render: (item) => <Button size="small" onClick={() => setOpen(item)}>{t('reference.history')}</Button> },
            ]}
          />
        )}
      </Loaded>
      {edited ? <CurrencyDialog item={edited} close={() => setEdited(null)} /> : null}
      {open ? <HistoryDrawer kind="currency" item={open.code} title={`${open.code} ${name(open)}`} close={() => setOpen(null)} /> : null}
    </Panel>
  );
}

interface Given extends Reasoned {
  effective_from: string;
  name_zh: string;
  name_en: string;
  symbol: string;
  enabled: boolean;
}

function CurrencyDialog({ item, close }: { item: ReferenceItem; close: () => void }) {
  const { t } = useTranslation();
  const { business_date: today } = useSession();
  const [form] = Form.useForm<Given>();
  const content = contentOf(item);
  if (!content) return null;
  const required = { required: true, message: t('reference.missing') };
  return (
    <ChangeDialog<Given>
      title={`${t('reference.currencies')} · ${item.code}`}
      kind="currency"
      form={form}
      initial={{ name_zh: content.name_zh, name_en: content.name_en, symbol: content.symbol, enabled: content.enabled, source: item.holds?.source ?? '', ...(today ? { effective_from: today } : {}) }}
      toChange={({ effective_from, source, reason, ...rest }) => ({ item: item.code, body: { revision: item.revision, effective_from, content: { kind: 'currency', ...rest }, source, reason } })}
      close={close}
    >
      <div className="reference-form">
        <Form.Item name="name_zh" label={t('reference.zh')} rules={[required]}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="name_en" label={t('reference.en')} rules={[required]}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="symbol" label={t('reference.symbol')} rules={[required]}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="effective_from" label={t('reference.from')} rules={[required]}>
          <DateField allowClear={false} />
        </Form.Item>
        <Form.Item name="enabled" label={t('reference.enabled')} valuePropName="checked">
          <Switch />
        </Form.Item>
      </div>
    </ChangeDialog>
  );
}
