//! A clerk over HTTP: signs in, pays, closes days.

use crate::error::BenchError;
use kernel::CivilDate;
use serde_json::{Value, json};

/// A payment with the key under which it may be repeated.
#[derive(Debug, Clone)]
pub struct Payment {
    /// Its idempotency key.
    pub key: String,
    loan: String,
    currency: String,
    day: String,
}

impl Payment {
    /// One unit of money to a loan.
    pub fn of((loan, currency): &(String, String), day: &str, key: String) -> Self {
        Self {
            key,
            loan: loan.clone(),
            currency: currency.clone(),
            day: day.to_owned(),
        }
    }
}

/// What a payment became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paid {
    /// The event it made.
    pub event: String,
    /// The answer is that of an earlier run.
    pub replayed: bool,
}

/// A signed-in caller.
#[derive(Debug, Clone)]
pub struct Client {
    agent: ureq::Agent,
    base: String,
    cookie: String,
}

fn failed(what: impl std::fmt::Display) -> BenchError {
    BenchError::Server(what.to_string())
}

fn text(value: &Value) -> Result<String, BenchError> {
    value
        .as_str()
        .map(str::to_owned)
        .ok_or_else(|| failed(format!("no text: {value}")))
}

impl Client {
    /// Signs in.
    pub fn sign_in(base: &str, login: &str, password: &str) -> Result<Self, BenchError> {
        let agent = ureq::AgentBuilder::new()
            .timeout(std::time::Duration::from_secs(30))
            .build();
        let answer = agent
            .post(&format!("{base}/api/v1/session"))
            .set("X-Requested-With", "xindai")
            .send_json(json!({ "login": login, "password": password }))
            .map_err(failed)?;
        let cookie = answer
            .header("set-cookie")
            .and_then(|c| c.split(';').next())
            .unwrap_or_default()
            .to_owned();
        Ok(Self {
            agent,
            base: base.to_owned(),
            cookie,
        })
    }

    fn get(&self, path: &str) -> Result<Value, BenchError> {
        let answer = self
            .agent
            .get(&format!("{}/api/v1{path}", self.base))
            .set("Cookie", &self.cookie)
            .call();
        answer.map_err(failed)?.into_json().map_err(failed)
    }

    fn post(&self, path: &str, key: &str, body: Value) -> Result<ureq::Response, BenchError> {
        self.agent
            .post(&format!("{}/api/v1{path}", self.base))
            .set("Cookie", &self.cookie)
            .set("X-Requested-With", "xindai")
            .set("Idempotency-Key", key)
            .send_json(body)
            .map_err(failed)
    }

    /// Loans on which money is owed, with their currencies.
    pub fn open_loans(&self) -> Result<Vec<(String, String)>, BenchError> {
        let page = self.get("/loans?status=open&limit=200")?;
        let items = page["items"].as_array().cloned().unwrap_or_default();
        items
            .iter()
            .map(|loan| Ok((text(&loan["id"])?, text(&loan["currency"])?)))
            .collect()
    }

    /// The business date.
    pub fn business_date(&self) -> Result<String, BenchError> {
        text(&self.get("/business-day")?["business_date"])
    }

    /// Pays one unit of money.
    pub fn pay(&self, payment: &Payment) -> Result<Paid, BenchError> {
        let body = json!({
            "amount": { "amount": "1.00", "currency": payment.currency },
            "value_date": payment.day,
            "kind": "regular",
            "note": "",
        });
        let answer = self.post(&format!("/loans/{}/repayments", payment.loan), &payment.key, body)?;
        let replayed = answer.header("idempotency-replayed") == Some("true");
        let receipt: Value = answer.into_json().map_err(failed)?;
        Ok(Paid {
            event: text(&receipt["event_id"])?,
            replayed,
        })
    }

    /// Starts the close of the current day, going on where one was interrupted. `None` while the right of a killed process
    /// to close has not run out (a minute at most).
    pub fn start_close(&self) -> Result<Option<String>, BenchError> {
        let day = CivilDate::parse(&self.business_date()?).map_err(failed)?;
        let until = day.add_days(1).to_string();
        let answer = self
            .agent
            .post(&format!("{}/api/v1/close-runs", self.base))
            .set("Cookie", &self.cookie)
            .set("X-Requested-With", "xindai")
            .send_json(json!({ "until": until }));
        match answer {
            Ok(_) => Ok(Some(until)),
            Err(ureq::Error::Status(409, _)) => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }

    /// Closes the current day and waits, a bounded time, until the next one is open.
    pub fn close_one_day_and_wait(&self) -> Result<(), BenchError> {
        let mut until = None;
        for _ in 0..900 {
            if until.is_none() {
                until = self.start_close()?;
            } else if until
                .as_ref()
                .is_some_and(|until| self.business_date().is_ok_and(|day| day >= *until))
            {
                return Ok(());
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        Err(BenchError::Broken("the close of a day does not end".to_owned()))
    }
}
