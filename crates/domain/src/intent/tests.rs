//! What the modules of the guidance promise, beside the graded notes of `tests/intent.rs`.

use std::cell::Cell;

use proptest::prelude::*;

use super::guidance::MOST_SENTENCES;
use super::personal::{self, Personal};
use super::*;

thread_local! {
    /// How many steps of reading and matching were taken on this thread.
    static STEPS: Cell<u64> = const { Cell::new(0) };
}

/// Counts a step, for the test of how work grows with the text.
pub(super) fn count_step() {
    STEPS.with(|steps| steps.set(steps.get() + 1));
}

fn found(text: &str, rule: Rule) -> Vec<String> {
    let findings = check(text, &Surroundings::default()).findings.into_iter();
    findings.filter(|finding| finding.rule == rule).map(|finding| finding.matched).collect()
}

fn credited(text: &str) -> Vec<String> {
    check(text, &Surroundings::default()).credits.into_iter().map(|credit| credit.matched).collect()
}

#[test]
fn a_note_with_nothing_to_see_in_it_is_refused() {
    for text in ["", "  \n\t ", "\u{200B}\u{FEFF}", "\0\0", "\u{AD} \u{2060}"] {
        assert_eq!(IntentNote::new(text, &[]), Err(NotANote::Empty), "{text:?}");
    }
    assert!(IntentNote::new("?", &[]).is_ok());
}

#[test]
fn an_exact_copy_is_refused_whatever_its_case_and_white_space_and_nothing_else_is() {
    let others = [OtherNote { workload: "Exchange", text: "No intent because of costs." }];
    let copy = Err(NotANote::Copy { workload: "Exchange".to_owned() });
    for text in
        ["No intent because of costs.", "  NO intent\r\nbecause  of costs.\n", "No intent because of\u{200B} costs."]
    {
        assert_eq!(IntentNote::new(text, &others), copy, "{text:?}");
    }
    for text in ["No intent because of costs", "No intent because of cost.", "No intent."] {
        assert!(IntentNote::new(text, &others).is_ok(), "{text:?}");
    }
}

#[test]
fn a_note_may_be_as_long_as_it_may_and_no_longer() {
    let long = "é".repeat(MOST_CHARACTERS);
    assert_eq!(IntentNote::new(&long, &[]).unwrap().as_str(), long);
    let longer = Err(NotANote::TooLong { characters: MOST_CHARACTERS + 1 });
    assert_eq!(IntentNote::new(&format!("{long}x"), &[]), longer);
}

#[test]
fn a_note_is_kept_with_its_lines_and_without_control_characters() {
    let kept = IntentNote::new(" No intent:\r\ncosts\0too\u{7}high \n", &[]).unwrap();
    assert_eq!(kept.as_str(), "No intent:\ncosts too high");
}

#[test]
fn places_are_counted_in_characters_and_not_in_bytes_or_utf_16() {
    let text = "🙂 Café ’t Hoekje wil nog niet, omdat de huur loopt.";
    let guidance = check(text, &Surroundings::default());
    let finding = &guidance.findings[0];
    assert_eq!((finding.rule, finding.start, finding.end), (Rule::Ambiguous, 21, 29));
    assert_eq!(finding.matched, "nog niet");
    assert_eq!(text.chars().skip(21).take(8).collect::<String>(), "nog niet");
}

#[test]
fn abbreviations_versions_and_initials_end_no_sentence() {
    for text in [
        "Intent is low, e.g. Planner, because Jira is there. It has 40 seats, approx. 3 used.",
        "Volgens dhr. J. Jansen (afd. Inkoop) mist v1.2 de koppeling. Zie art. 5, d.w.z. bijlage nr. 3.",
        "The agent 2.1.4 fails. Licences cost 1.200 a month!",
        "1. Costs\n2. Law",
    ] {
        assert_eq!(found(text, Rule::TooLong), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn what_follows_the_second_sentence_is_marked_as_too_long() {
    let text = "Legal objects. It is about logs. \n They decide in May. Or in June.  ";
    assert_eq!(found(text, Rule::TooLong), ["They decide in May. Or in June."]);
    for text in ["Costs\n- too high\n- no budget\n- no staff", "Costs!! Really? Yes.", "Costs.\n\nLaw.\n\nStaff"] {
        assert_eq!(found(text, Rule::TooLong).len(), 1, "{text}");
    }
    assert_eq!(MOST_SENTENCES, 2);
}

#[test]
fn a_quoted_word_is_somebody_elses_unless_all_is_quoted() {
    for text in [
        "Customer says \"not yet\", because of costs.",
        "Klant zegt 'nog niet', wegens de kosten.",
        "De klant noemt het \u{2018}voorlopig\u{2019} te duur.",
        "Der Kunde sagt \u{201E}currently\u{201D}, because of costs.",
    ] {
        assert_eq!(found(text, Rule::Ambiguous), Vec::<String>::new(), "{text}");
    }
    assert_eq!(found("\"Not yet, because of costs.\"", Rule::Ambiguous), ["Not yet"]);
    assert_eq!(
        found("Sinds 's avonds gewerkt wordt is er nog niet besloten over foto's.", Rule::Ambiguous),
        ["nog niet"]
    );
}

#[test]
fn a_word_in_the_name_of_a_product_is_no_finding() {
    for text in [
        "Legal forbids Microsoft Meetings Insights.",
        "The proxy stops Viva Now on Monday.",
        "Issue Tracker is refused by the board.",
        "No stock of Teams Rooms devices is left.",
    ] {
        let guidance = check(text, &Surroundings::default());
        assert_eq!((guidance.grade, guidance.findings.len()), (Grade::Good, 0), "{text}: {guidance:?}");
        assert!(guidance.credits.is_empty(), "{text}");
    }
    assert_eq!(found("IT IS NOT READY YET BECAUSE OF COSTS", Rule::Ambiguous), ["NOT READY YET"]);
}

#[test]
fn a_clear_word_is_credited_unless_it_is_denied() {
    assert_eq!(credited("Users are unable to sign in; blocked by the proxy."), ["unable", "blocked"]);
    assert_eq!(
        credited("Geen intentie, want er is een gebrek aan functies."),
        ["Geen intentie", "gebrek aan functies"]
    );
    assert_eq!(credited("De klant kan de scanners niet aansluiten."), ["kan de scanners niet"]);
    for text in [
        "No longer blocked.",
        "Geen probleem meer.",
        "Not a problem.",
        "Zonder problemen uitgerold.",
        "Without any issues.",
    ] {
        assert_eq!(credited(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn addresses_and_phone_numbers_are_found_and_other_numbers_are_not() {
    let kinds = |text: &str| -> Vec<Personal> { personal::found(text).into_iter().map(|(kind, _)| kind).collect() };
    for text in ["Mail jan.o'neil+x@sub.contoso.example.", "<a@b.nl>", "mailto:info@bücher.example"] {
        assert_eq!(kinds(text), [Personal::Email], "{text}");
    }
    for text in [
        "+31 20 123 45 67",
        "06-12345678",
        "0612345678.",
        "06 12 34 56 78",
        "(020) 123 45 67",
        "0031201234567",
        "+1 (425) 555-0123",
        "425-555-0123",
        "0475/12.34.56",
        "tel. 123 45 67",
        "Bel: 1234567",
        "+44 7700 900123, na 17:00",
    ] {
        assert_eq!(kinds(text), [Personal::Phone], "{text}");
    }
    for text in [
        "2027-03-01",
        "01-03-2027 - 30-06-2027",
        "01/03/2027 10:30",
        "16.0.17126.20132",
        "KB5034441",
        "12,500 seats",
        "1.234.567",
        "10.20.30.40",
        "case 2309140050001234",
        "ticket 0031209988776",
        "0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4d5e",
        "RFA-0012345678",
        "99.5%",
        "50 + 20",
        "user@",
        "@team",
        "a@b",
        "1 2 3 4 5 6 7 8 9 10",
        "#0612345678",
        "0451-22981-774",
        "€ 0,0000000001",
        "2026 2027 2028",
    ] {
        assert_eq!(kinds(text), [], "{text}");
    }
}

#[test]
fn two_notes_that_share_only_their_form_are_no_duplicates() {
    let others =
        [OtherNote { workload: "Exchange", text: "No intent to use Exchange because the mail archive is too large." }];
    let surroundings = Surroundings { others: &others, ..Surroundings::default() };
    let is_duplicate =
        |text: &str| check(text, &surroundings).findings.iter().any(|finding| finding.rule == Rule::Duplicate);
    assert!(is_duplicate("No intent to use SharePoint, because the mail archive is too large!"));
    assert!(!is_duplicate("No intent to use SharePoint because the works council is against it."));
    assert!(!is_duplicate("Intent to use Exchange because of the archive."));
}

#[test]
fn a_text_that_tells_nothing_is_taken_for_the_language_of_its_writer() {
    for assumed in Language::ALL {
        let surroundings = Surroundings { assumed, ..Surroundings::default() };
        for text in ["", "?!", "2027", "Contoso"] {
            assert_eq!(check(text, &surroundings).language, assumed, "{text}");
        }
    }
}

/// Pieces of which hostile notes are made.
const PIECES: [&str; 24] = [
    "nu ",
    "not yet ",
    "because ",
    "omdat",
    ": ",
    "; ",
    " - ",
    "(",
    "\"",
    "'",
    ".",
    ". ",
    "!\n",
    "\n- ",
    "06-12345678 ",
    "@",
    "a@b.nl ",
    "1 ",
    "no ",
    "wait for ",
    "meeting ",
    "Teams Now ",
    "é🙂",
    "\u{200B}",
];

/// Any text at all, or one made of the pieces that rules look for.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(PIECES.to_vec());
    prop_oneof![
        prop::collection::vec(any::<char>(), 0..200).prop_map(|letters| letters.into_iter().collect()),
        prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat()),
    ]
}

proptest! {
    #[test]
    fn every_text_can_be_checked_and_every_place_is_a_place_in_it(text in texts(), other in texts(), is_blocked: bool) {
        let others = [OtherNote { workload: "Exchange", text: &other }];
        let surroundings = Surroundings { others: &others, is_blocked, blockers: &["Security or privacy", ""], assumed: Language::Dutch };
        let guidance = check(&text, &surroundings);
        let letters: Vec<char> = text.chars().collect();
        let findings = guidance.findings.iter().map(|one| (one.start, one.end, &one.matched));
        let credits = guidance.credits.iter().map(|one| (one.start, one.end, &one.matched));
        for places in [findings.collect::<Vec<_>>(), credits.collect()] {
            prop_assert!(places.is_sorted_by_key(|(start, end, _)| (*start, *end)));
            for (start, end, matched) in places {
                prop_assert!(start <= end && end <= letters.len(), "{start}..{end}");
                prop_assert_eq!(letters[start..end].iter().collect::<String>(), matched.as_str());
            }
        }
        let has_reason = guidance.findings.iter().all(|one| one.rule != Rule::NoReason);
        let grade = match (has_reason, guidance.credits.is_empty(), guidance.findings.is_empty()) {
            (false, true, _) => Grade::Unclear,
            (true, _, true) => Grade::Good,
            _ => Grade::CouldBeBetter,
        };
        prop_assert_eq!(guidance.grade, grade);
    }

    #[test]
    fn a_note_that_is_kept_is_kept_as_it_is_the_next_time(text in texts()) {
        if let Ok(note) = IntentNote::new(&text, &[]) {
            prop_assert_eq!(IntentNote::new(note.as_str(), &[]), Ok(note));
        }
    }
}

/// The steps that a text takes.
fn steps(text: &str) -> u64 {
    let before = STEPS.with(Cell::get);
    check(text, &Surroundings::default());
    STEPS.with(Cell::get) - before
}

#[test]
fn ten_times_the_text_takes_ten_times_the_steps() {
    let repeated =
        PIECES.iter().copied().chain(["no ~ plans: a ", "wacht op nader ", "x: y ", "1 1 1 1 ", "0 ", "om te "]);
    for piece in repeated {
        let of_length = |characters: usize| piece.chars().cycle().take(characters).collect::<String>();
        let (short, long) = (steps(&of_length(2_000)), steps(&of_length(20_000)));
        assert!(long <= short * 11 + 200, "{piece:?}: {short} steps, then {long}");
        assert!(long <= 20_000 * 60, "{piece:?}: {long} steps for 20,000 characters");
    }
}
