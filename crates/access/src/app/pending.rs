//! Four eyes: a change is proposed by one person and carried out, by the very code of its command, when another approves.

use kernel::{Actor, DataScope, UserId};
use platform::command::{CommandContext, Outcome, run_command};
use platform::http::{Carried, CheckedCommand, PERMISSION_DENIED, Permission, Principal, Problem};
use platform::{AuditLine, Checks, Db, Tx, business_day};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::error::AccessError;
use crate::app::store_check::{self, CheckRuleRow};
use crate::app::store_pending::{self, PendingRow};
use crate::domain::{AccessRefusal, ProposalState, authority};

const REASON_MAX: usize = 200;

/// The desk on which proposals are made and decided: who stands at it, and which commands it knows.
pub struct PendingDesk<'a> {
    /// The database.
    pub db: &'a Db,
    /// The commands.
    pub commands: &'a [CheckedCommand],
    /// Who stands at it.
    pub principal: &'a Principal,
    /// Their command.
    pub context: &'a CommandContext,
}

/// What somebody proposes.
pub struct Proposed<'a> {
    /// The command.
    pub command: &'a str,
    /// What it is to do.
    pub content: &'a Value,
    /// Why.
    pub reason: &'a str,
}

impl PendingDesk<'_> {
    fn command(&self, name: &str) -> Result<&CheckedCommand, Problem> {
        let found = self.commands.iter().find(|command| command.name == name);
        let unknown = || AccessRefusal::CommandUnknown {
            command: name.to_owned(),
        };
        Ok(found.ok_or_else(unknown).map_err(AccessError::from)?)
    }

    /// The context in which a command of this permission runs: with its scope, and with nobody else to ask.
    fn carrying(&self, actor: Actor, scope: DataScope) -> CommandContext {
        CommandContext {
            actor,
            scope,
            checks: Checks::default(),
            ..self.context.clone()
        }
    }

    /// Proposes a change. What it would do is found by a preview: the command itself, taken back.
    ///
    /// # Errors
    /// [`AccessRefusal::CommandUnknown`], [`AccessRefusal::ReasonInvalid`], a missing permission, or the command's refusal.
    pub fn propose(&self, wanted: &Proposed<'_>) -> Result<Outcome<PendingRow>, Problem> {
        let command = self.command(wanted.command)?;
        self.principal.require(command.permission)?;
        let reason = checked_reason(wanted.reason)?;
        let context = self.carrying(self.context.actor.clone(), self.principal.scope_of(command.permission));
        let carried = self.db.preview(|tx| {
            tx.act_as(&context.actor, &context.request_id, context.now);
            (command.run)(tx, &context, wanted.content)
        })?;
        let fingerprint = (wanted.command, wanted.content, &reason);
        run_command(self.db, self.context, "access.propose_change", &fingerprint, |tx| {
            let rule = rule_of(tx, command.name)?;
            let row = self.proposal(&rule, wanted.content, &reason, &carried);
            store_pending::insert(tx, &row)?;
            tx.audit(AuditLine {
                action: "access.change_proposed",
                object_kind: "pending_change",
                object_id: row.id.to_string(),
                before: None,
                after: Some(json!({ "command": row.command, "object": row.label, "reason": row.reason })),
            });
            Ok(row)
        })
    }

    fn proposal(&self, rule: &CheckRuleRow, content: &Value, reason: &str, carried: &Carried) -> PendingRow {
        let now = self.context.now.millis();
        PendingRow {
            id: Uuid::now_v7(),
            command: rule.command.clone(),
            object_kind: carried.object_kind.to_owned(),
            object_id: carried.object_id.clone(),
            label: carried.label.clone(),
            org_id: carried.owner.0,
            officer: carried.owner.1.clone(),
            product: carried.product.clone(),
            amount: carried.amount,
            content: content.clone(),
            before: carried.before.clone(),
            after: carried.after.clone(),
            reason: reason.to_owned(),
            maker_id: self.context.actor.user_id,
            maker: self.context.actor.login.clone(),
            proposed_at: now,
            expires_at: now + i64::from(rule.expire_hours) * 3_600_000,
            state: ProposalState::Pending.code().to_owned(),
            decided_by: None,
            decided_at: None,
            decision_reason: None,
            outcome: None,
        }
    }

    /// Approves a proposal: the command runs in this transaction, as the checker's act for the maker. A proposal that is
    /// approved already is answered as it was.
    ///
    /// # Errors
    /// [`AccessRefusal::ProposalUnknown`], [`AccessRefusal::ProposalDecided`], [`AccessRefusal::CheckerIsMaker`], a missing
    /// permission, [`AccessRefusal::AuthorityExceeded`], [`AccessRefusal::ProposalStale`], or the command's refusal.
    pub fn approve(&self, id: Uuid) -> Result<Outcome<PendingRow>, Problem> {
        let known = self.db.read(|tx| store_pending::find(tx, id, self.context.now))?;
        let known = known.ok_or(AccessError::from(AccessRefusal::ProposalUnknown))?;
        let command = self.command(&known.command)?;
        let actor = Actor {
            on_behalf_of: Some(known.maker.clone()),
            ..self.context.actor.clone()
        };
        let context = CommandContext {
            actor: actor.clone(),
            ..self.context.clone()
        };
        run_command(self.db, &context, "access.approve_change", &id, |tx| {
            let mut row = self.locked(tx, id)?;
            if row.state == ProposalState::Approved.code() && row.decided_by.as_ref() == Some(&actor.login) {
                return Ok(row);
            }
            let scope = self.admit(tx, &row)?;
            self.check_authority(tx, &row)?;
            let carried = (command.run)(tx, &self.carrying(actor.clone(), scope), &row.content)?;
            if carried.before != row.before {
                return Err(AccessError::from(AccessRefusal::ProposalStale).into());
            }
            row.outcome = Some(carried.outcome);
            self.decided(tx, row, (ProposalState::Approved, None))
        })
    }

    /// Rejects a proposal.
    ///
    /// # Errors
    /// As [`PendingDesk::approve`] but for authority, and [`AccessRefusal::ReasonInvalid`].
    pub fn reject(&self, id: Uuid, reason: &str) -> Result<Outcome<PendingRow>, Problem> {
        let reason = checked_reason(reason)?;
        run_command(self.db, self.context, "access.reject_change", &(id, &reason), |tx| {
            let row = self.locked(tx, id)?;
            self.admit(tx, &row)?;
            self.decided(tx, row, (ProposalState::Rejected, Some(reason.clone())))
        })
    }

    /// Takes a proposal back: its maker only.
    ///
    /// # Errors
    /// [`AccessRefusal::ProposalUnknown`], [`AccessRefusal::ProposalDecided`], [`AccessRefusal::NotMaker`].
    pub fn withdraw(&self, id: Uuid) -> Result<Outcome<PendingRow>, Problem> {
        run_command(self.db, self.context, "access.withdraw_change", &id, |tx| {
            let row = self.locked(tx, id)?;
            let allowed = row
                .proposal(self.context.now)
                .check_withdrawal(self.context.actor.user_id);
            allowed.map_err(AccessError::from)?;
            self.decided(tx, row, (ProposalState::Withdrawn, None))
        })
    }

    fn locked(&self, tx: &mut Tx, id: Uuid) -> Result<PendingRow, Problem> {
        let row = store_pending::lock(tx, id, self.context.now)?;
        let row = row.ok_or(AccessError::from(AccessRefusal::ProposalUnknown))?;
        if self.sees(tx, &row)? {
            return Ok(row);
        }
        Err(AccessError::from(AccessRefusal::ProposalUnknown).into())
    }

    /// Whether who stands at the desk sees a proposal: its maker, those who may check it, auditors.
    ///
    /// # Errors
    /// The database's.
    pub fn sees(&self, tx: &mut Tx, row: &PendingRow) -> Result<bool, Problem> {
        let mine = row.maker_id == self.principal.actor.user_id;
        if mine || self.principal.may(Permission("audit.read")) {
            return Ok(true);
        }
        let rule = rule_of(tx, &row.command)?;
        Ok(self
            .scope_of(&rule.checker_permission)
            .is_some_and(|scope| scope.covers(row.org_id, &row.officer)))
    }

    fn scope_of(&self, permission: &str) -> Option<&DataScope> {
        self.principal.grants.get(permission)
    }

    /// Whether who stands at the desk may decide; the rows on which they may.
    fn admit(&self, tx: &mut Tx, row: &PendingRow) -> Result<DataScope, Problem> {
        let actor = &self.principal.actor;
        let proposal = row.proposal(self.context.now);
        let allowed = proposal.check_decision(actor.user_id, actor.on_behalf_of.as_deref());
        allowed.map_err(AccessError::from)?;
        let rule = rule_of(tx, &row.command)?;
        let scope = self.scope_of(&rule.checker_permission);
        match scope {
            Some(scope) if scope.covers(row.org_id, &row.officer) => Ok(scope.clone()),
            _ => Err(Problem::of(PERMISSION_DENIED).with("permission", &rule.checker_permission)),
        }
    }

    fn check_authority(&self, tx: &mut Tx, row: &PendingRow) -> Result<(), Problem> {
        let Some(amount) = row.amount else { return Ok(()) };
        let rule = rule_of(tx, &row.command)?;
        let actor = &self.principal.actor;
        let holder = actor.on_behalf_of.as_ref().unwrap_or(&actor.login);
        let roles = store_check::roles_with(tx, holder, &rule.checker_permission)?;
        let today = business_day::get(tx)?;
        let limits = store_check::limits_for(tx, &row.command, amount.currency(), today)?;
        let above = store_check::organisations_above(tx, row.org_id)?;
        let most = authority(&limits, &roles.into_iter().collect(), row.product.as_deref(), &above);
        if most.is_some_and(|most| amount.minor() <= most) {
            return Ok(());
        }
        let limit = most.map(|minor| kernel::Money::new(minor, amount.currency()));
        Err(AccessError::from(AccessRefusal::AuthorityExceeded { amount, limit }).into())
    }

    fn decided(
        &self,
        tx: &mut Tx,
        mut row: PendingRow,
        (state, reason): (ProposalState, Option<String>),
    ) -> Result<PendingRow, Problem> {
        row.state = state.code().to_owned();
        row.decided_by = Some(self.context.actor.login.clone());
        row.decided_at = Some(self.context.now.millis());
        row.decision_reason = reason;
        store_pending::decide(tx, &row)?;
        tx.audit(AuditLine {
            action: match state {
                ProposalState::Approved => "access.change_approved",
                ProposalState::Rejected => "access.change_rejected",
                _ => "access.change_withdrawn",
            },
            object_kind: "pending_change",
            object_id: row.id.to_string(),
            before: None,
            after: Some(json!({ "command": row.command, "object": row.label, "maker": row.maker, "reason": row.decision_reason })),
        });
        Ok(row)
    }

    /// Who stands at the desk, and which commands they may check on which rows.
    ///
    /// # Errors
    /// The database's.
    pub fn seen(&self, tx: &mut Tx) -> Result<(UserId, Vec<(String, DataScope)>), Problem> {
        let rules = store_check::list_check_rules(tx)?;
        let checks = rules
            .into_iter()
            .filter_map(|rule| Some((rule.command, self.scope_of(&rule.checker_permission)?.clone())))
            .collect();
        Ok((self.principal.actor.user_id, checks))
    }
}

fn checked_reason(reason: &str) -> Result<String, Problem> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > REASON_MAX {
        return Err(AccessError::from(AccessRefusal::ReasonInvalid).into());
    }
    Ok(reason.to_owned())
}

fn rule_of(tx: &mut Tx, command: &str) -> Result<CheckRuleRow, Problem> {
    let rules = store_check::list_check_rules(tx)?;
    let found = rules.into_iter().find(|rule| rule.command == command);
    let unknown = || AccessRefusal::CommandUnknown {
        command: command.to_owned(),
    };
    Ok(found.ok_or_else(unknown).map_err(AccessError::from)?)
}
