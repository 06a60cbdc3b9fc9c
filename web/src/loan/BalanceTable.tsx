import { useTranslation } from 'react-i18next';
import type { Balances } from '../shared/api/types';
import { Amount } from '../shared/money/Amount';

const LATE = ['penalty', 'compound_interest'];
const ORDER = [
  'principal_not_due', 'principal_due', 'interest_accrued', 'interest_due', 'penalty', 'compound_interest', 'fee_due', 'suspense',
] as const satisfies readonly (keyof Balances)[];

export function balanceKeys(): readonly (keyof Balances)[] {
  return [...ORDER, 'total_to_settle'];
}

/** What is owed now, component by component. */
export function BalanceTable({ balances }: { balances: Balances }) {
  const { t } = useTranslation();
  return (
    <table className="ledger-lines">
      <tbody>
        {ORDER.map((name) => (
          <tr key={name}>
            <td>{t(`loan.balance.${name}`)}</td>
            <td className="amount">
              <Amount value={balances[name]} danger={LATE.includes(name)} quietZero />
            </td>
          </tr>
        ))}
        <tr style={{ fontWeight: 600 }}>
          <td>{t('loan.balance.total_to_settle')}</td>
          <td className="amount">
            <Amount value={balances.total_to_settle} withCurrency />
          </td>
        </tr>
      </tbody>
    </table>
  );
}
