import { Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useSession } from '../access/session';
import { useOrganisations } from '../access/useReference';
import type { Organisation, ReferenceItem } from '../shared/api/types';
import { pick } from '../shared/i18n';
import { Panel } from '../shared/page/Page';
import { Loaded } from '../shared/page/states';
import { DateField } from '../shared/table/DateField';
import { PlainTable } from '../shared/table/PlainTable';
import { useItems } from './api';
import { ChangeDialog, type Reasoned } from './ChangeDialog';
import { HistoryDrawer } from './HistoryDrawer';
import type { Day } from './year';

interface Works {
  organisation: Organisation;
  /** What it says itself. */
  own: ReferenceItem | undefined;
  /** By whose words it works. */
  by: ReferenceItem | undefined;
}

function contentOf(item: ReferenceItem | undefined) {
  const content = item?.holds?.content;
  return content?.kind === 'working_days' ? content : undefined;
}

/** Every organisation with its own words, or those of the nearest one above that has some. */
function worked(organisations: Organisation[], items: ReferenceItem[]): Works[] {
  const own = (code: string | null | undefined) => items.find((one) => one.code === code && one.holds);
  const above = (code: string | null | undefined): ReferenceItem | undefined =>
    code ? (own(code) ?? above(organisations.find((one) => one.code === code)?.parent)) : undefined;
  return organisations.map((organisation) => ({ organisation, own: items.find((one) => one.code === organisation.code), by: above(organisation.code) }));
}

/** By which calendar each organisation works, and the days of its own. */
export function WorkingDaysTab() {
  const { t } = useTranslation();
  const may = useMay();
  const organisations = useOrganisations();
  const items = useItems('working_days');
  const [edited, setEdited] = useState<Works | null>(null);
  const [open, setOpen] = useState<string | null>(null);
  const calendar = (row: Works) => (
    <>
      <span className="mono">{contentOf(row.by)?.calendar ?? '—'}</span>
      {row.by && row.by.code !== row.organisation.code ? <span className="muted small"> {t('reference.asAbove', { code: row.by.code })}</span> : null}
    </>
  );
  const name = (row: Works) => pick(row.organisation.name_zh, row.organisation.name_en);
  return (
    <Panel title={t('reference.workingDays')} unit={t('reference.workingDaysHint')} flush>
      <Loaded query={organisations}>
        {(tree) => (
          <Loaded query={items}>
            {(found) => (
              <PlainTable<Works>
                name="working-days"
                rows={worked(tree.items, found.items)}
                rowKey={(row) => row.organisation.code}
                onOpen={may('reference.write') ? setEdited : undefined}
                card={(row) => (
                  <>
                    <div className="line">
                      <span className="title">{name(row)}</span>
                      {calendar(row)}
                    </div>
                    <div className="small muted">{t('reference.ownDays', { n: contentOf(row.by)?.days.length ?? 0 })}</div>
                  </>
                )}
                columns={[
                  { key: 'code', value: (row) => row.organisation.code, title: t('reference.organisationCode'), width: 120, render: (row) => <span className="mono">{row.organisation.code}</span> },
                  { key: 'name', value: (row) => name(row), title: t('reference.organisation'), width: 220, render: name },
                  { key: 'calendar', title: t('reference.calendar'), width: 200, render: calendar },
                  { key: 'days', title: t('reference.ownDaysColumn'), width: 110, right: true, render: (row) => <span className="num">{contentOf(row.by)?.days.length ?? 0}</span> },
                  { key: 'from', title: t('reference.from'), width: 130, render: (row) => <span className="num">{row.own?.holds && row.own.holds.effective_from !== '1970-01-01' ? row.own.holds.effective_from : '—'}</span> },
                  {
                    key: 'history', title: t('shared.actions'), width: 90,
                    render: (row) =>
                      row.own ? (
                        <Button size="small" onClick={() => setOpen(row.organisation.code)}>
                          {t('reference.history')}
                        </Button>
                      ) : null,
                  },
                ]}
              />
            )}
          </Loaded>
        )}
      </Loaded>
      {edited ? <OwnDaysDialog row={edited} title={name(edited)} close={() => setEdited(null)} /> : null}
      {open ? <HistoryDrawer kind="working_days" item={open} title={open} close={() => setOpen(null)} /> : null}
    </Panel>
  );
}

interface Given extends Reasoned {
  effective_from: string;
  calendar: string;
  days: Day[];
}

function OwnDaysDialog({ row, title, close }: { row: Works; title: string; close: () => void }) {
  const { t } = useTranslation();
  const { business_date: today } = useSession();
  const [form] = Form.useForm<Given>();
  const calendars = useItems('calendar');
  const required = { required: true, message: t('reference.missing') };
  const initial = {
    ...(today ? { effective_from: today } : {}),
    calendar: contentOf(row.by)?.calendar ?? 'cn',
    days: (contentOf(row.own)?.days ?? []) as Day[],
  };
  return (
    <ChangeDialog<Given>
      title={`${t('reference.workingDays')} · ${title}`}
      kind="working_days"
      form={form}
      initial={initial}
      toChange={({ effective_from, calendar, days, source, reason }) => ({
        item: row.organisation.code,
        body: {
          revision: row.own?.revision ?? 0,
          effective_from,
          content: { kind: 'working_days', calendar, days: [...(days ?? [])].sort((one, other) => one.date.localeCompare(other.date)) },
          source,
          reason,
        },
      })}
      close={close}
    >
      <div className="reference-form">
        <Form.Item name="calendar" label={t('reference.calendar')} rules={[required]}>
          <Select options={(calendars.data?.items ?? []).map((one) => ({ value: one.code, label: one.code }))} />
        </Form.Item>
        <Form.Item name="effective_from" label={t('reference.from')} rules={[required]}>
          <DateField allowClear={false} />
        </Form.Item>
      </div>
      <Form.List name="days">
        {(fields, { add, remove }) => (
          <Form.Item label={t('reference.ownDaysLabel')}>
            {fields.map((field) => (
              <div key={field.key} className="own-day">
                <Form.Item name={[field.name, 'date']} rules={[required]} noStyle>
                  <DateField allowClear={false} />
                </Form.Item>
                <Form.Item name={[field.name, 'kind']} noStyle>
                  <Select options={(['holiday', 'workday'] as const).map((kind) => ({ value: kind, label: t(`reference.${kind}`) }))} />
                </Form.Item>
                <Form.Item name={[field.name, 'name']} rules={[required]} noStyle>
                  <Input maxLength={40} placeholder={t('reference.dayName')} />
                </Form.Item>
                <Button onClick={() => remove(field.name)}>{t('reference.remove')}</Button>
              </div>
            ))}
            <Button onClick={() => add({ kind: 'holiday' })} data-testid="add-day">
              {t('reference.addDay')}
            </Button>
          </Form.Item>
        )}
      </Form.List>
    </ChangeDialog>
  );
}
