import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { type QueryField, SIGNS } from './fields';
import { ValueInput } from './ValueInput';
import { changed, type Condition, countConditions, DEEPEST, emptyGroup, freshCondition, type Group, isGroup, type Item, MOST_CONDITIONS, type Operator, operatorsOf, replaced } from './where';

interface EditorProps {
  whole: Group;
  fields: QueryField[];
  currencies: string[];
  onChange: (whole: Group) => void;
  /** The place that the server refused. */
  wrong: number[] | undefined;
}

/** One group with its conditions and groups; its place in the whole is a path. */
export function GroupEditor({ group, path, ...editor }: EditorProps & { group: Group; path: number[] }) {
  const { t } = useTranslation();
  const { whole, fields, onChange } = editor;
  const first = fields[0]!;
  const full = countConditions(whole) >= MOST_CONDITIONS;
  const add = (item: Item) => onChange(replaced(whole, path, { ...group, items: [...group.items, item] }));
  return (
    <div className="query-group" data-path={path.join('.')}>
      <div className="query-word">
        <Segmented<'all' | 'any'>
          size="small"
          value={group.word}
          options={[
            { value: 'all', label: t('query.all') },
            { value: 'any', label: t('query.any') },
          ]}
          onChange={(word) => onChange(replaced(whole, path, { ...group, word }))}
        />
        {path.length > 0 ? <Remove onClick={() => onChange(replaced(whole, path, undefined))} /> : null}
      </div>
      {group.items.map((item, index) => {
        const place = [...path, index];
        if (isGroup(item)) return <GroupEditor key={index} {...editor} group={item} path={place} />;
        return <ConditionEditor key={index} {...editor} condition={item} path={place} alone={countConditions(whole) === 1} />;
      })}
      <div className="query-add">
        <Button type="link" size="small" icon={<PlusOutlined />} disabled={full} onClick={() => add(freshCondition(first))} data-testid="add-condition">
          {t('query.addCondition')}
        </Button>
        {path.length + 1 < DEEPEST ? (
          <Button type="link" size="small" icon={<PlusOutlined />} disabled={full} onClick={() => add({ ...emptyGroup(first), word: group.word === 'all' ? 'any' : 'all' })} data-testid="add-group">
            {t('query.addGroup')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function Remove({ onClick, disabled }: { onClick: () => void; disabled?: boolean }) {
  const { t } = useTranslation();
  return <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('query.remove')} disabled={disabled ?? false} onClick={onClick} />;
}

interface ConditionEditorProps extends EditorProps {
  condition: Condition;
  path: number[];
  alone: boolean;
}

function ConditionEditor({ condition, path, whole, fields, currencies, onChange, wrong, alone }: ConditionEditorProps) {
  const { t } = useTranslation();
  const field = fields.find((one) => one.name === condition.field) ?? fields[0]!;
  const put = (next: Condition) => onChange(replaced(whole, path, next));
  const refused = wrong !== undefined && wrong.join('.').startsWith(path.join('.'));
  return (
    <div className={refused ? 'query-row wrong' : 'query-row'} data-testid="query-row">
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        className="query-field"
        value={field.name}
        options={fields.map((one) => ({ value: one.name, label: one.label }))}
        aria-label={t('query.field')}
        onChange={(name) => put(changed(condition, fields.find((one) => one.name === name)!, condition.op))}
      />
      <Select<Operator>
        className="query-operator"
        value={condition.op}
        options={operatorsOf(field).map((op) => ({ value: op, label: SIGNS[op] ?? t(`query.op.${op}`) }))}
        aria-label={t('query.operator')}
        onChange={(op) => put(changed(condition, field, op))}
      />
      <ValueInput field={field} condition={condition} currencies={currencies} onChange={(value) => put({ field: condition.field, op: condition.op, value })} />
      <Remove disabled={alone} onClick={() => onChange(replaced(whole, path, undefined))} />
    </div>
  );
}
