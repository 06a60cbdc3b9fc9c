import { plain, term } from './terms';

/** What files of rows bring, and what becomes of them. */
export const importTerms = {
  importEntity: {
    customers: plain('客户', 'Customers'),
    loans: plain('存量借据', 'Loans'),
    repayments: plain('历史还款', 'Repayments'),
    accounts: plain('会计科目', 'Ledger accounts'),
    balances: plain('科目期初余额', 'Opening balances'),
    organisations: plain('机构', 'Organisations'),
    users: plain('用户', 'Users'),
    products: plain('产品草稿', 'Product drafts'),
  },
  importState: {
    uploaded: term('grey', '已上传', 'Sent'),
    queued: term('blue', '排队中', 'Waiting'),
    running: term('blue', '处理中', 'Running'),
    checked: term('gold', '试运行通过', 'Tried, sound'),
    refused: term('red', '有误', 'Refused'),
    done: term('green', '已导入', 'Taken in'),
    failed: term('red', '失败', 'Failed'),
    cancelled: term('grey', '已停止', 'Stopped'),
    expired: term('grey', '已过期', 'Expired'),
  },
  cutOverFigure: {
    loans: plain('在贷笔数', 'Active loans'),
    principal: plain('剩余本金', 'Principal outstanding'),
    interest_due: plain('应收利息', 'Interest due'),
    interest_accrued: plain('计提利息', 'Interest accrued'),
    penalty: plain('罚息与复利', 'Penalty and compound interest'),
    fee_due: plain('应收费用', 'Fees due'),
    principal_not_due: plain('未到期本金', 'Principal not due'),
    principal_due: plain('到期本金', 'Principal due'),
    penalty_accrued: plain('应计罚息', 'Penalty accrued'),
    compound_accrued: plain('应计复利', 'Compound interest accrued'),
    suspense: plain('待处理款', 'Suspense'),
    trial_balance: plain('试算平衡', 'Trial balance'),
    accrual_lines: plain('计息汇总', 'Accrual lines'),
  },
  importOutcome: {
    created: term('green', '新增', 'Created'),
    unchanged: term('grey', '已存在', 'Unchanged'),
  },
};
