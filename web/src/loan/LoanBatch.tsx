import { useTranslation } from 'react-i18next';
import { needsCheck } from '../access/ProposePanel';
import { useMay } from '../access/session';
import { api, commandHeaders, unwrap } from '../shared/api/client';
import type { LoanRow } from '../shared/api/types';
import type { BatchAction } from '../shared/batch/BatchDialog';
import { SelectionBar } from '../shared/batch/SelectionBar';
import type { Selection } from '../shared/batch/useSelection';
import { formatCount } from '../shared/money/format';

const REFRESH = ['loans', 'loan', 'cockpit', 'pending-changes'];

interface Command {
  key: string;
  dryRun: boolean;
  reason: string;
}

/** What can be done with chosen loans: each is called in or charged off by a command of its own, or proposed where somebody else must approve. */
export function LoanBatch({ selection }: { selection: Selection<LoanRow> }) {
  const { t } = useTranslation();
  const may = useMay();
  const owed = (loan: LoanRow) => (loan.status === 'active' || loan.status === 'overdue' ? undefined : t('batch.notOwed'));
  const command = (path: '/api/v1/loans/{id}/call' | '/api/v1/loans/{id}/charge-off') => async (loan: LoanRow, { key, dryRun, reason }: Command) => {
    await unwrap(api.POST(path, { params: { path: { id: loan.id }, query: { dry_run: dryRun } }, body: { reason }, headers: commandHeaders(key) }));
    return undefined;
  };
  const chargeOff = async (loan: LoanRow, given: Command) => {
    try {
      return await command('/api/v1/loans/{id}/charge-off')(loan, given);
    } catch (problem) {
      if (!needsCheck(problem)) throw problem;
      if (given.dryRun) return t('batch.wouldPropose');
      const body = { command: 'loan.charge_off', content: { loan_id: loan.id, note: given.reason } as never, reason: given.reason };
      await unwrap(api.POST('/api/v1/pending-changes', { body, headers: commandHeaders(`${given.key}-proposal`) }));
      return t('batch.proposed');
    }
  };
  const actions: (BatchAction<LoanRow> & { need: string })[] = [
    { key: 'call', need: 'loan.call', title: t('batch.callIn'), danger: true, reason: true, leaveOut: owed, refresh: REFRESH, consequence: (n) => t('batch.callConsequence', { n: formatCount(n) }), run: command('/api/v1/loans/{id}/call') },
    { key: 'charge-off', need: 'loan.charge_off', title: t('batch.chargeOff'), danger: true, reason: true, leaveOut: owed, refresh: REFRESH, consequence: (n) => t('batch.chargeOffConsequence', { n: formatCount(n) }), run: chargeOff },
  ];
  return <SelectionBar<LoanRow> selection={selection} actions={actions.filter((action) => may(action.need))} label={(loan) => `${loan.number} · ${loan.customer_name}`} />;
}
