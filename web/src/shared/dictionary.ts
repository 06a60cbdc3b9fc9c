import { actionTerms } from './actionTerms';
import type { Language } from './i18n';
import { importTerms } from './importTerms';
import { plain, term, type Term, type Tone } from './terms';

export type { Term, Tone };

/** The one dictionary of states and codes: same words and colour on every screen. */
export const dictionary = {
  ...actionTerms,
  ...importTerms,
  loanStatus: {
    pending: term('blue', '待放款', 'Pending'),
    open: term('green', '在贷（含逾期）', 'Open, overdue included'),
    active: term('green', '正常', 'Active'),
    overdue: term('red', '逾期', 'Overdue'),
    closed: term('grey', '已结清', 'Closed'),
    charged_off: term('purple', '已核销', 'Charged off'),
  },
  bucket: {
    c: term('green', 'C 未逾期', 'C current'),
    m1: term('gold', 'M1 1–30天', 'M1 1–30 d'),
    m2: term('orange', 'M2 31–60天', 'M2 31–60 d'),
    m3: term('orange', 'M3 61–90天', 'M3 61–90 d'),
    m4: term('red', 'M4 91–120天', 'M4 91–120 d'),
    m5: term('red', 'M5 121–150天', 'M5 121–150 d'),
    m6: term('red', 'M6 151–180天', 'M6 151–180 d'),
    'm7+': term('purple', 'M7+ 180天以上', 'M7+ over 180 d'),
  },
  riskClass: {
    normal: term('green', '正常类', 'Normal'),
    special_mention: term('gold', '关注类', 'Special mention'),
    substandard: term('orange', '次级类', 'Substandard'),
    doubtful: term('red', '可疑类', 'Doubtful'),
    loss: term('purple', '损失类', 'Loss'),
  },
  installment: {
    paid: term('green', '已还', 'Paid'),
    partial: term('gold', '部分还款', 'Partly paid'),
    due: term('blue', '今日应还', 'Due'),
    carried: term('gold', '容差内，并入下期', 'Small rest, due with the next'),
    overdue: term('red', '逾期', 'Overdue'),
    future: term('grey', '未到期', 'Not yet due'),
  },
  runState: {
    waiting: term('grey', '等待', 'Waiting'),
    pending: term('grey', '等待', 'Waiting'),
    running: term('blue', '进行中', 'Running'),
    done: term('green', '完成', 'Done'),
    skipped: term('grey', '跳过', 'Skipped'),
    failed: term('red', '失败', 'Failed'),
  },
  eventKind: {
    disbursed: term('blue', '放款', 'Disbursement'),
    repaid: term('green', '还款', 'Repayment'),
    paid_off: term('green', '提前结清', 'Payoff'),
    prepaid: term('green', '提前还款', 'Prepayment'),
    fee_charged: term('gold', '收取费用', 'Fee charged'),
    called_in: term('red', '宣布提前到期', 'Called in'),
    reversed: term('orange', '冲正', 'Reversal'),
    charged_off: term('purple', '核销', 'Charge-off'),
  },
  entryKind: {
    disbursed: term('blue', '放款', 'Disbursement'),
    repaid: term('green', '还款', 'Repayment'),
    paid_off: term('green', '提前结清', 'Payoff'),
    prepaid: term('green', '提前还款', 'Prepayment'),
    fee_charged: term('gold', '收取费用', 'Fee charged'),
    called_in: term('red', '宣布提前到期', 'Called in'),
    charged_off: term('purple', '核销', 'Charge-off'),
    correction: term('orange', '更正', 'Correction'),
    opening: plain('期初余额', 'Opening balances'),
    take_over: plain('存量接收', 'Taken over'),
    accrual: plain('计提利息', 'Interest accrual'),
    due: plain('到期转应收', 'Instalment due'),
    reversal: term('orange', '冲正', 'Reversal'),
  },
  entryState: {
    standing: plain('有效', 'Standing'),
    reversed: term('grey', '已被冲正', 'Reversed'),
    reversal: term('orange', '红字冲正', 'Reversal'),
  },
  proposal: {
    pending: term('gold', '待复核', 'Pending'),
    approved: term('green', '已批准', 'Approved'),
    rejected: term('red', '已驳回', 'Rejected'),
    withdrawn: term('grey', '已撤回', 'Withdrawn'),
    expired: term('grey', '已失效', 'Expired'),
  },
  /** Commands that may need a second person. */
  command: {
    'access.change_user': plain('修改用户', 'Change a user'),
    'access.change_policy': plain('修改安全策略', 'Change the security policy'),
    'audit.change_retention': plain('修改审计保存期', 'Change the audit retention'),
    'access.create_user': plain('新建用户', 'Create a user'),
    'access.make_role': plain('新建角色', 'Make a role'),
    'access.change_role': plain('修改角色', 'Change a role'),
    ...importTerms.importTakeIn,
    'ledger.reverse_entry': plain('冲销分录', 'Reverse an entry'),
    'loan.charge_off': plain('核销借据', 'Charge off a loan'),
    'loan.reverse': plain('冲正交易', 'Reverse a transaction'),
    'reference.change_benchmark': plain('登记基准利率', 'Record a benchmark rate'), 'reference.change_calendar': plain('修改工作日历', 'Change a calendar'),
    'reference.change_currency': plain('修改币种', 'Change a currency'), 'reference.change_dictionary': plain('修改字典', 'Change a list of codes'),
    'reference.change_numbering': plain('修改编号规则', 'Change a rule for numbers'), 'reference.change_parameter': plain('修改参数', 'Change a parameter'),
    'reference.change_working_days': plain('修改机构工作日', 'Change working days'),
  },
  checkMode: {
    never: plain('不复核', 'Never'),
    always: plain('一律复核', 'Always'),
    above: plain('超额复核', 'Above an amount'),
  },
  dataScope: {
    own: plain('本人经办', 'Own'),
    own_organisation: plain('本机构', 'Own organisation'),
    subtree: plain('本机构及下级', 'Own organisation and below'),
    custom: plain('指定机构', 'Listed organisations'),
    all: plain('全部', 'All'),
  },
  /** Capabilities, as permissions are grouped by them. */
  area: {
    access: plain('用户与权限', 'Users and rights'),
    audit: plain('审计', 'Audit'),
    close: plain('日终', 'Close of business'),
    customer: plain('客户', 'Customers'),
    import: plain('数据导入', 'Imports'),
    ledger: plain('总账', 'Ledger'),
    loan: plain('借据', 'Loans'),
    notice: plain('公告', 'Notices'),
    product: plain('产品', 'Products'),
    reference: plain('主数据', 'Master data'),
    report: plain('报表', 'Reports'),
    view: plain('列表视图', 'Views'),
  },
  permission: {
    'loan.read': plain('查看借据', 'See loans'),
    'loan.book': plain('登记与放款', 'Book and disburse'),
    'loan.repay': plain('登记还款', 'Record repayments'),
    'loan.call': plain('宣布提前到期', 'Call loans in'),
    'loan.reverse': plain('冲正交易', 'Reverse transactions'),
    'product.read': plain('查看产品', 'See products'),
    'product.write': plain('编写产品', 'Write products'),
    'product.activate': plain('启用产品', 'Activate products'),
    'customer.read': plain('查看客户', 'See customers'),
    'customer.write': plain('新建客户', 'Add customers'),
    'customer.reveal': plain('查看完整信息', 'Reveal personal data'),
    'customer.field_identity': plain('查看证件号码', 'See identity numbers'), 'customer.field_mobile': plain('查看手机号', 'See mobile numbers'),
    'ledger.read': plain('查看总账', 'See the ledger'),
    'ledger.reverse': plain('冲销分录', 'Reverse entries'),
    'close.read': plain('查看日终', 'See closes'),
    'close.run': plain('执行日终', 'Close days'),
    'reference.read': plain('查看主数据', 'See master data'), 'reference.write': plain('维护主数据', 'Change master data'),
    'reference.check': plain('复核主数据', 'Check master data'),
    'report.read': plain('查看报表', 'See reports'),
    'audit.read': plain('查看审计日志', 'See the audit log'), 'audit.archive': plain('归档审计日志', 'Archive the audit log'),
    'loan.charge_off': plain('核销借据', 'Charge off loans'),
    'loan.check': plain('复核信贷业务', 'Check loans'),
    'ledger.check': plain('复核账务', 'Check the ledger'),
    'access.check': plain('复核用户与权限', 'Check users and rights'),
    'access.read': plain('查看用户', 'See users'),
    'access.write': plain('管理用户', 'Manage users'),
    'view.share': plain('共享视图', 'Share views'),
    'loan.export': plain('导出借据', 'Export loans'),
    'customer.export': plain('导出客户', 'Export customers'),
    'access.export': plain('导出用户', 'Export users'),
    'audit.export': plain('导出审计日志', 'Export the audit log'),
    'ledger.export': plain('导出总账', 'Export the ledger'),
    'ledger.write': plain('科目与期初余额', 'Accounts and opening balances'),
    'import.run': plain('导入数据', 'Import rows'), 'import.check': plain('复核导入批次', 'Let imports in'),
    'notice.write': plain('发布公告', 'Write notices'),
  },
  importance: {
    normal: plain('普通', 'Normal'),
    important: term('orange', '重要', 'Important'),
  },
  noticeState: {
    waiting: plain('待展示', 'Waiting'),
    shown: term('green', '展示中', 'Shown'),
    ended: plain('已结束', 'Ended'),
    withdrawn: plain('已撤回', 'Withdrawn'),
  },
  /** What waits: a task that stands until it is done, or news. */
  toDo: {
    close_failed: term('red', '日终', 'Close'),
    proposals_to_decide: term('blue', '复核', 'Decide'),
    password_expires: term('gold', '密码', 'Password'),
    deputy_for: term('blue', '代理', 'Deputy'),
    proposals_decided: plain('变更', 'Proposals'),
    exports_failed: term('red', '导出', 'Exports'),
    exports_finished: term('green', '导出', 'Exports'),
    close_done: term('green', '日终', 'Close'),
  },
  objectKind: {
    user: plain('用户', 'User'), post: plain('岗位', 'Post'),
    sign_in_policy: plain('安全策略', 'Security policy'), api_token: plain('访问令牌', 'Token'),
    audit_archive: plain('审计归档', 'Audit archive'), audit_retention: plain('审计保存期', 'Audit retention'),
    view: plain('视图', 'View'),
    export: plain('导出文件', 'Exported file'),
    import: plain('导入批次', 'Import'),
    role: plain('角色', 'Role'),
    pending_change: plain('待复核变更', 'Proposal'),
    check_rule: plain('复核规则', 'Check rule'),
    authority_limit: plain('授权限额', 'Limit of authority'),
    duty_conflict: plain('不相容岗位', 'Duty conflict'),
    organisation: plain('机构', 'Organisation'),
    customer: plain('客户', 'Customer'),
    loan: plain('借据', 'Loan'),
    journal_entry: plain('会计分录', 'Journal entry'),
    product: plain('产品', 'Product'),
    reference: plain('主数据', 'Master data'),
    close_run: plain('日终', 'Close of business'),
    permission: plain('权限', 'Permission'),
  },
  component: {
    principal: plain('本金', 'Principal'),
    interest: plain('利息', 'Interest'),
    penalty: term('orange', '罚息', 'Penalty interest'),
    compound_interest: term('orange', '复利', 'Compound interest'),
    fee: plain('费用', 'Fee'),
    suspense: plain('暂收款', 'Suspense'),
  },
  repaymentKind: {
    regular: plain('正常还款', 'Regular repayment'),
    payoff: plain('提前结清', 'Payoff in full'),
    prepay_shorten: plain('提前还款，缩短期限', 'Prepay, shorten the term'),
    prepay_reduce: plain('提前还款，减少月供', 'Prepay, lower the instalment'),
  },
  method: {
    annuity: plain('等额本息', 'Annuity'),
    equal_principal: plain('等额本金', 'Equal principal'),
    flat: plain('等本等息', 'Flat rate'),
    interest_only: plain('先息后本', 'Interest only'),
    bullet: plain('一次性还本付息', 'Bullet'),
    balloon: plain('气球贷', 'Balloon'),
    biweekly: plain('双周供', 'Biweekly'),
    step: plain('阶梯还款', 'Step'),
    step_up: plain('递增还款', 'Step-up'),
    step_down: plain('递减还款', 'Step-down'),
    custom: plain('自定义计划', 'Custom'),
    grace: plain('宽限期＋等额', 'Grace then annuity'),
    on_demand: plain('随借随还', 'On demand'),
  },
  frequency: {
    month: plain('按月', 'Monthly'),
    monthly: plain('按月', 'Monthly'),
    quarter: plain('按季', 'Quarterly'),
    quarterly: plain('按季', 'Quarterly'),
    half_year: plain('按半年', 'Half-yearly'),
    year: plain('按年', 'Yearly'),
    biweekly: plain('双周', 'Every two weeks'),
    once: plain('到期一次', 'Once at maturity'),
  },
  productStatus: {
    draft: term('grey', '草稿', 'Draft'),
    active: term('green', '生效', 'In force'),
    published: term('green', '生效', 'In force'),
    retired: term('grey', '停用', 'Retired'),
  },
  accountCategory: {
    asset: plain('资产', 'Assets'),
    liability: plain('负债', 'Liabilities'),
    equity: plain('权益', 'Equity'),
    income: plain('收入', 'Income'),
    expense: plain('支出', 'Expenses'),
    common: plain('共同类', 'Common'),
    off_book: plain('表外', 'Off book'),
  },
  side: {
    debit: plain('借', 'Dr'),
    credit: plain('贷', 'Cr'),
  },
  /** Codes inside the terms of loans and products. */
  rule: {
    none: plain('无', 'None'),
    anchor: plain('放款日对日', 'Day of disbursement'),
    pay_day: plain('固定还款日', 'Fixed day'),
    fixed: plain('固定', 'Fixed'),
    floating: plain('浮动', 'Floating'),
    calendar: plain('季末或年末固定日', 'Fixed day at quarter or year end'),
    regular: plain('按期计息', 'By whole periods'),
    by_days: plain('按天计息', 'By days'),
    half_up: plain('四舍五入', 'Half up'),
    half_even: plain('四舍六入五成双', 'Half even'),
    up: plain('进位', 'Up'),
    down: plain('舍去', 'Down'),
    horizontal: plain('逐期（横向）', 'Instalment by instalment'),
    vertical: plain('逐项（纵向）', 'Component by component'),
    interest_only_stub: plain('首期只收利息', 'Interest only'),
    long_first: plain('首期顺延', 'Long first period'),
    prorata: plain('按天数折算', 'In proportion to days'),
    overdue_principal: plain('逾期本金', 'Overdue principal'),
    installment: plain('逾期本息', 'Overdue instalment'),
    whole_balance: plain('提前到期后的全部余额', 'Whole balance once called in'),
    due_date: plain('自到期日', 'From the due date'),
    grace_end: plain('自宽限期满', 'From the end of grace'),
    following: plain('顺延至工作日', 'Following working day'),
    modified_following: plain('顺延但不跨月', 'Following, same month'),
    lpr_1y: plain('1 年期 LPR', '1-year LPR'),
    lpr_5y: plain('5 年期以上 LPR', '5-year LPR'),
    january_first: plain('每年 1 月 1 日重定价', 'Repriced on 1 January'),
    anniversary: plain('放款对日重定价', 'Repriced on the anniversary'),
    quarterly: plain('按季重定价', 'Repriced quarterly'),
    next_day: plain('次日重定价', 'Repriced the next day'),
    disbursement: plain('放款时', 'At disbursement'),
    late: plain('逾期时', 'When late'),
    share_of_prepaid: plain('按提前还本比例', 'Share of the prepaid principal'),
    months_of_interest: plain('按若干月利息', 'Months of interest'),
  },
} satisfies Record<string, Record<string, Term>>;

export type Area = keyof typeof dictionary;

function keyOf(code: string): string {
  return code.trim().replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase().replace(/[\s-]+/g, '_');
}

/** The term of a code; an unknown code is shown as it came, in grey. */
export function lookUp(area: Area, code: string | null | undefined): Term {
  if (!code) return plain('—', '—');
  const words = dictionary[area] as Record<string, Term>;
  return words[keyOf(code)] ?? plain(code, code.replace(/_/g, ' '));
}

export function wordFor(area: Area, code: string | null | undefined, language: Language | string): string {
  const found = lookUp(area, code);
  return language === 'en' ? found.en : found.zh;
}

export function choices(area: Area, codes: readonly string[], language: string): { value: string; label: string }[] {
  return codes.map((value) => ({ value, label: wordFor(area, value, language) }));
}

export const LOAN_STATUSES = ['open', 'active', 'overdue', 'closed', 'charged_off', 'pending'] as const;
export const BUCKETS = ['C', 'M1', 'M2', 'M3', 'M4', 'M5', 'M6', 'M7+'] as const;
export const RISK_CLASSES = ['normal', 'special_mention', 'substandard', 'doubtful', 'loss'] as const;
