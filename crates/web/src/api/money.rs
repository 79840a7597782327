//! Amounts of money.

use domain::access::Shown;
use domain::money::Money;
use serde::Serialize;
use utoipa::ToSchema;

/// An amount in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct MoneyBody {
    /// Whole minor units: cents of a euro.
    #[schema(example = 123_450)]
    amount_minor: i64,
    /// The currency, by its code of ISO 4217.
    #[schema(example = "EUR")]
    currency: &'static str,
}

impl MoneyBody {
    pub(super) fn of(money: &Money) -> Self {
        Self { amount_minor: money.minor, currency: money.currency.code() }
    }

    /// The first of some amounts, and the others: each is of a currency of its own.
    pub(super) fn first_and_others(amounts: &Shown<Vec<Money>>) -> (Option<Self>, Vec<Self>) {
        match amounts {
            Shown::Value(amounts) => {
                let mut amounts = amounts.iter().map(Self::of);
                (amounts.next(), amounts.collect())
            }
            Shown::Withheld => (None, Vec::new()),
        }
    }
}
