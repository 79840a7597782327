//! What people wrote about invented customers, for the demo: status notes, and intent notes on workloads.

use chrono::{Days, NaiveDate};
use domain::status_note::NewStatusNote;
use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;

use super::words::pick;

/// Scope, risks, next actions and overall status.
const NOTES: [(&str, &str, &str, &str); 6] = [
    (
        "Mail and calendars for everybody, then files by department.",
        "The migration window is short: the old server leaves support in spring.",
        "Agree on the order of departments. Move the pilot group of 25.",
        "active",
    ),
    (
        "Meetings and chat for the office; the workshop follows once shared devices are there.",
        "",
        "Order the shared devices. Plan two short trainings at the change of shifts.",
        "active",
    ),
    (
        "Security baseline, device by device.",
        "Half of the laptops are too old for the new baseline.",
        "Wait for the board to decide on new laptops; prepare the list of what has to go.",
        "blocked",
    ),
    (
        "Second wave of files: finance and legal.",
        "The works council wants to see how retention works first.",
        "Write two pages on retention for the works council, with the privacy officer.",
        "blocked",
    ),
    (
        "Adoption after the rollout: who has a licence and does not use it.",
        "",
        "Interview five people who stopped. Put their answers into the champions' channel.",
        "active",
    ),
    (
        "On hold until the merger with the sister company is settled.",
        "Nobody decides on licences until then.",
        "Look again after the shareholders' meeting.",
        "paused",
    ),
];

const OWNERS: [&str; 6] = ["Noor Bakker", "Bram Visser", "Sanne Dijkstra", "Thijs Maes", "Elif Yilmaz", "Pim Kuipers"];

/// What is intended for a workload, whose name stands for `{}`.
const INTENTS: [&str; 8] = [
    "{} goes to all locations this year, because the old system leaves support in December.",
    "No intent to use {} before 2028, because the contract with another supplier runs until then.",
    "The works council has not agreed to {}, because the retention rules are unclear to them.",
    "{} is used by the office, and not in the workshop because there are no shared devices.",
    "The board wants {} everywhere, due to a new policy on working from home.",
    "{} is blocked, because the line-of-business application does not work with it.",
    "They use {} for projects alone, because the trainings were given to project leaders only.",
    "They do not use {} for now.",
];

/// A status note as somebody may have written it on that day; nothing where nobody has.
pub(crate) fn status_note(chance: &mut ChaCha8Rng, today: NaiveDate) -> Option<NewStatusNote> {
    if chance.random_ratio(1, 4) {
        return None;
    }
    let (scope, risks, next_actions, overall_status) = pick(&NOTES, chance);
    let day = today.checked_add_days(Days::new(chance.random_range(1..45))).unwrap_or(today);
    Some(NewStatusNote {
        scope: scope.to_owned(),
        risks: risks.to_owned(),
        next_actions: next_actions.to_owned(),
        next_action_date: day.to_string(),
        next_action_owner: pick(&OWNERS, chance).to_owned(),
        overall_status: overall_status.to_owned(),
    })
}

/// The intent note of a workload; nothing where nobody has written one.
pub(crate) fn intent(chance: &mut ChaCha8Rng, workload: &str) -> Option<String> {
    chance.random_ratio(1, 2).then(|| pick(&INTENTS, chance).replace("{}", workload))
}

#[cfg(test)]
mod tests {
    use domain::intent::IntentNote;

    use super::*;
    use crate::sample::chance;

    #[test]
    fn whatever_is_drawn_can_be_kept() {
        let today = NaiveDate::from_ymd_opt(2026, 9, 1).unwrap();
        let (mut notes, mut intents) = (0, 0);
        for number in 0..200 {
            let mut chance = chance(1, number);
            if let Some(note) = status_note(&mut chance, today) {
                assert!(note.check(today).is_ok(), "{}", note.scope);
                notes += 1;
            }
            if let Some(text) = intent(&mut chance, "Teams") {
                assert!(IntentNote::new(&text, &[]).is_ok() && text.contains("Teams"), "{text}");
                intents += 1;
            }
        }
        assert!(notes > 100 && intents > 60, "{notes} and {intents}");
    }
}
