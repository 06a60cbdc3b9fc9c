import { useTranslation } from 'react-i18next';
import { EntryBlock } from '../ledger/EntryView';
import type { Receipt } from '../shared/api/types';
import { Amount } from '../shared/money/Amount';
import { formatMoney, formatRate, isZero, minus } from '../shared/money/format';
import { StateTag, Word } from '../shared/StateTag';
import { balanceKeys } from './BalanceTable';

const ALLOCATED = ['fee', 'penalty', 'compound_interest', 'interest', 'principal', 'suspense'] as const;

/** What a money command does: how the amount is used, what changes, which entries are booked. */
export function ReceiptView({ receipt }: { receipt: Receipt }) {
  const { t } = useTranslation();
  return (
    <div data-testid="receipt" style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 16 }}>
      <section hidden={ALLOCATED.every((part) => isZero(receipt.allocation[part]))}>
        <h2 className="small-head">{t('loan.allocation')}</h2>
        <dl className="summary-facts" style={{ marginTop: 0 }}>
          {ALLOCATED.map((part) => (
            <div key={part}>
              <dt>
                <Word area="component" code={part} />
              </dt>
              <dd>
                <Amount value={receipt.allocation[part]} quietZero />
              </dd>
            </div>
          ))}
        </dl>
        {receipt.installments.length > 0 ? (
          <div className="muted small" style={{ marginTop: 6 }}>
            {byInstalment(receipt).map(([nr, total]) => (
              <span key={nr} className="num" style={{ display: 'inline-block', marginInlineEnd: 14 }}>
                {t('loan.instalmentNr', { nr })} {total}
              </span>
            ))}
          </div>
        ) : null}
      </section>
      <section>
        <h2 className="small-head">{t('loan.difference')}</h2>
        <Difference receipt={receipt} />
      </section>
      <section hidden={receipt.entries.length === 0}>
        <h2 className="small-head">{t('loan.entries')}</h2>
        <div style={{ display: 'grid', gap: 14, overflowX: 'auto' }}>
          {receipt.entries.map((entry, index) => (
            <EntryBlock key={index} entry={entry} tried />
          ))}
        </div>
      </section>
    </div>
  );
}

function byInstalment(receipt: Receipt): [number, string][] {
  const rows = new Map<number, string[]>();
  for (const part of receipt.installments) rows.set(part.nr, [...(rows.get(part.nr) ?? []), formatMoney(part.amount)]);
  return [...rows.entries()].slice(0, 12).map(([nr, amounts]) => [nr, amounts.join(' + ')]);
}

function Difference({ receipt }: { receipt: Receipt }) {
  const { t } = useTranslation();
  const { before, after } = receipt;
  return (
    <table className="difference">
      <thead>
        <tr>
          <th />
          <th>{t('loan.before')}</th>
          <th>{t('loan.after')}</th>
          <th>{t('loan.change')}</th>
        </tr>
      </thead>
      <tbody>
        {balanceKeys().map((name) => {
          const change = minus(after.balances[name], before.balances[name]);
          if (isZero(change) && isZero(after.balances[name])) return null;
          return (
            <tr key={name} className={isZero(change) ? undefined : 'changed'}>
              <td>{t(`loan.balance.${name}`)}</td>
              <td>{formatMoney(before.balances[name])}</td>
              <td>{formatMoney(after.balances[name])}</td>
              <td>{isZero(change) ? '—' : `${change.amount.startsWith('-') ? '' : '+'}${formatMoney(change)}`}</td>
            </tr>
          );
        })}
        {before.plan && after.plan ? <PlanRows before={before.plan} after={after.plan} /> : null}
        <StateRow before={before} after={after} />
      </tbody>
    </table>
  );
}

type Plan = NonNullable<Receipt['after']['plan']>;

/** What is to come, before and after. */
function PlanRows({ before, after }: { before: Plan; after: Plan }) {
  const { t } = useTranslation();
  const moneyRow = (name: 'next_payment' | 'then_payment' | 'interest') => {
    const [was, is] = [before[name], after[name]];
    const change = was && is ? minus(is, was) : null;
    return (
      <tr key={name} className={change && !isZero(change) ? 'changed' : undefined}>
        <td>{t(`loan.plan.${name}`)}</td>
        <td>{formatMoney(was)}</td>
        <td>{formatMoney(is)}</td>
        <td>{change && !isZero(change) ? `${change.amount.startsWith('-') ? '' : '+'}${formatMoney(change)}` : '—'}</td>
      </tr>
    );
  };
  const textRow = (name: 'rate' | 'installments' | 'lastDue', was: string, is: string) => (
    <tr key={name} className={was === is ? undefined : 'changed'}>
      <td>{t(`loan.plan.${name}`)}</td>
      <td>{was}</td>
      <td>{is}</td>
      <td />
    </tr>
  );
  return (
    <>
      {textRow('rate', formatRate(before.annual_rate), formatRate(after.annual_rate))}
      {textRow('installments', String(before.installments), String(after.installments))}
      {textRow('lastDue', before.last_due_on ?? '—', after.last_due_on ?? '—')}
      {moneyRow('next_payment')}
      {moneyRow('then_payment')}
      {moneyRow('interest')}
    </>
  );
}

/** Status and days past due; the server may leave them out of what was before. */
function StateRow({ before, after }: { before: object; after: Receipt['after'] }) {
  const { t } = useTranslation();
  const was = before as { status?: string; dpd?: number };
  return (
    <>
      <tr className={was.status && was.status !== after.status ? 'changed' : undefined}>
        <td>{t('loan.status')}</td>
        <td>{was.status ? <StateTag area="loanStatus" code={was.status} /> : '—'}</td>
        <td>
          <StateTag area="loanStatus" code={after.status} />
        </td>
        <td />
      </tr>
      <tr className={was.dpd !== undefined && was.dpd !== after.dpd ? 'changed' : undefined}>
        <td>{t('loan.dpd')}</td>
        <td>{was.dpd ?? '—'}</td>
        <td>{after.dpd}</td>
        <td />
      </tr>
    </>
  );
}
