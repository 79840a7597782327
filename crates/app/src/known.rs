//! Whom a server served lately, and what they were found to be then.
//!
//! It is a guess and never an answer: [`store::AtOnce`] uses it to ask for a page in one statement, which holds it
//! against what is true in its own snapshot (docs/adr/0012). Whoever it does not hold for any more is found out anew.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use store::{CallerRow, Standing};

use crate::secret::hash_secret;
use crate::{Credential, FilterChoices, SavedView};

/// How many callers are remembered; each takes about a kilobyte.
const MOST_CALLERS: usize = 4096;

/// A caller, as they were found to be.
pub(crate) struct KnownCaller {
    /// Who they are, with their standing.
    pub row: CallerRow,
    /// What stood around their list, where they looked at it.
    pub desk: Option<Arc<Desk>>,
}

/// What stands around the list.
pub(crate) struct Desk {
    /// The caller's standing, by which it is told that nothing of this has changed.
    pub standing: Standing,
    /// The day on which it was read: by the next, there may be another taxonomy.
    pub made_on: chrono::NaiveDate,
    /// What can be filtered by.
    pub choices: Arc<FilterChoices>,
    /// The saved views.
    pub views: Vec<SavedView>,
}

/// By the hash of the secret, apart for sessions and tokens.
type Callers = HashMap<(bool, Vec<u8>), Arc<KnownCaller>>;

/// The callers that are remembered.
#[derive(Default)]
pub(crate) struct Known(Mutex<Callers>);

impl Known {
    /// What the caller with that secret was found to be.
    pub(crate) fn get(&self, credential: &Credential) -> Option<Arc<KnownCaller>> {
        self.callers().get(&key(credential)?).cloned()
    }

    /// Remembers what they were found to be.
    pub(crate) fn remember(&self, credential: &Credential, row: CallerRow) {
        let Some(key) = key(credential) else { return };
        let mut callers = self.callers();
        if callers.get(&key).is_some_and(|known| known.row == row) {
            return;
        }
        if callers.len() >= MOST_CALLERS && !callers.contains_key(&key) {
            // Whoever is still there is remembered again at their next request.
            callers.clear();
        }
        callers.insert(key, Arc::new(KnownCaller { row, desk: None }));
    }

    /// Remembers what stood around the list of a caller of that standing, unless they were found to be somebody else
    /// since.
    pub(crate) fn remember_desk(&self, credential: &Credential, of: &Standing, desk: Desk) {
        let Some(key) = key(credential) else { return };
        if let Some(known) = self.callers().get_mut(&key).filter(|known| known.row.standing == *of) {
            *known = Arc::new(KnownCaller { row: known.row.clone(), desk: Some(Arc::new(desk)) });
        }
    }

    fn callers(&self) -> MutexGuard<'_, Callers> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn key(credential: &Credential) -> Option<(bool, Vec<u8>)> {
    match credential {
        Credential::Session(secret) => Some((true, hash_secret(secret))),
        Credential::Token(secret) => Some((false, hash_secret(secret))),
        Credential::Nobody | Credential::Operator => None,
    }
}
