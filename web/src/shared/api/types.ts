import type { paths } from './schema';

type Body<R> = R extends { content: { 'application/json': infer B } } ? B : never;
type Success<Op> = Op extends { responses: infer R }
  ? { [S in keyof R]: S extends 200 | 201 | 202 ? Body<R[S]> : never }[keyof R]
  : never;
type Get<P extends keyof paths> = paths[P] extends { get: infer Op } ? Success<Op> : never;
type Post<P extends keyof paths> = paths[P] extends { post: infer Op } ? Success<Op> : never;
type Sent<P extends keyof paths> = paths[P] extends {
  post: { requestBody: { content: { 'application/json': infer B } } };
}
  ? B
  : never;
type Put<P extends keyof paths> = paths[P] extends {
  put: { requestBody: { content: { 'application/json': infer B } } };
}
  ? B
  : never;
type Asked<P extends keyof paths> = paths[P] extends { get: { parameters: { query?: infer Q } } } ? NonNullable<Q> : never;

/** The names that screens use for what the API sends; taken from paths, so they follow the document. */
export type ProblemKind = Get<'/api/v1/problems'>['items'][number];
export type Session = Get<'/api/v1/session'>;
export type SetUpRequest = Sent<'/api/v1/setup'>;
export type User = Get<'/api/v1/users'>['items'][number];
export type NewUser = Sent<'/api/v1/users'>;
export type ChangedUser = Put<'/api/v1/users/{login}'>;
export type Organisation = Get<'/api/v1/organisations'>['items'][number];
export type NewOrganisation = Sent<'/api/v1/organisations'>;
export type StaffPost = Get<'/api/v1/posts'>['items'][number];
export type NewStaffPost = Sent<'/api/v1/posts'>;
export type NewRole = Sent<'/api/v1/roles'>;
export type Deputy = Get<'/api/v1/deputies'>['items'][number];
export type NewDeputy = Sent<'/api/v1/deputies'>;
export type Token = Get<'/api/v1/tokens'>['items'][number];
export type NewToken = Sent<'/api/v1/users/{login}/tokens'>;
export type AddedDuty = Post<'/api/v1/duty-conflicts'>;
export type Policies = Get<'/api/v1/sign-in-policy'>;
export type PolicyVersion = Policies['current'];
export type ChangedPolicy = Put<'/api/v1/sign-in-policy'>;
export type SignOnReturn = Sent<'/api/v1/sign-on/return'>;
export type OnlineSession = Get<'/api/v1/sessions'>['items'][number];
export type PendingChange = Get<'/api/v1/pending-changes'>['items'][number];
export type CheckRule = Get<'/api/v1/check-rules'>['items'][number];
export type AuthorityLimit = Get<'/api/v1/authority-limits'>['items'][number];
export type DutyConflict = Get<'/api/v1/duty-conflicts'>['items'][number];
export type ReferenceItem = Get<'/api/v1/reference/{kind}'>['items'][number];
export type ReferenceHistory = Get<'/api/v1/reference/{kind}/{item}'>;
export type ReferenceChange = Sent<'/api/v1/reference/{kind}/{item}/versions'>;
export type ReferenceChanged = Post<'/api/v1/reference/{kind}/{item}/versions'>;
export type DictionaryEntry = Get<'/api/v1/dictionaries'>['items'][number]['entries'][number];
export type HolidayFile = Post<'/api/v1/holiday-files'>;
export type Role = Get<'/api/v1/roles'>['items'][number];
export type Product = Get<'/api/v1/products'>['items'][number];
export type NewProductDraft = Sent<'/api/v1/products'>;
export type ProductDraft = Put<'/api/v1/products/{id}'>;
export type Import = Get<'/api/v1/imports'>['items'][number];
export type CutOver = Post<'/api/v1/imports/cut-over'>;
export type ImportEntity = Get<'/api/v1/imports/entities'>['items'][number];
export type ImportPreview = Post<'/api/v1/imports'>;
export type ImportRowError = Get<'/api/v1/imports/{id}/errors'>['items'][number];
export type ImportedRow = Get<'/api/v1/imports/{id}/rows'>['items'][number];
export type Customer = Get<'/api/v1/customers'>['items'][number];
export type CustomerQuery = Asked<'/api/v1/customers'>;
export type NewCustomer = Sent<'/api/v1/customers'>;
export type CustomerClasses = Sent<'/api/v1/customers/{id}/profile'>;
export type LoanRow = Get<'/api/v1/loans'>['items'][number];
export type LoanTotals = NonNullable<Get<'/api/v1/loans'>['totals']>;
export type LoanQuery = Asked<'/api/v1/loans'>;
export type LoanDetail = Get<'/api/v1/loans/{id}'>;
export type Balances = LoanDetail['balances'];
export type Money = LoanDetail['principal'];
export type ScheduleRow = Get<'/api/v1/loans/{id}/schedule'>['rows'][number];
export type LoanSchedule = Get<'/api/v1/loans/{id}/schedule'>;
export type LoanEvent = Get<'/api/v1/loans/{id}/events'>['items'][number];
export type JournalEntry = Get<'/api/v1/loans/{id}/journal-entries'>['items'][number];
export type Accrual = Get<'/api/v1/loans/{id}/accrual'>;
export type PayoffQuote = Get<'/api/v1/loans/{id}/payoff-quote'>;
export type NewRepayment = Sent<'/api/v1/loans/{id}/repayments'>;
export type NewRateChange = Sent<'/api/v1/loans/{id}/rate-changes'>;
export type LoanRates = Get<'/api/v1/loans/{id}/rates'>;
export type LoanPrice = LoanRates['now'];
export type LoanRateStep = LoanRates['history'][number];
export type Receipt = Post<'/api/v1/loans/{id}/repayments'>;
export type NewLoan = Sent<'/api/v1/loans'>;
export type BookingTrial = Sent<'/api/v1/booking-trials'>;
export type ScheduleTrial = Sent<'/api/v1/schedule-trials'>;
export type TrialResult = Post<'/api/v1/schedule-trials'>;
export type ListDescription = Get<'/api/v1/lists'>['items'][number];
export type LoanTransaction = Get<'/api/v1/loan-transactions'>['items'][number];
export type LoanTransactionTotals = NonNullable<Get<'/api/v1/loan-transactions'>['totals']>;
export type LoanTransactionQuery = Asked<'/api/v1/loan-transactions'>;
export type JournalEntryRow = Get<'/api/v1/ledger/journal-entries'>['items'][number];
export type JournalEntryTotals = NonNullable<Get<'/api/v1/ledger/journal-entries'>['totals']>;
export type JournalEntryQuery = Asked<'/api/v1/ledger/journal-entries'>;
export type ExportListBody = Sent<'/api/v1/ledger/journal-entries/exports'>;
export type TrialBalance = Get<'/api/v1/ledger/trial-balance'>;
export type TrialBalanceRow = TrialBalance['rows'][number];
export type Posting = Get<'/api/v1/ledger/accounts/{code}/postings'>['items'][number];
export type CloseRun = Get<'/api/v1/close-runs'>['items'][number];
export type Cockpit = Get<'/api/v1/cockpit'>;
export type Figure = Cockpit['figures'][number];
export type AuditArchive = Get<'/api/v1/audit-archives'>['items'][number];
export type AuditEntry = Get<'/api/v1/audit-entries'>['items'][number];
export type ArchiveMade = Post<'/api/v1/audit-archives'>;
export type RetentionRule = Get<'/api/v1/audit-retention'>['items'][number];
export type RetentionChanged = Success<paths['/api/v1/audit-retention/{area}']['put']>;
export type Export = Get<'/api/v1/exports'>['items'][number];
export type SavedView = Get<'/api/v1/saved-views'>['items'][number];
export type ToDo = Get<'/api/v1/to-dos'>['items'][number];
export type Notice = Get<'/api/v1/notices'>['items'][number];
export type ManagedNotice = Get<'/api/v1/managed-notices'>['items'][number];
export type WrittenNotice = Sent<'/api/v1/notices'>;
