//! How long the guidance takes: `ONLY=guidance make bench`, or `cargo run --release -p domain --example guidance_pace`.
//!
//! Prints the median of many checks of a note of 2,000 characters, beside the notes of eleven other workloads, and of a usual one:
//! what was checked, a tab, and nanoseconds.

use std::hint::black_box;
use std::time::{Duration, Instant};

use domain::intent::{MOST_CHARACTERS, OtherNote, Surroundings, check};
use domain::person::Language;

const TIMES: usize = 500;

fn main() {
    let usual =
        "The customer has no intent to use Yammer yet, because the works council objects to profiles without consent.";
    let dutch = "De klant kan nog niet over, omdat de firewall het verkeer tegenhoudt; mail jan@contoso.example of bel 06-12345678. ";
    let filled = |text: &str| text.chars().cycle().take(MOST_CHARACTERS).collect::<String>();
    let other =
        filled("Blocked because the proxy of the data centre inspects video, and nobody owns it since the merger. ");
    let others = [OtherNote { workload: "Exchange", text: &other }; 11];
    // As alike as notes can be that are not the same: each is read in full before it is known.
    let nearly: Vec<String> = (0..11)
        .map(|number| {
            let words = usual.split(' ').chain(dutch.split(' ')).collect::<Vec<_>>();
            let mixed: Vec<&str> =
                words.iter().cycle().skip(number).step_by(1 + number % 3).copied().take(400).collect();
            filled(&format!("{} ", mixed.join(" ")))
        })
        .collect();
    let nearly: Vec<OtherNote<'_>> =
        nearly.iter().map(|text| OtherNote { workload: "Exchange", text: text.as_str() }).collect();
    for (what, text, others) in [
        ("a usual note, alone", usual.to_owned(), &others[..0]),
        ("2,000 characters of English, alone", filled(usual), &others[..0]),
        ("2,000 characters of Dutch, alone", filled(dutch), &others[..0]),
        ("2,000 characters of colons", filled("no: a; "), &others[..0]),
        ("2,000 characters beside eleven notes of 2,000", filled(usual), &others[..]),
        ("2,000 characters beside eleven notes with nearly all words in common", filled(usual), &nearly[..]),
    ] {
        let surroundings =
            Surroundings { others, is_blocked: true, blockers: &["Security or privacy"], assumed: Language::English };
        println!("{what}\t{}", median(&text, &surroundings).as_nanos());
    }
}

fn median(text: &str, surroundings: &Surroundings<'_>) -> Duration {
    let mut taken: Vec<Duration> = (0..TIMES)
        .map(|_| {
            let begun = Instant::now();
            black_box(check(black_box(text), surroundings));
            begun.elapsed()
        })
        .collect();
    taken.sort_unstable();
    taken.get(TIMES / 2).copied().unwrap_or_default()
}
