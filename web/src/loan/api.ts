import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, commandHeaders, unwrap } from '../shared/api/client';
import type { BookingTrial, LoanDetail, LoanQuery, NewLoan, NewRateChange, NewRepayment, Receipt } from '../shared/api/types';
import type { Filters } from '../shared/table/useFilters';
import { useSeek } from '../shared/table/useSeek';

const TEXTS = ['q', 'status', 'product_id', 'customer_id', 'currency', 'bucket', 'class', 'due_on', 'officer', 'purpose', 'disbursed_from', 'disbursed_to', 'where', 'sort'] as const;
const NUMBERS = ['dpd_min', 'dpd_max'] as const;

/** What the address says, as the query that the server understands. */
export function loanQuery(filters: Filters): LoanQuery {
  const query: Record<string, string | number> = {};
  for (const name of TEXTS) if (filters[name]) query[name] = filters[name];
  for (const name of NUMBERS) if (/^\d+$/.test(filters[name] ?? '')) query[name] = Number(filters[name]);
  return query as LoanQuery;
}

/** What the table says of a list: its order unless the address names one, and its page. */
interface Listed {
  sort: string | undefined;
  pageSize: number;
  ready: boolean;
}

export function useLoanList(filters: Filters, table: Listed) {
  const query = loanQuery({ ...filters, ...(table.sort ? { sort: table.sort } : {}) });
  return useSeek(['loans', query], table, (page) => unwrap(api.GET('/api/v1/loans', { params: { query: { ...query, ...page } } })));
}

/** Counted apart from the rows: they do not change from page to page. */
export function useLoanTotals(filters: Filters, enabled: boolean) {
  const { sort: _, ...query } = loanQuery(filters);
  return useQuery({
    queryKey: ['loans', query, 'totals'],
    enabled,
    queryFn: () => unwrap(api.GET('/api/v1/loans', { params: { query: { ...query, limit: 1, with_totals: true } } })),
    select: (answer) => answer.totals ?? undefined,
  });
}

export function useLoan(id: string) {
  return useQuery({ queryKey: ['loan', id], queryFn: () => unwrap(api.GET('/api/v1/loans/{id}', { params: { path: { id } } })) });
}

export function useSchedule(id: string) {
  return useQuery({ queryKey: ['loan', id, 'schedule'], queryFn: () => unwrap(api.GET('/api/v1/loans/{id}/schedule', { params: { path: { id } } })) });
}

export function useEvents(id: string) {
  return useQuery({ queryKey: ['loan', id, 'events'], queryFn: () => unwrap(api.GET('/api/v1/loans/{id}/events', { params: { path: { id } } })) });
}

export function useLoanEntries(id: string) {
  return useQuery({
    queryKey: ['loan', id, 'entries'],
    queryFn: () => unwrap(api.GET('/api/v1/loans/{id}/journal-entries', { params: { path: { id } } })),
  });
}

export function useRates(id: string) {
  return useQuery({ queryKey: ['loan', id, 'rates'], queryFn: () => unwrap(api.GET('/api/v1/loans/{id}/rates', { params: { path: { id } } })) });
}

export function useAccrual(id: string, range: { from?: string; to?: string }) {
  return useQuery({
    queryKey: ['loan', id, 'accrual', range],
    queryFn: () => unwrap(api.GET('/api/v1/loans/{id}/accrual', { params: { path: { id }, query: range } })),
  });
}

export function usePayoff(id: string, on: string, enabled = true) {
  return useQuery({
    enabled,
    queryKey: ['loan', id, 'payoff', on],
    queryFn: () => unwrap(api.GET('/api/v1/loans/{id}/payoff-quote', { params: { path: { id }, query: { on } } })),
  });
}

/** What booking would give: rate and schedule. Asked again whenever the form says something else. */
export function useBookingTrial(body: BookingTrial | null) {
  return useQuery({
    queryKey: ['booking-trial', body],
    enabled: body !== null,
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: () => unwrap(api.POST('/api/v1/booking-trials', { body: body! })),
  });
}

/** A reason in words, and its code where a list of reasons is offered. */
export interface Reason {
  reason: string;
  reason_code?: string;
}

/** One command of money: the preview rolls back, the confirmation carries the key of its dialog. */
export interface Command<B> {
  body: B;
  key: string;
  dryRun: boolean;
}

/** After money moved, everything that shows balances asks again. */
function useRefresh(id: string) {
  const queries = useQueryClient();
  return (command: { dryRun: boolean }) => {
    if (command.dryRun) return;
    for (const root of ['loans', 'cockpit', 'ledger', 'audit']) void queries.invalidateQueries({ queryKey: [root] });
    void queries.invalidateQueries({ queryKey: ['loan', id] });
  };
}

export function useRepayment(id: string) {
  const refresh = useRefresh(id);
  return useMutation({
    mutationFn: ({ body, key, dryRun }: Command<NewRepayment>): Promise<Receipt> =>
      unwrap(
        api.POST('/api/v1/loans/{id}/repayments', {
          params: { path: { id }, query: { dry_run: dryRun } },
          body,
          headers: commandHeaders(key),
        }),
      ),
    onSuccess: (_receipt, command) => refresh(command),
  });
}

export function useRateChange(id: string) {
  const refresh = useRefresh(id);
  return useMutation({
    mutationFn: ({ body, key, dryRun }: Command<NewRateChange>): Promise<Receipt> =>
      unwrap(
        api.POST('/api/v1/loans/{id}/rate-changes', {
          params: { path: { id }, query: { dry_run: dryRun } },
          body,
          headers: commandHeaders(key),
        }),
      ),
    onSuccess: (_receipt, command) => refresh(command),
  });
}

export function useReversal(id: string, eventId: string) {
  const refresh = useRefresh(id);
  return useMutation({
    mutationFn: ({ body, key, dryRun }: Command<Reason>): Promise<Receipt> =>
      unwrap(
        api.POST('/api/v1/loans/{id}/events/{event_id}/reversal', {
          params: { path: { id, event_id: eventId }, query: { dry_run: dryRun } },
          body,
          headers: commandHeaders(key),
        }),
      ),
    onSuccess: (_receipt, command) => refresh(command),
  });
}

export function useChargeOff(id: string) {
  const refresh = useRefresh(id);
  return useMutation({
    mutationFn: ({ body, key, dryRun }: Command<Reason>): Promise<Receipt> =>
      unwrap(
        api.POST('/api/v1/loans/{id}/charge-off', {
          params: { path: { id }, query: { dry_run: dryRun } },
          body: { note: body.reason, ...(body.reason_code ? { reason_code: body.reason_code } : {}) },
          headers: commandHeaders(key),
        }),
      ),
    onSuccess: (_receipt, command) => refresh(command),
  });
}

export function useCall(id: string) {
  const refresh = useRefresh(id);
  return useMutation({
    mutationFn: ({ body: { reason }, key, dryRun }: Command<Reason>): Promise<Receipt> =>
      unwrap(
        api.POST('/api/v1/loans/{id}/call', {
          params: { path: { id }, query: { dry_run: dryRun } },
          body: { reason },
          headers: commandHeaders(key),
        }),
      ),
    onSuccess: (_receipt, command) => refresh(command),
  });
}

export function useBooking() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ body, key, dryRun }: Command<NewLoan>): Promise<LoanDetail> =>
      unwrap(api.POST('/api/v1/loans', { params: { query: { dry_run: dryRun } }, body, headers: commandHeaders(key) })),
    onSuccess: (_loan, { dryRun }) => {
      if (dryRun) return;
      for (const root of ['loans', 'customers', 'customer', 'cockpit', 'audit']) void queries.invalidateQueries({ queryKey: [root] });
    },
  });
}

export function useDisbursement(id: string) {
  const refresh = useRefresh(id);
  return useMutation({
    mutationFn: ({ body, key, dryRun }: Command<{ value_date: string }>): Promise<Receipt> =>
      unwrap(
        api.POST('/api/v1/loans/{id}/disbursement', {
          params: { path: { id }, query: { dry_run: dryRun } },
          body,
          headers: commandHeaders(key),
        }),
      ),
    onSuccess: (_receipt, command) => refresh(command),
  });
}
