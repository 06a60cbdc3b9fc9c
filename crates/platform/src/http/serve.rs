use super::peer::Peer;
use super::progress::ProgressHub;
use axum::Router;
use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::sync::watch;

/// Waits for ctrl-c or, on Unix, SIGTERM.
pub async fn shutdown_signal() {
    let interrupt = async {
        if let Err(cause) = tokio::signal::ctrl_c().await {
            tracing::error!(%cause, "cannot listen for ctrl-c");
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(cause) => {
                tracing::error!(%cause, "cannot listen for SIGTERM");
                std::future::pending::<()>().await;
            }
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
    tracing::info!("stopping");
}

/// Serves until `stop`, then takes no new connections, ends progress streams and gives running requests `grace` to
/// finish.
///
/// # Errors
/// When the listener fails.
pub async fn serve<L>(
    listener: L,
    router: Router,
    progress: ProgressHub,
    grace: Duration,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()>
where
    L: Listener<Addr = SocketAddr>,
    Peer: for<'a> Connected<IncomingStream<'a, L>>,
{
    let router = router.into_make_service_with_connect_info::<Peer>();
    let (stopping, mut stopped) = watch::channel(false);
    let graceful = async move {
        stop.await;
        progress.close();
        // The receiver lives until this function returns.
        let _ = stopping.send(true);
    };
    let overdue = async move {
        // An error means the server ended first; then this branch never wins.
        let _ = stopped.wait_for(|stopping| *stopping).await;
        tokio::time::sleep(grace).await;
    };
    tokio::select! {
        result = axum::serve(listener, router).with_graceful_shutdown(graceful) => result,
        () = overdue => {
            tracing::warn!("some requests did not finish in time");
            Ok(())
        }
    }
}
