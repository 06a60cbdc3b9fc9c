import { useQuery } from '@tanstack/react-query';
import { Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../shared/api/client';
import { wordFor } from '../shared/dictionary';
import { Loaded } from '../shared/page/states';
import { allItems } from '../shared/shell/navigation';

interface Item {
  code: string;
  area: string;
  kind: string;
}

type Kind = 'Menu' | 'Action' | 'Field';

/** A permission that opens an entry of the menu stands with the menu, although it permits to read as well. */
function kindOf(item: Item): Kind {
  if (item.kind === 'field') return 'Field';
  return allItems.some((entry) => entry.need === item.code) ? 'Menu' : 'Action';
}

interface PermissionsProps {
  value?: string[];
  onChange?: (value: string[]) => void;
}

/** What a role permits: entries of the menu, actions, sensitive fields; each by area. */
export function Permissions({ value = [], onChange }: PermissionsProps) {
  const { t } = useTranslation();
  const known = useQuery({ queryKey: ['permissions'], queryFn: () => unwrap(api.GET('/api/v1/permissions')) });
  const put = (codes: string[], on: boolean) => {
    const rest = value.filter((code) => !codes.includes(code));
    onChange?.(on ? [...rest, ...codes].sort() : rest);
  };
  return (
    <Loaded query={known} rows={4}>
      {(found) => {
        const of = (kind: Kind) => found.items.filter((item) => kindOf(item) === kind);
        return (
          <div data-testid="permissions">
            {(['Menu', 'Action', 'Field'] as const).map((kind) => (
              <section key={kind} className="permission-kind" data-kind={kind}>
                <h3>{t(`access.kind${kind}`)}</h3>
                {kind === 'Field' ? <p className="muted small">{t('access.kindFieldHint')}</p> : null}
                {kind === 'Menu' ? <Entries items={of(kind)} value={value} put={put} /> : <Areas items={of(kind)} value={value} put={put} />}
              </section>
            ))}
          </div>
        );
      }}
    </Loaded>
  );
}

interface ItemsProps {
  items: Item[];
  value: string[];
  put: (codes: string[], on: boolean) => void;
}

/** One permission opens one entry or two, so that their areas need no boxes. */
function Entries({ items, value, put }: ItemsProps) {
  const { i18n } = useTranslation();
  return (
    <div className="permission-entries">
      {items.map(({ code }) => (
        <Checkbox key={code} checked={value.includes(code)} onChange={(event) => put([code], event.target.checked)}>
          {wordFor('permission', code, i18n.language)}
        </Checkbox>
      ))}
    </div>
  );
}

function Areas({ items, value, put }: ItemsProps) {
  const { i18n } = useTranslation();
  const areas = [...new Set(items.map((item) => item.area))];
  return (
    <div className="permission-grid">
      {areas.map((area) => {
        const codes = items.filter((item) => item.area === area).map((item) => item.code);
        const held = codes.filter((code) => value.includes(code));
        return (
          <fieldset key={area}>
            <legend>
              <Checkbox checked={held.length === codes.length} indeterminate={held.length > 0 && held.length < codes.length} onChange={(event) => put(codes, event.target.checked)}>
                {wordFor('area', area, i18n.language)}
              </Checkbox>
            </legend>
            {codes.map((code) => (
              <Checkbox key={code} checked={value.includes(code)} onChange={(event) => put([code], event.target.checked)}>
                {wordFor('permission', code, i18n.language)}
              </Checkbox>
            ))}
          </fieldset>
        );
      })}
    </div>
  );
}
