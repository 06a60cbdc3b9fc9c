import { Button, Form, InputNumber } from 'antd';
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
import { figure, fractionOf, percentNumber } from './figures';
import { HistoryDrawer } from './HistoryDrawer';
import { useDay } from './useDay';

function contentOf(item: ReferenceItem) {
  const content = item.holds?.content ?? item.next?.content;
  return content?.kind === 'parameter' ? content : undefined;
}

/** Figures of law and policy, with the day from which they hold and where they come from. */
export function ParametersTab() {
  const { t } = useTranslation();
  const may = useMay();
  const [on, picker] = useDay();
  const items = useItems('parameter', on);
  const rates = useItems('benchmark', on);
  const [edited, setEdited] = useState<ReferenceItem | null>(null);
  const [open, setOpen] = useState<ReferenceItem | null>(null);
  const name = (item: ReferenceItem) => pick(contentOf(item)?.name_zh ?? item.code, contentOf(item)?.name_en ?? item.code);
  const value = (item: ReferenceItem) => {
    const content = item.holds?.content?.kind === 'parameter' ? item.holds.content : undefined;
    return <span className="num">{content ? figure(content.unit, content.value) : '—'}</span>;
  };
  const lpr = rates.data?.items.find((one) => one.code === 'lpr_1y')?.holds?.content;
  const hint = (item: ReferenceItem) => {
    const content = contentOf(item);
    if (item.code !== 'private_lending_lpr_multiple' || lpr?.kind !== 'benchmark' || !content) return null;
    const rate = (Number(content.value) * percentNumber(lpr.annual_rate)).toFixed(2);
    return <span className="muted small"> = {rate}%</span>;
  };
  return (
    <Panel title={t('reference.parameters')} unit={t('reference.parametersHint')} actions={picker} flush>
      <Loaded query={items}>
        {(found) => (
          <PlainTable<ReferenceItem>
            name="parameters"
            rows={found.items}
            rowKey={(item) => item.code}
            onOpen={setOpen}
            card={(item) => (
              <>
                <div className="line">
                  <span className="title">{name(item)}</span>
                  {value(item)}
                </div>
                <div className="small muted">{item.holds?.source}</div>
              </>
            )}
            columns={[
              {
                key: 'name', value: (item) => `${name(item)} ${item.code}`, title: t('reference.name'), width: 280,
                render: (item) => (
                  <>
                    {name(item)}
                    <div className="mono muted">{item.code}</div>
                  </>
                ),
              },
              { key: 'value', title: t('reference.value'), width: 170, right: true, render: (item) => <>{value(item)}{hint(item)}</> },
              { key: 'from', title: t('reference.from'), width: 120, render: (item) => <span className="num">{item.holds?.effective_from ?? '—'}</span> },
              { key: 'next', value: (item) => item.next?.effective_from, title: t('reference.next'), width: 120, render: (item) => <span className="num">{item.next?.effective_from ?? '—'}</span> },
              { key: 'source', value: (item) => sourceWords(t, item.holds?.source), title: t('reference.source'), width: 240, render: (item) => sourceWords(t, item.holds?.source) },
              {
                key: 'act', title: t('shared.actions'), width: 90,
                render: (item) =>
                  may('reference.write') ? (
                    <Button size="small" onClick={() => setEdited(item)} data-testid={`change-${item.code}`}>
                      {t('reference.change')}
                    </Button>
                  ) : null,
              },
            ]}
          />
        )}
      </Loaded>
      {edited ? <FigureDialog item={edited} title={name(edited)} close={() => setEdited(null)} /> : null}
      {open ? <HistoryDrawer kind="parameter" item={open.code} title={name(open)} close={() => setOpen(null)} /> : null}
    </Panel>
  );
}

interface Given extends Reasoned {
  value: number;
  effective_from: string;
}

function FigureDialog({ item, title, close }: { item: ReferenceItem; title: string; close: () => void }) {
  const { t } = useTranslation();
  const { business_date: today } = useSession();
  const [form] = Form.useForm<Given>();
  const content = contentOf(item);
  if (!content) return null;
  const percent = content.unit !== 'multiple';
  const shown = (fraction: string) => (percent ? percentNumber(fraction) : Number(fraction));
  const required = { required: true, message: t('reference.missing') };
  return (
    <ChangeDialog<Given>
      title={title}
      kind="parameter"
      form={form}
      initial={{ value: shown(content.value), ...(today ? { effective_from: today } : {}) }}
      toChange={({ value, effective_from, source, reason }) => ({
        item: item.code,
        body: { revision: item.revision, effective_from, content: { ...content, value: percent ? fractionOf(value) : String(value) }, source, reason },
      })}
      close={close}
    >
      <div className="reference-form">
        <Form.Item name="value" label={t('reference.value')} rules={[required]} extra={t('reference.bounds', { least: figure(content.unit, content.least), most: figure(content.unit, content.most) })}>
          <InputNumber precision={percent ? 2 : 4} suffix={percent ? '%' : '×'} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="effective_from" label={t('reference.from')} rules={[required]}>
          <DateField allowClear={false} />
        </Form.Item>
      </div>
    </ChangeDialog>
  );
}
