//! A session as its user is told about it.

use platform::demo_mark;
use platform::http::{AppState, Lang};
use platform::installation::{self, Lender};
use platform::{DbError, Tx, business_day};

use crate::api::dto::{AbsentUser, Session, SessionUserDto};
use crate::app::{self, SignedIn};

/// The session of a caller; `None` when the user is gone.
pub(crate) fn session_of(
    tx: &mut Tx,
    state: &AppState,
    caller: &SignedIn,
    lang: Lang,
) -> Result<Option<Session>, DbError> {
    let Some(user) = app::find_session_user(tx, caller.actor.user_id)? else {
        return Ok(None);
    };
    let business_date = match business_day::get(tx) {
        Ok(date) => Some(date),
        // Before the first day is set, people must be able to sign in to set it.
        Err(DbError::Invariant(_)) => None,
        Err(error) => return Err(error),
    };
    let absent = match business_date {
        Some(today) => app::list_absent(tx, user.id, today)?,
        None => Vec::new(),
    };
    let lender = installation::lender(tx)?;
    let policy = app::get_policy_row(tx, state.clock.now())?.policy;
    let name = |lender: Lender| match lang {
        Lang::Zh => lender.name_zh,
        Lang::En => lender.name_en,
    };
    Ok(Some(Session {
        organisation: user.organisation.into(),
        must_change_password: caller.must_change_password,
        lock_screen_minutes: policy.lock_screen_minutes,
        password_rule: policy.into(),
        acting_for: caller.actor.on_behalf_of.clone(),
        may_act_for: absent
            .into_iter()
            .map(|(login, name)| AbsentUser { login, name })
            .collect(),
        user: SessionUserDto {
            id: user.id.to_string(),
            login: user.login,
            name: user.name,
        },
        permissions: caller.grants.keys().cloned().collect(),
        unfinished_demo: demo_mark::find(tx)?.is_some_and(|mark| !mark.made),
        business_date: business_date.map(|date| date.to_string()),
        currency: lender.as_ref().map(|lender| lender.currency.code().to_owned()),
        institution: lender.map_or_else(|| state.config.institution.clone(), name),
        language: lang.tag().to_owned(),
    }))
}
