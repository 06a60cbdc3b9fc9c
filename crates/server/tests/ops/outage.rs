//! The database server goes away and comes back: a node says that it is not ready, and recovers without being touched. An embedded
//! database cannot go away while its program runs.

use crate::book::Scratch;
use crate::nodes::Node;
use platform::Backend;
use platform::testing::TestDb;
use std::io::copy;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// The network between a node and its database: it can be cut.
struct Wire {
    address: SocketAddr,
    cut: Arc<AtomicBool>,
    streams: Arc<Mutex<Vec<TcpStream>>>,
}

impl Wire {
    fn to(server: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let wire = Self {
            address: listener.local_addr().expect("an address"),
            cut: Arc::default(),
            streams: Arc::default(),
        };
        let (cut, streams) = (Arc::clone(&wire.cut), Arc::clone(&wire.streams));
        std::thread::spawn(move || {
            for near in listener.incoming().flatten() {
                if cut.load(Ordering::SeqCst) {
                    continue;
                }
                let far = TcpStream::connect(&server).expect("the server of the test");
                let ends = || near.try_clone().and_then(|near| Ok((near, far.try_clone()?)));
                for (from, to) in [ends(), ends().map(|(near, far)| (far, near))].map(|pair| pair.expect("a copy")) {
                    streams.lock().expect("whole").push(from.try_clone().expect("a copy"));
                    std::thread::spawn(move || carry(&from, &to));
                }
            }
        });
        wire
    }

    fn cut(&self) {
        self.cut.store(true, Ordering::SeqCst);
        for stream in self.streams.lock().expect("whole").drain(..) {
            // Fails when the other side was faster.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    fn mend(&self) {
        self.cut.store(false, Ordering::SeqCst);
    }
}

fn carry(mut from: &TcpStream, mut to: &TcpStream) {
    // Ends with an error when the wire is cut.
    let _ = copy(&mut from, &mut to);
    let _ = to.shutdown(Shutdown::Both);
}

/// Status and `Retry-After` of the node's readiness.
fn readiness(node: &Node) -> (u16, String) {
    let answer = match ureq::get(&format!("{}/api/v1/readiness", node.base)).call() {
        Ok(answer) | Err(ureq::Error::Status(_, answer)) => answer,
        Err(cause) => panic!("readiness: {cause}"),
    };
    (
        answer.status(),
        answer.header("retry-after").unwrap_or_default().to_owned(),
    )
}

fn wait_for(node: &Node, expected: (u16, &str)) {
    let asked = Instant::now();
    loop {
        let (status, retry_after) = readiness(node);
        if (status, retry_after.as_str()) == expected {
            return;
        }
        assert!(
            asked.elapsed() < Duration::from_secs(30),
            "{status} {retry_after:?} instead of {expected:?}"
        );
        std::thread::yield_now();
    }
}

#[test]
fn a_node_without_its_database_is_not_ready_and_recovers_by_itself() {
    let scratch = Scratch::new("outage");
    let test = TestDb::empty();
    let (url, wire) = match test.backend() {
        Backend::Sqlite => (test.url().to_owned(), None),
        Backend::Postgres => {
            let (before, rest) = test.url().split_once('@').expect("user and server");
            let (server, name) = rest.split_once('/').expect("server and database");
            let wire = Wire::to(server.to_owned());
            (format!("{before}@{}/{name}", wire.address), Some(wire))
        }
    };
    let node = Node::start(&scratch.path("data"), &url, &[]);
    assert_eq!(readiness(&node), (200, String::new()));
    for _ in 0..2 {
        wire.iter().for_each(Wire::cut);
        if wire.is_some() {
            wait_for(&node, (503, "1"));
        }
        wire.iter().for_each(Wire::mend);
        wait_for(&node, (200, ""));
    }
    node.stop();
}
