//! Whether a note says why, and whether what it says names what blocks (S9.2).
//!
//! A reason is there where a word announces one and something follows ("because", "wegens"), where the words are one
//! themselves ("policy forbids", "gebrek aan"), where some thing does not do what it should, and where a colon, a dash or a bracket puts something concrete behind a statement
//! ("No intent: the works council objects").

use super::phrase::{Found, Meaning};
use super::reading::{Reading, Word};
use super::words::Words;

/// What a note says about why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Reasons {
    /// It gives a reason.
    pub(super) is_given: bool,
    /// The reason is a thing that can block, and not only what somebody wants.
    pub(super) names_blocker: bool,
}

/// Fewest words before a colon that make a statement without a clear word or a negation.
const STATEMENT_WORDS: usize = 3;

/// Fewest words of meaning of a clause about a thing: what it is, and what it does not do.
const THING_WORDS: usize = 2;

/// Fewest words beyond people, plans, use and time that make a sentence a concrete one.
const CONCRETE_WORDS: usize = 3;

/// How many words behind a colon are looked at: enough for any reason, and no more for a text of colons.
const REACH_WORDS: usize = 30;

/// The reasons in a note.
pub(super) fn of(reading: &Reading<'_>, found: &[Found], words: &Words) -> Reasons {
    let mut reasons = Reasons::default();
    for one in found {
        match one.meaning {
            Meaning::Cause => reasons = Reasons { is_given: true, names_blocker: true },
            Meaning::Blocker => reasons.names_blocker = true,
            Meaning::Connective => {
                let (says, names) = announced(reading, one, words);
                reasons.is_given |= says;
                reasons.names_blocker |= names;
            }
            _ => {}
        }
    }
    if !reasons.is_given
        && (is_put_behind(reading, found, words)
            || is_thing_denied(reading, words)
            || is_concrete(reading, found, words))
    {
        reasons = Reasons { is_given: true, names_blocker: true };
    }
    reasons
}

/// Whether something follows what announces a reason, and whether that is more than people and their wishes.
fn announced(reading: &Reading<'_>, found: &Found, words: &Words) -> (bool, bool) {
    let sentence = reading.words.get(found.words.start).map(|word| word.sentence);
    let after =
        reading.words.iter().skip(found.words.end).take(REACH_WORDS).take_while(|word| Some(word.sentence) == sentence);
    let content = |word: &&Word<'_>| words.is_content(&word.key) && !word.is_number();
    let said: Vec<&Word<'_>> = after.filter(content).collect();
    (!said.is_empty(), said.iter().any(|word| !words.is_hollow(&word.key)))
}

/// Whether some thing that is neither the customer nor the product does not do what it should: "the tax office does not
/// take the export". A clause about people, plans or use ("Contoso has no plans") is a statement and no reason.
fn is_thing_denied(reading: &Reading<'_>, words: &Words) -> bool {
    let clauses = reading.words.chunk_by(|one, next| one.clause == next.clause && !words.is_joint(&next.key));
    clauses.into_iter().any(|clause| {
        let is_thing = |word: &&Word<'_>| words.is_content(&word.key) && !word.is_name && !word.is_number();
        let subject = clause.iter().position(|word| is_thing(&word));
        let denial = clause.iter().position(|word| words.is_negation(&word.key));
        let is_about_people = clause.iter().any(|word| words.is_hollow(&word.key) && !words.is_negation(&word.key));
        matches!((subject, denial), (Some(subject), Some(denial)) if subject < denial)
            && !is_about_people
            && clause.iter().filter(is_thing).count() >= THING_WORDS
    })
}

/// Whether a sentence says more than who plans or uses what and when.
///
/// What can be a reason has no end of words; what notes without one are made of is a small vocabulary. So a sentence with
/// some words beyond that vocabulary is taken to say why, unless it is about a meeting.
fn is_concrete(reading: &Reading<'_>, found: &[Found], words: &Words) -> bool {
    let mut first = 0_usize;
    reading.words.chunk_by(|one, next| one.sentence == next.sentence).any(|sentence| {
        let own = first..first.saturating_add(sentence.len());
        first = own.end;
        let mut is_said = vec![false; sentence.len()];
        for one in within(found, own.clone()) {
            if one.meaning == Meaning::Meeting {
                return false;
            }
            if is_vague(one.meaning) || matches!(one.meaning, Meaning::Clear | Meaning::Occasion | Meaning::Filler) {
                is_said
                    .iter_mut()
                    .skip(one.words.start.saturating_sub(own.start))
                    .take(one.words.len())
                    .for_each(|said| *said = true);
            }
        }
        let says = sentence.iter().zip(is_said).enumerate().filter(|(place, (word, is_said))| {
            // Within a sentence a capital makes a name, of a place or a firm more often than of a cause.
            let is_name = word.is_name || (*place > 0 && word.is_capitalised());
            let is_new = words.is_content(&word.key) && !words.is_hollow(&word.key) && !words.is_negation(&word.key);
            is_new && !is_name && !is_said && !word.is_number() && word.key.chars().count() > 1
        });
        says.count() >= CONCRETE_WORDS
    })
}

/// Whether a colon, a semicolon, a dash or a bracket puts a reason behind a statement.
fn is_put_behind(reading: &Reading<'_>, found: &[Found], words: &Words) -> bool {
    let mut begins = 0_usize;
    let mut last_sentence = 0_usize;
    for (at, word) in reading.words.iter().enumerate() {
        if word.sentence != last_sentence {
            (begins, last_sentence) = (at, word.sentence);
            continue;
        }
        let Some(fewest) = fewest_behind(word.before) else { continue };
        if at > begins && is_statement(reading, begins..at, found, words) && explains(reading, at, fewest, found, words)
        {
            return true;
        }
        // What was looked at once is not looked at again: a text of colons costs no more than another.
        begins = at;
    }
    false
}

/// How many words of meaning have to stand behind that mark, if it is one that can put a reason behind a statement.
fn fewest_behind(mark: &str) -> Option<usize> {
    if mark.contains(':') {
        Some(1)
    } else if mark.contains([';', '–', '—', '(']) || mark.contains(" - ") || mark.contains("->") {
        Some(2)
    } else {
        None
    }
}

fn is_statement(reading: &Reading<'_>, part: std::ops::Range<usize>, found: &[Found], words: &Words) -> bool {
    let own = reading.words.get(part.clone()).unwrap_or_default();
    let first_says = own.first().is_some_and(|word| !words.is_label(&word.key));
    let is_clear = within(found, part).any(|one| one.meaning == Meaning::Clear);
    let is_denial = own.iter().any(|word| words.is_negation(&word.key));
    let says = own.iter().filter(|word| !word.is_name && !word.is_number()).count();
    let says = says.saturating_add(usize::from(own.iter().any(|word| word.is_name)));
    is_clear || is_denial || (first_says && says >= STATEMENT_WORDS)
}

/// Whether the words from there on, in the same sentence, say something concrete, and not what happens next.
fn explains(reading: &Reading<'_>, at: usize, fewest: usize, found: &[Found], words: &Words) -> bool {
    let Some(first) = reading.words.get(at) else { return false };
    let own = reading.words.iter().skip(at).take(REACH_WORDS).take_while(|word| word.sentence == first.sentence);
    let end = at.saturating_add(own.clone().count());
    let is_step =
        |one: &Found| matches!(one.meaning, Meaning::Step | Meaning::Meeting | Meaning::Filler | Meaning::Occasion);
    let soon = at.saturating_add(3);
    if within(found, at..end).any(|one| is_step(one) && one.words.start < soon) {
        return false;
    }
    let hollow: Vec<_> = within(found, at..end)
        .filter(|one| is_vague(one.meaning) || one.meaning == Meaning::Clear || one.meaning == Meaning::Occasion)
        .map(|one| one.words.clone())
        .collect();
    let says = own.enumerate().filter(|(place, word)| {
        #[cfg(test)]
        super::tests::count_step();
        let place = at.saturating_add(*place);
        let is_hollow = words.is_hollow(&word.key) || hollow.iter().any(|range| range.contains(&place));
        words.is_content(&word.key) && !word.is_number() && !is_hollow && word.key.chars().count() > 1
    });
    says.count() >= fewest
}

/// What was found within some words.
fn within(found: &[Found], part: std::ops::Range<usize>) -> impl Iterator<Item = &Found> {
    let first = found.partition_point(|one| one.words.start < part.start);
    found.iter().skip(first).take_while(move |one| one.words.start < part.end)
}

/// Whether a phrase is about an unknown time or an unsure matter.
pub(super) fn is_vague(meaning: Meaning) -> bool {
    matches!(meaning, Meaning::Present | Meaning::Unsettled | Meaning::Someday | Meaning::Unsure)
}
