use super::problem::{INTERNAL, Problem};
use tracing::Span;

/// Runs database work on a thread that may block, with the request's span around its logs. A panic becomes a 500
/// problem without its message.
///
/// # Errors
/// The problem the work's error maps to.
pub async fn blocking<T, E, F>(work: F) -> Result<T, Problem>
where
    T: Send + 'static,
    E: Into<Problem> + Send + 'static,
    F: FnOnce() -> Result<T, E> + Send + 'static,
{
    let span = Span::current();
    match tokio::task::spawn_blocking(move || span.in_scope(work)).await {
        Ok(result) => result.map_err(Into::into),
        Err(_) => {
            tracing::error!("a blocking task panicked");
            Err(Problem::of(INTERNAL))
        }
    }
}
