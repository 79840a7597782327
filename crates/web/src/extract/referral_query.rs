//! What is asked of the referrals, from a query: strictly for programs, forgivingly for people.

use app::{Problem, ReferralQuery};

use super::Fields;
use crate::error::{FieldProblem, WebError};

/// Parameters that cannot be taken.
type Refused = Vec<(String, FieldProblem)>;

/// Reads the query of a program: everything that cannot be taken is named.
pub(crate) fn strictly(fields: &Fields) -> Result<ReferralQuery, WebError> {
    let mut refused = Refused::new();
    for name in ["limit", "cursor", "sort", "q"] {
        if fields.count(name) > 1 {
            refused.push((name.to_owned(), FieldProblem::GivenTwice));
        } else if name != "q" && fields.one(name).is_some_and(|value| value.trim().is_empty()) {
            refused.push((name.to_owned(), FieldProblem::malformed()));
        }
    }
    let query = read(fields, &mut refused);
    if refused.is_empty() { Ok(query) } else { Err(WebError::Fields(refused)) }
}

/// What the page asks for; what cannot be taken is left out, and named.
pub(crate) fn forgivingly(fields: &Fields) -> (ReferralQuery, Refused) {
    let mut refused = Refused::new();
    let mut query = read(fields, &mut refused);
    if !refused.is_empty() {
        // The place was one in the list as it was asked for, and not in the one that is shown instead.
        query.cursor = None;
    }
    (query, refused)
}

fn read(fields: &Fields, refused: &mut Refused) -> ReferralQuery {
    let given = |name: &str| fields.given(name).map(str::to_owned);
    let several = |name: &'static str, by_comma: bool| -> Vec<String> {
        let values = fields.all(name).flat_map(|value| value.split(move |letter| by_comma && letter == ','));
        values.map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned).collect()
    };
    let mut refuse = |name: &str, problem: Problem| refused.push((name.to_owned(), FieldProblem::App(problem)));
    let sort = given("sort").and_then(|text| {
        let sort = text.parse().ok();
        if sort.is_none() {
            refuse("sort", Problem::NotInTheList);
        }
        sort
    });
    let limit = given("limit").and_then(|text| {
        let limit = text.parse().ok();
        if limit.is_none() {
            refuse("limit", Problem::OutOfRange(1, app::MOST_LIMIT));
        }
        limit
    });
    ReferralQuery {
        sort,
        search: given("q"),
        statuses: several("status", true),
        sources: several("source", true),
        locations: several("location", true),
        workloads: several("workload", false),
        partners: several("partner", true),
        limit,
        cursor: given("cursor"),
    }
}
