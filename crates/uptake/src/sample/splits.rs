//! How the seats of a workload stand: a believable split, for a demo that shows what stands in the way.

use chrono::{Days, NaiveDate};
use domain::service_status::{NewLine, NewSplit};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// What seats can say, how often of a hundred, whether by a date, and what else.
const SAYINGS: [(u32, &str, bool, &str); 15] = [
    (26, "in_progress", true, ""),
    (10, "in_progress", true, "By department, finance first"),
    (14, "status_unknown/new_subscription_or_workload", false, ""),
    (6, "status_unknown/customer_unresponsive/no_answer_to_messages_or_calls", false, ""),
    (9, "blocked/it_change_management_and_resourcing/not_enough_it_staff", true, ""),
    (7, "blocked/security_or_privacy/security_review_not_finished", true, "Questionnaire sent"),
    (5, "blocked/legal_or_regulatory/works_council_or_union", true, "On the agenda of the works council"),
    (5, "blocked/adoption_readiness/no_training_or_material", true, ""),
    (4, "blocked/application_compatibility/line_of_business_application", false, ""),
    (3, "blocked/product_feature_or_capability/feature_falls_short", false, ""),
    (3, "blocked/billing_licensing_and_subscription/licences_not_assigned", true, ""),
    (3, "no_intent/using_a_competing_solution/contract_runs_on", false, "Until the end of next year"),
    (2, "no_intent/using_an_on_premises_solution/works_well_enough", false, ""),
    (1, "no_intent/executive_sponsorship/other_priorities", false, ""),
    (2, "duplicate_or_invalid", false, "Licences of people who left"),
];

/// A split of that total, as somebody may have filled it in on that day; nothing where nobody has looked yet.
pub(crate) fn split(chance: &mut ChaCha8Rng, total: i64, today: NaiveDate) -> Option<NewSplit> {
    if total < 1 || chance.random_range(0..100) < 35 {
        return None;
    }
    let (mut left, mut lines) = (total, Vec::new());
    while left > 0 {
        let share = chance.random_range(25..85_i64);
        let is_last = lines.len() == 3 || left < 5;
        let seats = if is_last { left } else { (left * share / 100).max(1) };
        lines.push(line(chance, seats, today));
        left -= seats;
    }
    Some(NewSplit { total: total.to_string(), lines })
}

fn line(chance: &mut ChaCha8Rng, seats: i64, today: NaiveDate) -> NewLine {
    let mut drawn = chance.random_range(0..100_u32);
    let mut said = SAYINGS.iter();
    let saying = loop {
        match said.next() {
            Some(one) if drawn >= one.0 => drawn -= one.0,
            one => break one,
        }
    };
    let &(_, codes, has_date, remark) = saying.unwrap_or(&(0, "in_progress", false, ""));
    let mut codes = codes.split('/').map(str::to_owned);
    let mut code = || codes.next().unwrap_or_default();
    let day = today.checked_add_days(Days::new(chance.random_range(7..120))).filter(|_| has_date);
    NewLine {
        seats: seats.to_string(),
        l1: code(),
        l2: code(),
        l3: code(),
        target_date: day.map(|day| day.to_string()).unwrap_or_default(),
        remark: remark.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use domain::service_status::{Split, Taxonomy, preset};

    use super::*;

    #[test]
    fn whatever_is_drawn_can_be_saved_and_every_saying_is_drawn() {
        let today = NaiveDate::from_ymd_opt(2026, 9, 1).unwrap();
        let taxonomy = Taxonomy::checked(preset::nodes(), today).unwrap();
        assert_eq!(SAYINGS.iter().map(|one| one.0).sum::<u32>(), 100);
        let (mut splits, mut said) = (0, std::collections::BTreeSet::new());
        for number in 0..400 {
            let mut chance = super::super::chance(1, number);
            let total = i64::from(number) * 7;
            let Some(split) = split(&mut chance, total, today) else { continue };
            let saved = split.check(&Split::first(total), &taxonomy, today).unwrap();
            assert!(saved.balance().is_even());
            said.extend(saved.lines().iter().map(|line| line.choice.to_string()));
            splits += 1;
        }
        assert!(splits > 200, "{splits}");
        assert_eq!(said.len(), SAYINGS.len() - 1, "two of them say the same with another remark");
    }
}
