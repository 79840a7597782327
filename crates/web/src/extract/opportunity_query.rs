//! What is asked of the opportunities, from a query: strictly for programs, forgivingly for people.

use app::{OpportunityQuery, Problem};

use super::Fields;
use crate::error::{FieldProblem, WebError};

/// Parameters that cannot be taken.
type Refused = Vec<(String, FieldProblem)>;

/// Reads the query of a program: everything that cannot be taken is named.
pub(crate) fn strictly(fields: &Fields) -> Result<OpportunityQuery, WebError> {
    let mut refused = Refused::new();
    for name in ["limit", "cursor", "sort", "q", "claimed"] {
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
pub(crate) fn forgivingly(fields: &Fields) -> (OpportunityQuery, Refused) {
    let mut refused = Refused::new();
    let mut query = read(fields, &mut refused);
    if !refused.is_empty() {
        // The place was one in the list as it was asked for, and not in the one that is shown instead.
        query.cursor = None;
    }
    (query, refused)
}

fn read(fields: &Fields, refused: &mut Refused) -> OpportunityQuery {
    let given = |name: &str| fields.given(name).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let several = |name: &'static str, by_comma: bool| -> Vec<String> {
        let values = fields.all(name).flat_map(|value| value.split(move |letter| by_comma && letter == ','));
        values.map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned).collect()
    };
    let mut refuse = |name: &str, problem: FieldProblem| refused.push((name.to_owned(), problem));
    let sort = given("sort").and_then(|text| {
        let sort = text.parse().ok();
        if sort.is_none() {
            refuse("sort", FieldProblem::App(Problem::NotInTheList));
        }
        sort
    });
    let limit = given("limit").and_then(|text| {
        let limit = text.parse().ok();
        if limit.is_none() {
            refuse("limit", FieldProblem::App(Problem::OutOfRange(1, app::MOST_LIMIT)));
        }
        limit
    });
    let is_claimed = match given("claimed").as_deref() {
        None => None,
        Some("true") => Some(true),
        Some("false") => Some(false),
        Some(_) => {
            refuse("claimed", FieldProblem::NotOneOf(vec!["true".to_owned(), "false".to_owned()]));
            None
        }
    };
    OpportunityQuery {
        sort,
        search: given("q"),
        locations: several("location", true),
        countries: several("country", false),
        segments: several("segment", false),
        workloads: several("workload", false),
        buckets: several("sku_bucket", false),
        is_claimed,
        limit,
        cursor: given("cursor"),
    }
}
