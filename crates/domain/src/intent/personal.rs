//! E-mail addresses and phone numbers in a note, which belong to the contacts (S9.2, S6.5).
//!
//! A number is a phone number by its shape: it begins as one (`+`, `0`, a bracket) and has as many digits, or somebody wrote
//! "tel." before it. Dates, versions, amounts, tickets, GUIDs and seats are not.

use std::ops::Range;

/// Fewest and most digits of a phone number with its area.
const DIGITS: Range<usize> = 9..16;

/// Most digits of a number without its country.
const MOST_NATIONAL_DIGITS: usize = 11;

/// Digits after which a number is complete; what follows is another one.
const COMPLETE_DIGITS: usize = 10;

/// Fewest digits where a word says that it is a phone number.
const FEWEST_DIGITS_AFTER_WORD: usize = 6;

/// What is written before a phone number, without its full stop or colon.
const BEFORE_PHONE: [&str; 14] = [
    "tel",
    "telefoon",
    "telefoonnummer",
    "phone",
    "mobile",
    "mobiel",
    "mob",
    "cell",
    "gsm",
    "call",
    "bel",
    "telnr",
    "t",
    "m",
];

/// What is written before numbers of other things.
const BEFORE_OTHER: [&str; 34] = [
    "ticket",
    "case",
    "nr",
    "nummer",
    "number",
    "order",
    "id",
    "sku",
    "kb",
    "rfa",
    "incident",
    "po",
    "invoice",
    "factuur",
    "licence",
    "license",
    "licentie",
    "serial",
    "zaak",
    "contract",
    "ref",
    "reference",
    "kenmerk",
    "klantnummer",
    "dossier",
    "no",
    "build",
    "kvk",
    "article",
    "artikel",
    "item",
    "part",
    "model",
    "serienummer",
];

/// What kind of personal data it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Personal {
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
}

/// The addresses and numbers in a text, with their place in characters.
pub(super) fn found(text: &str) -> Vec<(Personal, Range<usize>)> {
    let letters: Vec<char> = text.chars().collect();
    let addresses = emails(&letters);
    let mut found = Vec::new();
    for place in phones(&letters) {
        // Digits of an address are part of it.
        let after = addresses.partition_point(|address| address.end <= place.start);
        if addresses.get(after).is_none_or(|address| place.end <= address.start) {
            found.push((Personal::Phone, place));
        }
    }
    found.extend(addresses.into_iter().map(|place| (Personal::Email, place)));
    found.sort_by_key(|(_, place)| place.start);
    found
}

fn at(letters: &[char], place: usize) -> Option<char> {
    letters.get(place).copied()
}

fn before(letters: &[char], place: usize) -> Option<char> {
    place.checked_sub(1).and_then(|before| at(letters, before))
}

/// Every address: something on either side of an `@`, and a full stop with a name of letters behind it.
fn emails(letters: &[char]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut free_from = 0_usize;
    let is_user = |letter: &char| letter.is_alphanumeric() || "._%+-'".contains(*letter);
    let is_host = |letter: &char| letter.is_alphanumeric() || ".-".contains(*letter);
    for (place, _) in letters.iter().enumerate().filter(|(_, letter)| **letter == '@') {
        let user = letters.get(free_from..place).unwrap_or_default();
        let user_length = user.iter().rev().take_while(|letter| is_user(letter)).count();
        let host = letters.get(place.saturating_add(1)..).unwrap_or_default();
        let mut host: Vec<char> = host.iter().copied().take_while(|letter| is_host(letter)).collect();
        while host.last().is_some_and(|letter| !letter.is_alphanumeric()) {
            host.pop();
        }
        let top = host.iter().rev().take_while(|letter| letter.is_alphabetic()).count();
        let has_stop =
            host.len().checked_sub(top.saturating_add(1)).filter(|stop| *stop > 0).and_then(|stop| host.get(stop))
                == Some(&'.');
        let end = place.saturating_add(1).saturating_add(host.len());
        if user_length > 0 && top >= 2 && has_stop {
            found.push(place.saturating_sub(user_length)..end);
            free_from = end;
        } else {
            free_from = place.saturating_add(1);
        }
    }
    found
}

/// A run of digits within a run of digits and separators.
#[derive(Debug, Clone)]
struct Group {
    place: Range<usize>,
    /// What stands between it and the group before.
    mark: String,
}

impl Group {
    fn length(&self) -> usize {
        self.place.len()
    }
}

fn phones(letters: &[char]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0_usize;
    while let Some(start) =
        letters.iter().skip(from).position(char::is_ascii_digit).map(|step| from.saturating_add(step))
    {
        let groups = groups(letters, start);
        let end = groups.last().map_or(start.saturating_add(1), |group| group.place.end);
        // Letters on either side make it a product, a hash or a unit: "KB5034441", "RFA-0012345678", "40%", "0,00123".
        let is_part = |letter: char| letter.is_alphanumeric() || "#_".contains(letter);
        let hyphen = usize::from(before(letters, start).is_some_and(|letter| "-,".contains(letter)));
        let is_bare = before(letters, start.saturating_sub(hyphen)).is_none_or(|letter| !is_part(letter))
            && at(letters, end).is_none_or(|letter| !is_part(letter) && !"%@".contains(letter));
        if is_bare {
            phones_of(letters, &groups, &mut found);
        }
        from = end;
    }
    found
}

/// The groups of digits from there on that one or two separators hold together.
fn groups(letters: &[char], start: usize) -> Vec<Group> {
    let mut all = Vec::new();
    let (mut place, mut mark) = (start, String::new());
    loop {
        let length =
            letters.get(place..).unwrap_or_default().iter().take_while(|letter| letter.is_ascii_digit()).count();
        let end = place.saturating_add(length);
        all.push(Group { place: place..end, mark });
        mark = letters
            .get(end..)
            .unwrap_or_default()
            .iter()
            .take(4)
            .take_while(|letter| " -./()\u{A0}\u{2011}\u{2013}".contains(**letter))
            .collect();
        place = end.saturating_add(mark.chars().count());
        if mark.is_empty() || !at(letters, place).is_some_and(|letter| letter.is_ascii_digit()) {
            return all;
        }
    }
}

fn phones_of(letters: &[char], groups: &[Group], found: &mut Vec<Range<usize>>) {
    let mut next = 0_usize;
    while let Some(first) = groups.get(next) {
        if let Some(dated) = date(groups, next) {
            next = next.saturating_add(dated);
            continue;
        }
        match phone(letters, groups, next) {
            Some(last) => {
                let opens = before(letters, first.place.start).is_some_and(|letter| "+(".contains(letter));
                let start = first.place.start.saturating_sub(usize::from(opens));
                let end = groups.get(last).map_or(first.place.end, |group| group.place.end);
                found.push(start..end);
                next = last.saturating_add(1);
            }
            None => next = next.saturating_add(1),
        }
    }
}

/// How many groups are a date, if one begins there: 2027-03-01, 1-3-2027, 01/03/27.
fn date(groups: &[Group], first: usize) -> Option<usize> {
    let [one, two, three] = groups.get(first..first.saturating_add(3))? else { return None };
    let same_mark = two.mark == three.mark && ["-", "/", ".", " "].contains(&two.mark.as_str());
    let is_year_first = one.length() == 4 && two.length() <= 2 && three.length() <= 2;
    let is_day_first = one.length() <= 2 && two.length() <= 2 && (three.length() == 4 || three.length() == 2);
    // "06 12 34 56 78" begins like a day; a date with spaces ends with the year and nothing after it.
    let goes_on = groups.get(first.saturating_add(3)).is_some_and(|next| next.mark == three.mark);
    (same_mark && !goes_on && (is_year_first || is_day_first)).then_some(3)
}

/// Whether a date with its whole year begins there, which ends a phone number; "34 56 78" goes on with one.
fn is_dated(groups: &[Group], first: usize) -> bool {
    let has_year = groups.iter().skip(first).take(3).any(|group| group.length() == 4);
    has_year && date(groups, first).is_some()
}

/// The last group of the phone number that begins with that group, if one does.
fn phone(letters: &[char], groups: &[Group], first: usize) -> Option<usize> {
    let begin = groups.get(first)?;
    let opening = before(letters, begin.place.start);
    let opened = usize::from(opening.is_some_and(|letter| "+(".contains(letter)));
    let word = word_before(letters, begin.place.start.saturating_sub(opened));
    let is_called = BEFORE_PHONE.contains(&word.as_str());
    if first == 0 && opening != Some('+') && BEFORE_OTHER.contains(&word.as_str()) {
        return None;
    }
    let begins = opening == Some('+')
        || (at(letters, begin.place.start) == Some('0')
            && at(letters, begin.place.start.saturating_add(1)) != Some('.'));
    let complete = if opening == Some('+') { COMPLETE_DIGITS.saturating_add(1) } else { COMPLETE_DIGITS };
    let mut digits = 0_usize;
    let mut last = first;
    for (place, group) in groups.iter().enumerate().skip(first) {
        #[cfg(test)]
        super::tests::count_step();
        let all = digits.saturating_add(group.length());
        if digits >= complete || all >= DIGITS.end || (place > first && is_dated(groups, place)) {
            break;
        }
        (digits, last) = (all, place);
    }
    let lengths: Vec<usize> = groups.iter().skip(first).take(4).map(Group::length).collect();
    let is_american = lengths == [3, 3, 4] && groups.iter().skip(first).skip(1).all(|group| group.mark != "/");
    // A code of an article goes on where a phone number has ended.
    let goes_on = groups.get(last.saturating_add(1)).is_some_and(|group| group.mark == "-");
    let most = if opening == Some('+') || begins_with_zeros(letters, begin) {
        DIGITS.end
    } else {
        MOST_NATIONAL_DIGITS.saturating_add(1)
    };
    let is_whole = begins && !goes_on && digits >= DIGITS.start && digits < most;
    let is_said = is_called && (FEWEST_DIGITS_AFTER_WORD..DIGITS.end).contains(&digits);
    let is_bracketed = opening == Some('(') && DIGITS.contains(&digits);
    (is_whole || is_said || is_american || is_bracketed).then_some(last)
}

/// Whether it begins with the code of a country, after two zeros.
fn begins_with_zeros(letters: &[char], group: &Group) -> bool {
    let start = group.place.start;
    at(letters, start) == Some('0') && at(letters, start.saturating_add(1)) == Some('0')
}

/// The word before a place, in lower case, over a full stop, a colon and spaces.
fn word_before(letters: &[char], place: usize) -> String {
    let own = letters.get(..place).unwrap_or_default().iter().rev().take(24);
    let word: Vec<char> = own
        .skip_while(|letter| " .:#\u{A0}".contains(**letter))
        .take_while(|letter| letter.is_alphabetic())
        .copied()
        .collect();
    word.into_iter().rev().flat_map(char::to_lowercase).collect()
}
