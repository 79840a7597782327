//! What is asked of the licences, from a query: strictly for programs, forgivingly for people.

use app::LicenceQuery;
use domain::licence::TERM_WINDOWS;

use super::Fields;
use crate::error::{FieldProblem, WebError};
use crate::pages::licence_query::LicenceQuery as PageQuery;
use crate::pages::tenant_query::PAGE_SIZES;

/// Parameters that cannot be taken.
type Refused = Vec<(String, FieldProblem)>;

/// What can be given once.
const SINGLE: [&str; 8] = ["limit", "cursor", "sort", "q", "tenant_id", "term_days", "auto_renew", "unused"];

/// Reads the query of a program: everything that cannot be taken is named.
pub(crate) fn strictly(fields: &Fields) -> Result<LicenceQuery, WebError> {
    let mut refused = Refused::new();
    for name in SINGLE {
        if fields.count(name) > 1 {
            refused.push((name.to_owned(), FieldProblem::GivenTwice));
        } else if !matches!(name, "limit" | "q") && fields.one(name).is_some_and(|value| value.trim().is_empty()) {
            refused.push((name.to_owned(), FieldProblem::malformed()));
        }
    }
    let limit = fields.one("limit").and_then(|text| {
        let limit = text.parse().ok();
        if limit.is_none() {
            let most = FieldProblem::App(app::Problem::OutOfRange(1, app::MOST_LIMIT));
            refused.push(("limit".to_owned(), most));
        }
        limit
    });
    let query = read(&page_query(fields), limit, &mut refused);
    if refused.is_empty() { Ok(query) } else { Err(WebError::Fields(refused)) }
}

/// The state of the page, as its address has it.
pub(crate) fn page_query(fields: &Fields) -> PageQuery {
    let one = |name: &str| fields.text(name).trim().to_owned();
    let several = |name: &'static str, by_comma: bool| -> Vec<String> {
        let values = fields.all(name).flat_map(|value| value.split(move |letter| by_comma && letter == ','));
        values.map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned).collect()
    };
    PageQuery {
        q: one("q"),
        tenant_id: one("tenant_id"),
        location: several("location", true),
        country: several("country", false),
        sku: several("sku", false),
        sku_bucket: several("sku_bucket", false),
        term_days: one("term_days"),
        auto_renew: one("auto_renew"),
        unused: one("unused"),
        sort: one("sort"),
        limit: one("limit"),
        cursor: one("cursor"),
    }
}

/// What the page asks for; what cannot be taken is taken out of its state, and named.
pub(crate) fn forgivingly(page: &mut PageQuery) -> (LicenceQuery, Refused) {
    let mut refused = Vec::new();
    let mut query = read(page, Some(page.page_size()), &mut refused);
    if !page.limit.is_empty() && page.limit != page.page_size().to_string() {
        refused.push(("limit".to_owned(), FieldProblem::NotOneOf(PAGE_SIZES.map(|size| size.to_string()).to_vec())));
    }
    for (name, _) in &refused {
        forget(page, name);
        // The place was one in the list as it was asked for, and not in the one that is shown instead.
        query.cursor = None;
    }
    query.limit = Some(page.page_size());
    (query, refused)
}

/// Takes a parameter out of the state of the page.
pub(crate) fn forget(page: &mut PageQuery, name: &str) {
    match name {
        "q" => page.q.clear(),
        "tenant_id" => page.tenant_id.clear(),
        "location" => page.location.clear(),
        "country" => page.country.clear(),
        "sku" => page.sku.clear(),
        "sku_bucket" => page.sku_bucket.clear(),
        "term_days" => page.term_days.clear(),
        "auto_renew" => page.auto_renew.clear(),
        "unused" => page.unused.clear(),
        "sort" => page.sort.clear(),
        "limit" => page.limit.clear(),
        _ => {}
    }
    page.cursor.clear();
}

fn read(page: &PageQuery, limit: Option<i64>, refused: &mut Refused) -> LicenceQuery {
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let mut refuse = |name: &str, problem: FieldProblem| refused.push((name.to_owned(), problem));
    let sort = match page.sort.as_str() {
        "" => Some(domain::licence::LicenceSort::default()),
        text => text.parse().ok(),
    };
    if sort.is_none() {
        refuse("sort", FieldProblem::NotSortable);
    }
    let tenant = match page.tenant_id.as_str() {
        "" => None,
        text => text.parse().map_err(|_| refuse("tenant_id", FieldProblem::malformed())).ok(),
    };
    if !page.term_days.is_empty() && page.term_window().is_none() {
        refuse("term_days", FieldProblem::NotOneOf(TERM_WINDOWS.map(|days| days.to_string()).to_vec()));
    }
    let mut flag = |name: &str, text: &str| match text {
        "" => None,
        "true" => Some(true),
        "false" => Some(false),
        _ => {
            refuse(name, FieldProblem::NotOneOf(["true", "false"].map(str::to_owned).to_vec()));
            None
        }
    };
    let (auto_renew, unused) = (flag("auto_renew", &page.auto_renew), flag("unused", &page.unused));
    LicenceQuery {
        sort: sort.unwrap_or_default(),
        search: given(&page.q),
        tenant,
        locations: page.location.clone(),
        countries: page.country.clone(),
        skus: page.sku.clone(),
        buckets: page.sku_bucket.clone(),
        term_days: page.term_window(),
        auto_renew,
        unused: unused == Some(true),
        limit,
        cursor: given(&page.cursor),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::licence::LicenceColumn;

    fn asked(query: &str) -> Result<LicenceQuery, Vec<String>> {
        strictly(&Fields::read(query.as_bytes()).unwrap()).map_err(|error| match error {
            WebError::Fields(refused) => refused.into_iter().map(|(name, _)| name).collect(),
            error => panic!("{error:?}"),
        })
    }

    #[test]
    fn a_query_is_read_in_all_its_parts() {
        let query = asked(
            "sort=term_end&q=+con+&location=1,2&sku=M365,+E3&sku_bucket=other&term_days=60&auto_renew=false&unused=true",
        )
        .unwrap();
        assert_eq!((query.sort.column, query.sort.descending), (LicenceColumn::TermEnd, false));
        assert_eq!((query.search.as_deref(), query.locations.len()), (Some("con"), 2));
        assert_eq!((query.skus, query.buckets), (vec!["M365, E3".to_owned()], vec!["other".to_owned()]));
        assert_eq!((query.term_days, query.auto_renew, query.unused), (Some(60), Some(false), true));
        assert_eq!(asked("").unwrap(), LicenceQuery::default());
    }

    #[test]
    fn what_cannot_be_taken_is_named() {
        assert_eq!(
            asked("sort=revenue&tenant_id=x&term_days=31&auto_renew=yes&unused=1&limit=a").unwrap_err(),
            ["limit", "sort", "tenant_id", "term_days", "auto_renew", "unused"]
        );
        assert_eq!(asked("unused=true&unused=true").unwrap_err(), ["unused"]);
    }

    #[test]
    fn a_page_goes_on_without_what_cannot_be_taken() {
        let mut page = page_query(&Fields::read(b"sort=money&q=con&term_days=x&cursor=abc").unwrap());
        let (query, refused) = forgivingly(&mut page);
        assert_eq!(refused.into_iter().map(|(name, _)| name).collect::<Vec<_>>(), ["sort", "term_days"]);
        assert_eq!((page.url().as_str(), query.cursor), ("/licences?q=con", None));
    }
}
