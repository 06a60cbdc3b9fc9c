import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../api/problem';
import { formatLeast } from '../money/format';
import { Dialog } from '../page/Dialog';
import { ProblemNote } from '../page/states';
import { useDebounced } from '../page/useDebounced';
import { type QueryField, SIGNS, valueInWords } from './fields';
import { GroupEditor } from './GroupEditor';
import { describe, emptyGroup, fromText, isFinished, placeOf, toText } from './where';

interface QueryDialogProps {
  fields: QueryField[];
  currencies: string[];
  /** The search in the address. */
  text: string | undefined;
  /** The list, as the cache of answers names it. */
  list: string;
  /** How many rows a search finds: at least so many when there are more. */
  count: (where: string) => Promise<{ count: number; more: boolean }>;
  apply: (where: string | undefined) => void;
  close: () => void;
}

/** Composes a search from groups of conditions; says how many rows it finds before it is applied. */
export function QueryDialog({ list, fields, currencies, text, count, apply, close }: QueryDialogProps) {
  const { t } = useTranslation();
  const words = useQueryWords(fields);
  const [group, setGroup] = useState(() => fromText(text) ?? emptyGroup(fields[0]!));
  const finished = isFinished(group);
  const where = finished ? toText(group) : '';
  const asked = useDebounced(where, 300);
  const found = useQuery({ queryKey: [list, 'composed', asked], enabled: asked !== '' && asked === where, retry: false, queryFn: () => count(asked) });
  const refused = where !== '' && found.error instanceof ApiProblem ? found.error : undefined;
  return (
    <Dialog
      width={860}
      onCancel={close}
      title={t('query.title')}
      footer={
        <div className="query-foot">
          <span className="muted" data-testid="query-count" aria-live="polite">
            {!finished ? t('query.unfinished') : found.data === undefined ? (refused ? '' : t('query.counting')) : t('query.found', { n: formatLeast(found.data.count, found.data.more) })}
          </span>
          {text ? (
            <Button type="text" onClick={() => apply(undefined)}>
              {t('query.clear')}
            </Button>
          ) : null}
          <Button onClick={close}>{t('shared.cancel')}</Button>
          <Button type="primary" disabled={!finished || refused !== undefined} onClick={() => apply(where)} data-testid="apply-query">
            {t('shared.query')}
          </Button>
        </div>
      }
    >
      <GroupEditor group={group} path={[]} whole={group} fields={fields} currencies={currencies} onChange={setGroup} wrong={refused ? placeOf(refused.field) : undefined} />
      {finished ? <p className="muted small query-words">{describe(group, words)}</p> : null}
      {refused ? <ProblemNote problem={refused} /> : null}
    </Dialog>
  );
}

/** A search in the reader's words. */
export function useQueryWords(fields: QueryField[]) {
  const { t } = useTranslation();
  const fieldOf = (name: string) => fields.find((one) => one.name === name);
  return {
    field: (name: string) => fieldOf(name)?.label ?? name,
    operator: (op: keyof typeof SIGNS) => SIGNS[op] ?? t(`query.op.${op}`),
    value: (condition: Parameters<typeof valueInWords>[1]) => valueInWords(fieldOf(condition.field), condition, t),
    and: t('query.and'),
    or: t('query.or'),
  };
}

export function useDescription(fields: QueryField[], text: string | undefined): string | undefined {
  const words = useQueryWords(fields);
  const group = fromText(text);
  return group ? describe(group, words) : text;
}
