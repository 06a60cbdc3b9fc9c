import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../shared/api/client';
import { ApiProblem } from '../shared/api/problem';
import type { PendingChange } from '../shared/api/types';
import { ProblemNote } from '../shared/page/states';
import { useSaving } from './useSaving';

export interface Proposal {
  command: string;
  content: Record<string, unknown>;
}

/** Whether a command was refused because somebody else must approve it. */
export function needsCheck(problem: unknown): boolean {
  return problem instanceof ApiProblem && problem.code === 'access.check_required';
}

interface RefusalProps {
  problem: unknown;
  proposal: Proposal | null;
  /** The reason that was given already. */
  reason?: string;
  close: () => void;
}

/** A refusal; where somebody else must approve, the way to propose the same. */
export function RefusalOrProposal({ problem, proposal, reason = '', close }: RefusalProps) {
  if (!problem) return null;
  if (needsCheck(problem) && proposal) return <ProposeForm proposal={proposal} given={reason} close={close} />;
  return (
    <div style={{ marginBottom: 12 }}>
      <ProblemNote problem={problem} />
    </div>
  );
}

/** Appears with the refusal, so that it begins with the reason that was given by then. */
function ProposeForm({ proposal, given, close }: { proposal: Proposal; given: string; close: () => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState(given);
  const propose = useSaving<string, PendingChange>({
    send: (why, headers) => unwrap(api.POST('/api/v1/pending-changes', { body: { command: proposal.command, content: proposal.content as never, reason: why }, headers })),
    refresh: ['pending-changes'],
    done: (made) => t('access.proposed', { label: made.label }),
    close,
  });
  return (
    <div className="consequence" style={{ marginBottom: 12 }} data-testid="propose">
      <p style={{ margin: '0 0 8px' }}>{t('access.checkRequired')}</p>
      {propose.isError ? <ProblemNote problem={propose.error} /> : null}
      <Input.TextArea rows={2} maxLength={200} value={reason} placeholder={t('access.proposeReason')} onChange={(event) => setReason(event.target.value)} />
      <Button type="primary" style={{ marginTop: 8 }} disabled={reason.trim() === ''} loading={propose.isPending} onClick={() => propose.mutate(reason.trim())}>
        {t('access.propose')}
      </Button>
    </div>
  );
}
