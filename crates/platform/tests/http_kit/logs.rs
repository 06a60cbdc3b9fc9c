use crate::app::Site;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

/// Log lines kept in memory.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl io::Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_request_is_logged_by_its_route_and_nothing_personal() {
    let kept = Kept::default();
    let writer = kept.clone();
    // For the whole program: the other tests' requests are told apart by their numbers.
    tracing_subscriber::fmt()
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .init();
    let site = Site::new();
    let body = r#"{"name":"张三","price":{"amount":"9.90","currency":"CNY"}}"#;
    let answers = [
        site.post(
            "/api/v1/things?q=13800138000",
            &[("idempotency-key", "private-key")],
            body,
        )
        .await,
        site.get("/api/v1/things/0192d3a4-5b6c-7d8e-9f00-112233445566").await,
        site.get("/api/v1/thing-count?dpd_min=13900139000x").await,
    ];
    let all = String::from_utf8_lossy(&kept.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned();
    let lines = answers.map(|answer| {
        let ours = all.lines().filter(|line| line.contains(answer.header("x-request-id")));
        ours.collect::<Vec<_>>().join("\n")
    });
    assert!(
        lines[0].contains("method=POST path=\"/api/v1/things\" status=201"),
        "{}",
        lines[0]
    );
    assert!(
        lines[1].contains("method=GET path=\"/api/v1/things/{id}\" status=200"),
        "{}",
        lines[1]
    );
    assert!(
        lines[2].contains("status=400") && lines[2].contains("code=\"platform.query_invalid\""),
        "{}",
        lines[2]
    );
    for private in [
        "13800138000",
        "13900139000",
        "张三",
        "9.90",
        "private-key",
        "xindai_session",
        "clerk",
        "0192d3a4-5b6c",
    ] {
        assert!(!lines.iter().any(|log| log.contains(private)), "{private} in {lines:?}");
    }
}
