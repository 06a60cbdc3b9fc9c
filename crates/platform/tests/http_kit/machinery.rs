use platform::http::{Lang, Problem};
use platform::keys::KeyError;
use platform::{CommandError, DbError};

fn told(problem: Problem) -> (u16, &'static str) {
    let text = problem.to_json(Lang::En, None).to_string();
    assert!(!text.contains("secret"), "{text}");
    (problem.status().as_u16(), problem.code())
}

#[test]
fn failures_of_the_database_are_told_without_their_words() {
    for cause in [
        DbError::Busy("secret".to_owned()),
        DbError::ConnectionLost("secret".to_owned()),
        DbError::CommitUnknown("secret".to_owned()),
    ] {
        assert_eq!(told(cause.into()), (503, "platform.unavailable"));
    }
    assert_eq!(
        told(DbError::UniqueViolation("secret".to_owned()).into()),
        (500, "platform.internal")
    );
    assert_eq!(told(KeyError::Sealed.into()), (500, "platform.internal"));
}

#[test]
fn a_reused_key_is_told_as_such() {
    assert_eq!(
        told(CommandError::IdempotencyKeyReused.into()),
        (422, "platform.idempotency_key_reused")
    );
    assert_eq!(
        told(CommandError::IdempotencyKeyInvalid.into()),
        (400, "platform.idempotency_key_invalid")
    );
    assert_eq!(
        told(CommandError::Encoding("secret".to_owned()).into()),
        (500, "platform.internal")
    );
}
