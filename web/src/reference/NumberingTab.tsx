import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useSession } from '../access/session';
import { api, unwrap } from '../shared/api/client';
import type { ReferenceItem } from '../shared/api/types';
import { Panel } from '../shared/page/Page';
import { Loaded, ProblemNote } from '../shared/page/states';
import { useDebounced } from '../shared/page/useDebounced';
import { DateField } from '../shared/table/DateField';
import { PlainTable } from '../shared/table/PlainTable';
import { useItems } from './api';
import { ChangeDialog, type Reasoned } from './ChangeDialog';
import { HistoryDrawer } from './HistoryDrawer';

const RESETS = ['never', 'year', 'month', 'day'] as const;
type Reset = (typeof RESETS)[number];

interface Rule {
  pattern: string;
  reset: Reset;
}

function ruleOf(item: ReferenceItem): Rule | undefined {
  const content = item.holds?.content;
  return content?.kind === 'numbering' ? { pattern: content.pattern, reset: content.reset } : undefined;
}

/** The numbers that a rule would make next. */
function usePreview(item: string, rule: Rule | undefined) {
  return useQuery({
    queryKey: ['reference', 'numbering', 'preview', item, rule],
    enabled: Boolean(rule?.pattern),
    retry: false,
    queryFn: () => unwrap(api.POST('/api/v1/number-previews', { body: { item, pattern: rule?.pattern ?? '', reset: rule?.reset ?? 'never' } })),
  });
}

function Preview({ item, rule }: { item: string; rule: Rule | undefined }) {
  const preview = usePreview(item, rule);
  if (preview.isError) return <ProblemNote problem={preview.error} />;
  return (
    <span className="numbers mono" data-testid={`next-${item}`}>
      {(preview.data?.numbers ?? []).map((number) => (
        <span key={number}>{number}</span>
      ))}
    </span>
  );
}

/** Rules by which numbers are made, with the numbers that come next. */
export function NumberingTab() {
  const { t } = useTranslation();
  const may = useMay();
  const items = useItems('numbering');
  const [edited, setEdited] = useState<ReferenceItem | null>(null);
  const [open, setOpen] = useState<string | null>(null);
  const name = (item: ReferenceItem | string) => t(`reference.${typeof item === 'string' ? item : item.code}`);
  return (
    <Panel title={t('reference.numberings')} unit={t('reference.numberingsHint')} flush>
      <Loaded query={items}>
        {(found) => (
          <PlainTable<ReferenceItem>
            rows={found.items}
            rowKey={(item) => item.code}
            onOpen={(item) => setOpen(item.code)}
            card={(item) => (
              <>
                <div className="title">{name(item)}</div>
                <div className="mono small">{ruleOf(item)?.pattern}</div>
                <Preview item={item.code} rule={ruleOf(item)} />
              </>
            )}
            columns={[
              { key: 'name', title: t('reference.name'), width: 140, render: name },
              { key: 'pattern', title: t('reference.pattern'), width: 280, render: (item) => <span className="mono">{ruleOf(item)?.pattern ?? '—'}</span> },
              { key: 'reset', title: t('reference.reset'), width: 130, render: (item) => (ruleOf(item)?.pattern.includes('{seq:') ? t(`reference.reset_${ruleOf(item)?.reset}`) : '—') },
              { key: 'next', title: t('reference.nextNumbers'), width: 240, render: (item) => <Preview item={item.code} rule={ruleOf(item)} /> },
              { key: 'from', title: t('reference.from'), width: 120, render: (item) => <span className="num">{item.holds && item.holds.effective_from !== '1970-01-01' ? item.holds.effective_from : '—'}</span> },
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
      {edited ? <RuleDialog item={edited} title={name(edited)} close={() => setEdited(null)} /> : null}
      {open ? <HistoryDrawer kind="numbering" item={open} title={name(open)} close={() => setOpen(null)} /> : null}
    </Panel>
  );
}

interface Given extends Reasoned, Rule {
  effective_from: string;
}

function RuleDialog({ item, title, close }: { item: ReferenceItem; title: string; close: () => void }) {
  const { t } = useTranslation();
  const { business_date: today } = useSession();
  const [form] = Form.useForm<Given>();
  const pattern = useDebounced(Form.useWatch('pattern', form) ?? ruleOf(item)?.pattern ?? '');
  const reset = Form.useWatch('reset', form) ?? 'never';
  const required = { required: true, message: t('reference.missing') };
  return (
    <ChangeDialog<Given>
      title={`${t('reference.numberings')} · ${title}`}
      kind="numbering"
      form={form}
      initial={{ ...ruleOf(item), ...(today ? { effective_from: today } : {}) }}
      toChange={({ pattern: wanted, reset: again, effective_from, source, reason }) => ({
        item: item.code,
        body: { revision: item.revision, effective_from, content: { kind: 'numbering', pattern: wanted.trim(), reset: again }, source, reason },
      })}
      close={close}
    >
      <Form.Item name="pattern" label={t('reference.pattern')} rules={[required]} extra={t('reference.patternHint')}>
        <Input maxLength={64} className="mono" />
      </Form.Item>
      <div className="consequence">
        {t('reference.nextNumbers')}
        <Preview item={item.code} rule={{ pattern, reset }} />
      </div>
      <div className="reference-form">
        <Form.Item name="reset" label={t('reference.reset')}>
          <Select options={RESETS.map((value) => ({ value, label: t(`reference.reset_${value}`) }))} />
        </Form.Item>
        <Form.Item name="effective_from" label={t('reference.from')} rules={[required]}>
          <DateField allowClear={false} />
        </Form.Item>
      </div>
    </ChangeDialog>
  );
}
