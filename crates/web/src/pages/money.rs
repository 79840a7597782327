//! Amounts of money as pages write them.

use domain::access::Shown;
use domain::money::Money;
use locale::Words;

use crate::words::tell;

/// An amount, a dash where there is none, or that it is withheld.
pub fn amount(money: &Shown<Option<Money>>, words: &Words) -> String {
    match money {
        Shown::Value(Some(money)) => words.money(*money),
        Shown::Value(None) => "–".to_owned(),
        Shown::Withheld => tell!(words, "withheld").to_owned(),
    }
}

/// Amounts of several currencies, which are never added.
pub fn amounts(money: &Shown<Vec<Money>>, words: &Words) -> String {
    match money {
        Shown::Value(amounts) if amounts.is_empty() => "–".to_owned(),
        Shown::Value(amounts) => amounts.iter().map(|one| words.money(*one)).collect::<Vec<_>>().join(" + "),
        Shown::Withheld => tell!(words, "withheld").to_owned(),
    }
}
