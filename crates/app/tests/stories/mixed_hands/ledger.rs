//! What everybody was told while many wrote at once, held against each other and against what stands in the end.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

/// Something that has versions: `split 0`, `intent 2`, `contact <id>`.
pub(super) type Thing = String;

/// Who was told what.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// What somebody was told to have written as that version.
    written: Mutex<BTreeMap<(Thing, i64), String>>,
    /// What came back; by whom is not told, where two bring back the same.
    restored: Mutex<BTreeMap<(Thing, i64), String>>,
    /// What somebody was shown of a version that was there before theirs.
    met: Mutex<BTreeMap<(Thing, i64), BTreeSet<String>>>,
    /// Handles of notes that were acknowledged.
    notes: Mutex<BTreeSet<String>>,
    counts: Mutex<BTreeMap<&'static str, u64>>,
    wrong: Mutex<Vec<String>>,
}

impl Ledger {
    /// Counts what became of an operation.
    pub(super) fn count(&self, what: &'static str) {
        *self.counts.lock().unwrap().entry(what).or_default() += 1;
    }

    /// How often that became of an operation.
    pub(super) fn counted(&self, what: &str) -> u64 {
        self.counts.lock().unwrap().get(what).copied().unwrap_or_default()
    }

    /// What became of all operations.
    pub(super) fn told(&self) -> String {
        format!("{:?}", self.counts.lock().unwrap())
    }

    /// Something is not as it must be.
    pub(super) fn is_wrong(&self, what: String) {
        self.wrong.lock().unwrap().push(what);
    }

    /// Somebody was told that what they wrote is that version, made from the one that they had seen, where that matters.
    pub(super) fn wrote(&self, thing: &str, from: Option<i64>, version: i64, content: &str) {
        if from.is_some_and(|from| from + 1 != version) {
            self.is_wrong(format!("{thing}: {from:?} became {version}"));
        }
        let mut written = self.written.lock().unwrap();
        if let Some(before) = written.insert((thing.to_owned(), version), content.to_owned()) {
            self.is_wrong(format!("{thing}: two wrote version {version}: {before:?} and {content:?}"));
        }
    }

    /// Whoever came second was shown this version, and no other than one that came after what they had seen.
    pub(super) fn met(&self, thing: &str, from: i64, version: i64, content: String) {
        self.count("overtaken");
        if version <= from {
            self.is_wrong(format!("{thing}: overtaken at {from} by {version}"));
        }
        self.met.lock().unwrap().entry((thing.to_owned(), version)).or_default().insert(content);
    }

    /// Something stands again as that version, brought back by whoever is told so or by somebody before.
    pub(super) fn restored(&self, thing: &str, version: i64, content: String) {
        self.restored.lock().unwrap().insert((thing.to_owned(), version), content);
    }

    /// A note was acknowledged.
    pub(super) fn noted(&self, handle: String) {
        self.notes.lock().unwrap().insert(handle);
    }

    /// The versions that stand in the end, as far back as they are listed; a thing of which none are listed, or that is
    /// gone, has none. Whoever was told something was told the same as everybody else.
    pub(super) fn settle(&self, standing: &BTreeMap<(Thing, i64), String>, notes: &[String]) -> Vec<String> {
        let (written, restored) = (self.written.lock().unwrap(), self.restored.lock().unwrap());
        let met = self.met.lock().unwrap();
        // In order, and so the last one that is put in is the oldest.
        let oldest: BTreeMap<&str, i64> = standing.keys().rev().map(|(it, version)| (it.as_str(), *version)).collect();
        for (key, content) in &*written {
            let stands = standing.get(key);
            let is_listed = oldest.get(key.0.as_str()).is_some_and(|oldest| key.1 >= *oldest);
            if stands.is_some_and(|it| it != content) || (stands.is_none() && is_listed) {
                self.is_wrong(format!("{key:?}: {content:?} was acknowledged, and {stands:?} stands"));
            }
        }
        for (key, contents) in &*met {
            let truth = standing.get(key).or_else(|| written.get(key)).or_else(|| restored.get(key));
            if contents.len() != 1 || contents.first() != truth {
                self.is_wrong(format!("{key:?}: {contents:?} was shown, and {truth:?} was written"));
            }
        }
        let acknowledged: Vec<String> = self.notes.lock().unwrap().iter().cloned().collect();
        let mut notes = notes.to_vec();
        notes.sort();
        if notes != acknowledged {
            self.is_wrong(format!("{} notes stand, and {} were acknowledged", notes.len(), acknowledged.len()));
        }
        std::mem::take(&mut *self.wrong.lock().unwrap())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(tell: impl FnOnce(&Ledger)) -> Vec<String> {
        let ledger = Ledger::default();
        tell(&ledger);
        let standing =
            BTreeMap::from([(("split 0".to_owned(), 1), "a".to_owned()), (("split 0".to_owned(), 2), "b".to_owned())]);
        ledger.settle(&standing, &["note".to_owned()])
    }

    #[test]
    fn a_lost_update_a_wrong_winner_and_a_note_twice_are_found() {
        let right = |ledger: &Ledger| {
            ledger.wrote("split 0", Some(0), 1, "a");
            ledger.met("split 0", 0, 1, "a".to_owned());
            ledger.noted("note".to_owned());
        };
        assert_eq!(settled(right), Vec::<String>::new());
        for (tell, said) in [
            ((|it| it.wrote("split 0", Some(0), 1, "a")) as fn(&Ledger), "two wrote version 1"),
            (|it| it.wrote("split 0", Some(0), 2, "b"), "became 2"),
            (|it| it.wrote("split 0", None, 3, "c"), "was acknowledged"),
            (|it| it.met("split 0", 0, 2, "a".to_owned()), "was shown"),
            (|it| it.met("split 0", 2, 2, "b".to_owned()), "overtaken at 2 by 2"),
            (|it| it.noted("another".to_owned()), "1 notes stand, and 2"),
        ] {
            let wrong = settled(|ledger| {
                right(ledger);
                tell(ledger);
            });
            assert!(wrong.iter().any(|one| one.contains(said)), "{said}: {wrong:?}");
        }
    }
}
