import { useQueryClient } from '@tanstack/react-query';
import { Button, Input, Progress } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newCommandKey } from '../api/client';
import { formatCount } from '../money/format';
import { Dialog } from '../page/Dialog';
import { PlainTable } from '../table/PlainTable';
import { type Outcome, runEach } from './selection';

/** A command that is given for each chosen row by itself. */
export interface BatchAction<T> {
  key: string;
  title: string;
  danger?: boolean;
  /** What will happen to `n` rows, in a sentence. */
  consequence: (n: number) => string;
  /** A reason is asked for and given to every command. */
  reason?: boolean;
  /** Why a row is left out; undefined when it takes part. */
  leaveOut?: (row: T) => string | undefined;
  /** One command. With `dryRun` nothing is kept. What it gives back is told beside the row. */
  run: (row: T, command: { key: string; dryRun: boolean; reason: string }) => Promise<string | undefined>;
  /** What to read anew afterwards. */
  refresh: string[];
}

interface BatchDialogProps<T> {
  action: BatchAction<T>;
  rows: [string, T][];
  label: (row: T) => ReactNode;
  close: (done: boolean) => void;
}

type Step = 'reason' | 'trying' | 'tried' | 'doing' | 'done';
type Outcomes = ReadonlyMap<string, Outcome>;

/** Tries the command for every row, tells what would be refused, then does it for the others and tells how each ended. */
export function BatchDialog<T>({ action, rows, label, close }: BatchDialogProps<T>) {
  const { t } = useTranslation();
  const [step, setStep] = useState<Step>(action.reason ? 'reason' : 'trying');
  const [reason, setReason] = useState('');
  const batch = useBatch(action, rows);
  const begun = useRef(false);
  const go = async (which: 'trying' | 'doing') => {
    setStep(which);
    await batch.run(which === 'trying', reason.trim());
    setStep(which === 'trying' ? 'tried' : 'done');
  };
  useEffect(() => {
    if (begun.current || action.reason) return;
    begun.current = true;
    void go('trying');
  });
  const busy = step === 'trying' || step === 'doing';
  const { done, refused, ended } = batch;
  return (
    <Dialog
      title={action.title}
      width={720}
      onCancel={() => (busy ? undefined : close(step === 'done'))}
      closable={!busy}
      footer={[
        <Button key="close" disabled={busy} onClick={() => close(step === 'done')}>
          {t(step === 'done' ? 'batch.close' : 'shared.cancel')}
        </Button>,
        step === 'reason' ? (
          <Button key="try" type="primary" disabled={reason.trim() === ''} onClick={() => void go('trying')} data-testid="batch-try">
            {t('batch.try')}
          </Button>
        ) : step === 'done' ? null : (
          <Button key="go" type="primary" danger={action.danger ?? false} disabled={step !== 'tried' || done === 0} loading={step === 'doing'} onClick={() => void go('doing')} data-testid="batch-confirm">
            {t('batch.confirm', { n: formatCount(done) })}
          </Button>
        ),
      ]}
    >
      <div data-testid="batch" data-step={step}>
        {step === 'reason' ? (
          <Input.TextArea rows={2} maxLength={200} autoFocus value={reason} placeholder={t('batch.reason')} onChange={(event) => setReason(event.target.value)} />
        ) : (
          <>
            {busy ? <Progress percent={Math.floor((100 * ended) / Math.max(1, batch.total))} size="small" /> : null}
            <p className={step === 'tried' && done > 0 ? 'consequence' : undefined} aria-live="polite" data-testid="batch-summary">
              {step === 'tried' ? (done > 0 ? action.consequence(done) : t('batch.nothing')) : null}
              {step === 'done' ? t('batch.ended', { done: formatCount(done), refused: formatCount(refused) }) : null}
              {busy ? t(step === 'trying' ? 'batch.trying' : 'batch.doing', { n: formatCount(ended), total: formatCount(batch.total) }) : null}
              {step === 'tried' && refused > 0 ? <span className="danger"> {t('batch.willRefuse', { n: formatCount(refused) })}</span> : null}
            </p>
            <OutcomeTable rows={rows} outcomes={batch.outcomes} label={label} tried={step === 'trying' || step === 'tried'} />
          </>
        )}
      </div>
    </Dialog>
  );
}

/** The state of a batch: rows that were refused when tried are not done. */
function useBatch<T>(action: BatchAction<T>, rows: [string, T][]) {
  const queries = useQueryClient();
  const [outcomes, setOutcomes] = useState<Outcomes>(() => leftOut(action, rows));
  // A row keeps its key: sent twice, it is done once.
  const keys = useRef(new Map(rows.map(([key]) => [key, newCommandKey()])));
  const all = [...outcomes.values()];
  const run = async (dryRun: boolean, reason: string) => {
    const taking = rows.filter(([key]) => outcomes.get(key)?.state !== 'refused');
    const byKey = new Map(taking);
    if (!dryRun) setOutcomes((now) => new Map([...now, ...taking.map(([key]) => [key, { state: 'waiting' }] as const)]));
    const one = (key: string) => action.run(byKey.get(key)!, { key: keys.current.get(key)!, dryRun, reason });
    await runEach(taking.map(([key]) => key), one, (key, outcome) => setOutcomes((now) => new Map([...now, [key, outcome]])));
    if (!dryRun) for (const name of action.refresh) void queries.invalidateQueries({ queryKey: [name] });
  };
  return {
    run,
    outcomes,
    total: rows.length,
    done: all.filter((one) => one.state === 'done').length,
    refused: all.filter((one) => one.state === 'refused').length,
    ended: all.filter((one) => one.state === 'done' || one.state === 'refused').length,
  };
}

function leftOut<T>(action: BatchAction<T>, rows: [string, T][]): Outcomes {
  return new Map(
    rows.map(([key, row]) => {
      const why = action.leaveOut?.(row);
      return [key, why === undefined ? { state: 'waiting' as const } : { state: 'refused' as const, why, code: '' }];
    }),
  );
}

function OutcomeTable<T>({ rows, outcomes, label, tried }: { rows: [string, T][]; outcomes: Outcomes; label: (row: T) => ReactNode; tried: boolean }) {
  const { t } = useTranslation();
  const rank = (key: string) => (outcomes.get(key)?.state === 'refused' ? 0 : 1);
  const sorted = [...rows].sort(([a], [b]) => rank(a) - rank(b));
  const told = ([key]: [string, T]) => {
    const outcome = outcomes.get(key) ?? { state: 'waiting' };
    if (outcome.state === 'refused') {
      return (
        <span className="danger">
          {outcome.why} {outcome.code ? <span className="muted small">{outcome.code}</span> : null}
        </span>
      );
    }
    if (outcome.state === 'done') return outcome.told ?? t(tried ? 'batch.would' : 'batch.did');
    return <span className="muted">{t(outcome.state === 'running' ? 'batch.runs' : 'batch.waits')}</span>;
  };
  return (
    <div style={{ maxHeight: 360, overflowY: 'auto' }} data-testid="batch-outcomes">
      <PlainTable<[string, T]>
        rows={sorted}
        rowKey={([key]) => key}
        card={(row) => (
          <>
            <div className="title">{label(row[1])}</div>
            <div className="small">{told(row)}</div>
          </>
        )}
        columns={[
          { key: 'row', title: t('batch.row'), width: 260, render: ([, row]) => label(row) },
          { key: 'outcome', title: t('batch.outcome'), render: told },
        ]}
      />
    </div>
  );
}
