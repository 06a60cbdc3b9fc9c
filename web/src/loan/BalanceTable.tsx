import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Explained } from '../glossary/Explained';
import type { Balances, LoanDetail, Money, PayoffQuote } from '../shared/api/types';
import { Amount } from '../shared/money/Amount';
import { formatMoney, isZero, minus, plus } from '../shared/money/format';
import { Loaded } from '../shared/page/states';
import { usePayoff } from './api';

const LATE = ['penalty', 'compound_interest'];
const ORDER = [
  'principal_not_due', 'principal_due', 'interest_accrued', 'interest_due', 'penalty', 'compound_interest', 'fee_due', 'suspense',
] as const satisfies readonly (keyof Balances)[];

export function balanceKeys(): readonly (keyof Balances)[] {
  return [...ORDER, 'total_to_settle'];
}

/** The balances of a loan, beside what settling it today takes while it lives. */
export function LoanBalances({ loan }: { loan: LoanDetail }) {
  const living = loan.status === 'active' || loan.status === 'overdue';
  const quote = usePayoff(loan.id, loan.as_of, living);
  if (!living) return <BalanceTable loan={loan} quote={undefined} />;
  return <Loaded query={quote}>{(found) => <BalanceTable loan={loan} quote={found} />}</Loaded>;
}

interface Line {
  name: string;
  how?: ReactNode;
  books: Money | null;
  settle: Money | null;
  late?: boolean;
}

/** What is owed, part by part, as it stands in the books and as it would be settled today; both columns sum to their total. */
function BalanceTable({ loan, quote }: { loan: LoanDetail; quote: PayoffQuote | undefined }) {
  const { t } = useTranslation();
  const lines = useLines(loan, quote);
  const sum = (of: (line: Line) => Money | null) => lines.map(of).filter((one) => one !== null).reduce(plus);
  const books = sum((line) => line.books);
  return (
    <>
      <table className="ledger-lines" data-testid="balances">
        {quote ? (
          <thead>
            <tr>
              <th>{t('loan.part')}</th>
              <th className="right money-column">{t('loan.inBooks')}</th>
              <th className="right money-column">{t('loan.toSettle')}</th>
            </tr>
          </thead>
        ) : null}
        <tbody>
          {lines.map((line) => (
            <tr key={line.name}>
              <td>
                <Explained>{t(`loan.balance.${line.name}`)}</Explained>
                {line.how ? <div className="muted small">{line.how}</div> : null}
              </td>
              <td className="amount">{line.books ? <Amount value={line.books} danger={line.late ?? false} quietZero /> : <span className="quiet">—</span>}</td>
              {quote ? (
                <td className="amount" style={differs(line) ? { background: 'var(--brand-soft)' } : undefined}>
                  <Amount value={line.settle} danger={line.late ?? false} quietZero />
                </td>
              ) : null}
            </tr>
          ))}
          <tr style={{ fontWeight: 600 }} data-testid="balances-total">
            <td>{quote ? t('loan.accruedSum') : t('loan.booksTotal')}</td>
            <td className="amount">
              <Amount value={books} />
            </td>
            {quote ? (
              <td className="amount">
                <Amount value={quote.total} />
              </td>
            ) : null}
          </tr>
        </tbody>
      </table>
      {quote ? <Difference books={books} quote={quote} lines={lines} /> : null}
    </>
  );
}

function differs({ books, settle }: Line): boolean {
  return settle !== null && !isZero(settle) && (books === null || !isZero(minus(settle, books)));
}

function useLines({ balances, terms, method }: LoanDetail, quote: PayoffQuote | undefined): Line[] {
  const { t } = useTranslation();
  const { day_count: dayCount, interest_rule: rule } = terms as { day_count?: string; interest_rule?: string };
  const zero = minus(balances.suspense, balances.suspense);
  const accrued = quote ? minus(quote.interest, balances.interest_due) : null;
  const apart = accrued !== null && !isZero(minus(accrued, balances.interest_accrued));
  const byDays = rule !== 'regular';
  const how = method === 'flat' ? t('loan.how.accruedFlat') : byDays ? t('loan.how.accruedDays', { dayCount }) : null;
  const both = (
    <>
      {t('loan.how.accruedBooks')}
      <br />
      {t('loan.how.accruedSettle', { dayCount })}
    </>
  );
  const same = (name: keyof Balances): Line => ({ name, books: balances[name], settle: balances[name], late: LATE.includes(name) });
  const fee: Line[] = quote && !isZero(quote.prepayment_fee) ? [{ name: 'prepayment_fee', how: t('loan.how.prepaymentFee'), books: null, settle: quote.prepayment_fee }] : [];
  const waiting = minus(zero, balances.suspense);
  return [
    same('principal_not_due'),
    same('principal_due'),
    { name: 'interest_accrued', how: isZero(balances.interest_accrued) && !apart ? null : apart ? both : how ?? t('loan.how.accruedBooks'), books: balances.interest_accrued, settle: accrued },
    same('interest_due'),
    same('penalty'),
    same('compound_interest'),
    same('fee_due'),
    ...fee,
    { name: 'less_suspense', books: waiting, settle: waiting },
  ];
}

/** Why settling costs something else than the books say, in one line. */
function Difference({ books, quote, lines }: { books: Money; quote: PayoffQuote; lines: Line[] }) {
  const { t } = useTranslation();
  if (isZero(minus(quote.total, books))) return null;
  const signed = (amount: Money) => `${amount.amount.startsWith('-') ? '− ' : '+ '}${formatMoney(amount).replace(/^[-−]/, '')}`;
  const terms = lines
    .filter(differs)
    .map((line) => (line.books ? `${signed(minus(line.settle!, line.books))} (${t('loan.how.byDays')})` : `${signed(line.settle!)} (${t('loan.how.fee')})`))
    .join(' ');
  return (
    <div className="muted small num" style={{ padding: '8px 8px 0', whiteSpace: 'normal' }} data-testid="settle-explained">
      {t('loan.how.settles', { settle: formatMoney(quote.total), books: formatMoney(books), terms })}
    </div>
  );
}
