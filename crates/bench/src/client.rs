//! One HTTP connection that stays open: small, so that on few cores the load does not cost more than the server.

use crate::error::BenchError;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// A connection with its session.
pub(crate) struct Client {
    address: String,
    cookie: Option<String>,
    stream: Option<BufReader<TcpStream>>,
}

/// An answer.
pub(crate) struct Reply {
    pub status: u16,
    /// The answer of an earlier run of the same command.
    pub replayed: bool,
    cookie: Option<String>,
    body: Vec<u8>,
}

impl Reply {
    /// The body as JSON.
    pub(crate) fn json(&self) -> Result<Value, BenchError> {
        serde_json::from_slice(&self.body).map_err(|_| self.unexpected())
    }

    /// This answer, if it is a success.
    pub(crate) fn success(self) -> Result<Self, BenchError> {
        if (200..300).contains(&self.status) {
            Ok(self)
        } else {
            Err(self.unexpected())
        }
    }

    /// The answer as an error.
    pub(crate) fn unexpected(&self) -> BenchError {
        let body = String::from_utf8_lossy(&self.body);
        BenchError::Server(format!("{} {body}", self.status))
    }
}

impl Client {
    /// A client of `host:port`; it connects with its first request.
    pub(crate) fn new(address: &str) -> Self {
        Self {
            address: address.to_owned(),
            cookie: None,
            stream: None,
        }
    }

    /// Another connection in the same session.
    pub(crate) fn again(&self) -> Self {
        Self {
            address: self.address.clone(),
            cookie: self.cookie.clone(),
            stream: None,
        }
    }

    /// The same connection in the session of another client, perhaps of another node.
    pub(crate) fn in_session_of(mut self, other: &Self) -> Self {
        self.cookie.clone_from(&other.cookie);
        self
    }

    /// Begins a session.
    pub(crate) fn sign_in(&mut self, login: &str, password: &str) -> Result<(), BenchError> {
        let body = json!({ "login": login, "password": password });
        let reply = self.post("/api/v1/session", None, &body.to_string())?.success()?;
        let cookie = reply.cookie.as_deref().and_then(|text| text.split(';').next());
        self.cookie = cookie.map(str::to_owned);
        Ok(())
    }

    /// Reads.
    pub(crate) fn get(&mut self, path: &str) -> Result<Reply, BenchError> {
        self.request("GET", path, None, "")
    }

    /// Commands, under a key of its own when one is given.
    pub(crate) fn post(&mut self, path: &str, key: Option<&str>, body: &str) -> Result<Reply, BenchError> {
        self.request("POST", path, key, body)
    }

    fn request(&mut self, method: &str, path: &str, key: Option<&str>, body: &str) -> Result<Reply, BenchError> {
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\n", self.address);
        if let Some(cookie) = &self.cookie {
            head += &format!("cookie: {cookie}\r\n");
        }
        if let Some(key) = key {
            head += &format!("idempotency-key: {key}\r\n");
        }
        if method != "GET" {
            let length = body.len();
            head +=
                &format!("x-requested-with: xindai\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n");
        }
        head += "\r\n";
        head += body;
        let sent = self.exchange(&head);
        if sent.is_err() {
            self.stream = None;
        }
        sent.map_err(BenchError::io(format!("{method} {path}")))
    }

    fn exchange(&mut self, request: &str) -> std::io::Result<Reply> {
        let stream = match &mut self.stream {
            Some(stream) => stream,
            None => {
                let stream = TcpStream::connect(&self.address)?;
                stream.set_nodelay(true)?;
                stream.set_read_timeout(Some(PATIENCE))?;
                self.stream.insert(BufReader::new(stream))
            }
        };
        stream.get_mut().write_all(request.as_bytes())?;
        let reply = read_reply(stream)?;
        Ok(reply)
    }
}

fn invalid(what: &str) -> std::io::Error {
    std::io::Error::new(std::io::ErrorKind::InvalidData, what.to_owned())
}

fn read_reply(stream: &mut BufReader<TcpStream>) -> std::io::Result<Reply> {
    let mut line = String::new();
    let mut next = |stream: &mut BufReader<TcpStream>| -> std::io::Result<String> {
        line.clear();
        match stream.read_line(&mut line)? {
            0 => Err(std::io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(line.trim_end().to_owned()),
        }
    };
    let status = next(stream)?;
    let status = status.split(' ').nth(1).and_then(|code| code.parse().ok());
    let mut reply = Reply {
        status: status.ok_or_else(|| invalid("no status line"))?,
        replayed: false,
        cookie: None,
        body: Vec::new(),
    };
    let (mut length, mut chunked) = (0, false);
    loop {
        let header = next(stream)?;
        let Some((name, value)) = header.split_once(':') else {
            break;
        };
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().map_err(|_| invalid("content-length"))?,
            "transfer-encoding" => chunked = value.eq_ignore_ascii_case("chunked"),
            "set-cookie" => reply.cookie = Some(value.to_owned()),
            "idempotency-replayed" => reply.replayed = value == "true",
            _ => {}
        }
    }
    if !chunked {
        reply.body.resize(length, 0);
        stream.read_exact(&mut reply.body)?;
        return Ok(reply);
    }
    loop {
        let size = usize::from_str_radix(&next(stream)?, 16).map_err(|_| invalid("chunk"))?;
        let begun = reply.body.len();
        reply.body.resize(begun + size, 0);
        stream.read_exact(&mut reply.body[begun..])?;
        next(stream)?;
        if size == 0 {
            return Ok(reply);
        }
    }
}
