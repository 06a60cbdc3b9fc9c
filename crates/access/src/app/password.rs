//! Password hashes: Argon2id, with few hashes at a time because each takes much memory.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use argon2::password_hash::{PasswordHash, SaltString};
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use rand::RngCore;
use rand::rngs::OsRng;

use crate::app::secret::new_secret;

/// Cost of a hash. The default is the OWASP recommendation for Argon2id: 19 MiB, two passes, one lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HashCost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
    /// Hashes computed at the same time; the others wait.
    pub at_once: usize,
}

impl Default for HashCost {
    fn default() -> Self {
        Self {
            memory_kib: 19 * 1024,
            passes: 2,
            lanes: 1,
            at_once: 2,
        }
    }
}

impl HashCost {
    /// The least that Argon2 allows: for tests only.
    #[must_use]
    pub fn quick() -> Self {
        Self {
            memory_kib: 8,
            passes: 1,
            lanes: 1,
            at_once: 4,
        }
    }
}

/// So many callers may wait for their turn before the next is turned away.
const WAITING_MAX: usize = 64;

/// Too many callers wait for a hash already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooManyWaiting;

/// Makes and checks password hashes.
pub struct PasswordHasher {
    argon2: Argon2<'static>,
    at_once: usize,
    queue: Mutex<Queue>,
    turn: Condvar,
    /// Hash of a password nobody knows: checked when there is no user, so that the answer takes as long.
    nobody: String,
}

#[derive(Default)]
struct Queue {
    running: usize,
    waiting: usize,
}

impl PasswordHasher {
    /// A hasher of this cost.
    ///
    /// # Panics
    /// When Argon2 does not allow the cost: it comes from the program, not from input.
    #[must_use]
    pub fn new(cost: HashCost) -> Self {
        let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, None).expect("a cost Argon2 allows");
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let nobody = hash_with(&argon2, &new_secret());
        let queue = Mutex::new(Queue::default());
        Self {
            argon2,
            at_once: cost.at_once.max(1),
            queue,
            turn: Condvar::new(),
            nobody,
        }
    }

    /// The hash of a password with a fresh salt, in PHC form.
    ///
    /// # Errors
    /// [`TooManyWaiting`].
    pub fn hash(&self, password: &str) -> Result<String, TooManyWaiting> {
        let _slot = self.wait_for_slot()?;
        Ok(hash_with(&self.argon2, password))
    }

    /// Whether the password belongs to the hash; without a hash the same work is done and the answer is no.
    ///
    /// # Errors
    /// [`TooManyWaiting`].
    pub fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool, TooManyWaiting> {
        let _slot = self.wait_for_slot()?;
        let matches = PasswordHash::new(hash.unwrap_or(&self.nobody))
            .is_ok_and(|hash| self.argon2.verify_password(password.as_bytes(), &hash).is_ok());
        Ok(matches && hash.is_some())
    }

    /// Hash of a password that nobody knows.
    pub fn nobody(&self) -> &str {
        &self.nobody
    }

    fn wait_for_slot(&self) -> Result<Slot<'_>, TooManyWaiting> {
        let mut queue = self.lock();
        if queue.waiting >= WAITING_MAX {
            return Err(TooManyWaiting);
        }
        queue.waiting += 1;
        while queue.running >= self.at_once {
            queue = self.turn.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
        queue.waiting -= 1;
        queue.running += 1;
        Ok(Slot(self))
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Slot<'a>(&'a PasswordHasher);

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        self.0.lock().running -= 1;
        self.0.turn.notify_one();
    }
}

fn hash_with(argon2: &Argon2<'_>, password: &str) -> String {
    let mut bytes = [0; 16];
    OsRng.fill_bytes(&mut bytes);
    let salt = SaltString::encode_b64(&bytes).expect("16 bytes are a salt");
    argon2
        .hash_password(password.as_bytes(), &salt)
        .expect("any password can be hashed")
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_matches_its_own_hash_only() {
        let hasher = PasswordHasher::new(HashCost::quick());
        let hash = hasher.hash("Xindai-demo-1").expect("nobody waits");
        assert!(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{hash}");
        assert_ne!(hasher.hash("Xindai-demo-1"), Ok(hash.clone()), "salts differ");
        assert_eq!(hasher.verify("Xindai-demo-1", Some(&hash)), Ok(true));
        assert_eq!(hasher.verify("xindai-demo-1", Some(&hash)), Ok(false));
        assert_eq!(hasher.verify("Xindai-demo-1", None), Ok(false));
        assert_eq!(hasher.verify("Xindai-demo-1", Some("no hash")), Ok(false));
    }

    #[test]
    fn a_hash_of_another_cost_still_verifies() {
        let cheap = PasswordHasher::new(HashCost::quick());
        let dear = PasswordHasher::new(HashCost {
            memory_kib: 64,
            passes: 2,
            ..HashCost::quick()
        });
        let hash = cheap.hash("Xindai-demo-1").expect("nobody waits");
        assert_eq!(dear.verify("Xindai-demo-1", Some(&hash)), Ok(true));
    }

    #[test]
    fn the_default_cost_is_the_recommended_one() {
        let cost = HashCost::default();
        assert_eq!((cost.memory_kib, cost.passes, cost.lanes), (19_456, 2, 1));
    }

    #[test]
    fn waiting_callers_get_their_turn_and_too_many_are_turned_away() {
        let hasher = PasswordHasher::new(HashCost {
            at_once: 1,
            ..HashCost::quick()
        });
        std::thread::scope(|scope| {
            let answers: Vec<_> = (0..8)
                .map(|_| scope.spawn(|| hasher.hash("Xindai-demo-1").is_ok()))
                .collect();
            assert!(answers.into_iter().all(|answer| answer.join().expect("no panic")));
        });
        hasher.lock().waiting = WAITING_MAX;
        assert_eq!(hasher.hash("Xindai-demo-1"), Err(TooManyWaiting));
    }
}
