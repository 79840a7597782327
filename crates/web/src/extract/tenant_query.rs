//! What is asked of the tenant list, from a query: strictly for programs, forgivingly for people.

use app::TenantQuery;
use domain::signal::Signal;
use domain::status_note::OverallStatus;
use domain::usage::UsageBand;

use super::Fields;
use crate::error::{FieldProblem, WebError};
use crate::pages::tenant_query::{Filter, NotAPercentage, PAGE_SIZES, TenantQuery as PageQuery};

/// Parameters that cannot be taken.
type Refused = Vec<(String, FieldProblem)>;

/// Reads the query of a program: everything that cannot be taken is named.
pub(crate) fn strictly(fields: &Fields) -> Result<TenantQuery, WebError> {
    let mut refused = Refused::new();
    for name in [
        "limit",
        "cursor",
        "sort",
        "q",
        "usage_from",
        "usage_to",
        "band",
        "overdue",
        "no_survey_contact",
        "below_minimum",
    ] {
        if fields.count(name) > 1 {
            refused.push((name.to_owned(), FieldProblem::GivenTwice));
        } else if !matches!(name, "limit" | "q") && fields.one(name).is_some_and(|value| value.trim().is_empty()) {
            refused.push((name.to_owned(), FieldProblem::malformed()));
        }
    }
    let limit = fields.one("limit").map(|text| limit(text, &mut refused));
    let query = read(&page_query(fields), limit.flatten(), &mut refused);
    if refused.is_empty() { Ok(query) } else { Err(WebError::Fields(refused)) }
}

/// A number of rows; whether there may be that many is for the verb to say.
fn limit(text: &str, refused: &mut Refused) -> Option<i64> {
    let limit = text.parse().ok();
    if limit.is_none() {
        let most = FieldProblem::App(app::Problem::OutOfRange(1, app::MOST_LIMIT));
        refused.push(("limit".to_owned(), most));
    }
    limit
}

/// The state of the list page, as its address has it.
pub(crate) fn page_query(fields: &Fields) -> PageQuery {
    let one = |name: &str| fields.text(name).trim().to_owned();
    // Programs may write several numbers or codes with commas. Whatever reports name can have one of its own, and is
    // taken as it stands: several come as several parameters.
    let several = |name: &'static str, by_comma: bool| -> Vec<String> {
        let values = fields.all(name).flat_map(|value| value.split(move |letter| by_comma && letter == ','));
        values.map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned).collect()
    };
    PageQuery {
        q: one("q"),
        location: several("location", true),
        country: several("country", false),
        segment: several("segment", false),
        workload: several("workload", false),
        l1: several("l1", true),
        l2: several("l2", true),
        overall_status: several("overall_status", true),
        signal: several("signal", true),
        overdue: several("overdue", false),
        no_survey_contact: several("no_survey_contact", false),
        below_minimum: several("below_minimum", false),
        band: one("band"),
        usage_from: one("usage_from"),
        usage_to: one("usage_to"),
        sort: one("sort"),
        column: several("column", true),
        limit: one("limit"),
        cursor: one("cursor"),
    }
}

/// What the list page asks for; what cannot be taken is taken out of its state, and named.
pub(crate) fn forgivingly(page: &mut PageQuery) -> (TenantQuery, Refused) {
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

/// Takes a parameter out of the state of the list page.
pub(crate) fn forget(page: &mut PageQuery, name: &str) {
    match name {
        "q" => page.q.clear(),
        "location" => page.location.clear(),
        "country" => page.country.clear(),
        "segment" => page.segment.clear(),
        "workload" => page.workload.clear(),
        "l1" => page.l1.clear(),
        "l2" => page.l2.clear(),
        "overall_status" => page.overall_status.clear(),
        "signal" => page.signal.clear(),
        "overdue" => page.overdue.clear(),
        "no_survey_contact" => page.no_survey_contact.clear(),
        "below_minimum" => page.below_minimum.clear(),
        "band" => page.band.clear(),
        "usage_from" => page.usage_from.clear(),
        "usage_to" => page.usage_to.clear(),
        "sort" => page.sort.clear(),
        "limit" => page.limit.clear(),
        _ => {}
    }
    // A place in a list is a place in that list alone.
    page.cursor.clear();
}

fn read(page: &PageQuery, limit: Option<i64>, refused: &mut Refused) -> TenantQuery {
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let mut refuse = |name: &str, problem: FieldProblem| refused.push((name.to_owned(), problem));
    let sort = match page.sort.as_str() {
        "" => Some(domain::tenant::TenantSort::default()),
        text => text.parse().ok(),
    };
    if sort.is_none() {
        refuse("sort", FieldProblem::NotSortable);
    }
    if !page.band.is_empty() && page.usage_band().is_none() {
        refuse("band", FieldProblem::NotOneOf(UsageBand::ALL.map(|band| band.code().to_owned()).to_vec()));
    }
    let all = page.overall_status.iter().map(|code| OverallStatus::from_code(code));
    let overall_status = all.collect::<Option<Vec<_>>>().unwrap_or_else(|| {
        refuse("overall_status", one_of(OverallStatus::ALL.map(OverallStatus::code)));
        Vec::new()
    });
    let is_signal = |code: &String| Signal::CODES.contains(&code.as_str());
    if !page.signal.iter().all(is_signal) {
        refuse("signal", one_of(Signal::CODES));
    }
    let mut switch = |filter: Filter| match page.values(filter) {
        [] => false,
        [value] if value == "false" => false,
        values if values.iter().all(|value| value == "true") => true,
        _ => {
            refuse(filter.name(), one_of(["true", "false"]));
            false
        }
    };
    let (overdue, no_survey_contact, below_minimum) =
        (switch(Filter::Overdue), switch(Filter::NoSurveyContact), switch(Filter::BelowMinimum));
    let mut tenths = |name: &str, read: Result<Option<i64>, NotAPercentage>| {
        read.unwrap_or_else(|NotAPercentage(_)| {
            refuse(name, FieldProblem::malformed());
            None
        })
    };
    TenantQuery {
        sort: sort.unwrap_or_default(),
        search: given(&page.q),
        locations: page.location.clone(),
        countries: page.country.clone(),
        segments: page.segment.clone(),
        workloads: page.workload.clone(),
        l1: page.l1.clone(),
        l2: page.l2.clone(),
        overall_status,
        overdue,
        no_survey_contact,
        below_minimum,
        signals: page.signal.iter().filter(|code| is_signal(code)).cloned().collect(),
        usage_from_tenths: tenths("usage_from", page.lowest_usage()),
        usage_to_tenths: tenths("usage_to", page.highest_usage()),
        band: page.usage_band(),
        limit,
        cursor: given(&page.cursor),
    }
}

fn one_of<const N: usize>(codes: [&'static str; N]) -> FieldProblem {
    FieldProblem::NotOneOf(codes.map(str::to_owned).to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::tenant::TenantColumn;

    fn asked(query: &str) -> Result<TenantQuery, Vec<String>> {
        strictly(&Fields::read(query.as_bytes()).unwrap()).map_err(|error| match error {
            WebError::Fields(refused) => refused.into_iter().map(|(name, _)| name).collect(),
            error => panic!("{error:?}"),
        })
    }

    #[test]
    fn a_query_is_read_in_all_its_parts() {
        let query =
            asked("limit=10&sort=-usage_percent&q=+con+&location=1,2&location=3&band=low&usage_from=12.5").unwrap();
        assert_eq!(
            (query.limit, query.sort.column, query.sort.descending),
            (Some(10), TenantColumn::UsagePercent, true)
        );
        assert_eq!(query.search.as_deref(), Some("con"));
        assert_eq!(query.locations, ["1", "2", "3"]);
        assert_eq!((query.band, query.usage_from_tenths), (Some(UsageBand::Low), Some(125)));
        assert_eq!(asked("").unwrap(), TenantQuery::default());
        let marked =
            asked("overall_status=blocked,paused&signal=usage_fell&overdue=true&no_survey_contact=false").unwrap();
        assert_eq!(marked.overall_status, [OverallStatus::Blocked, OverallStatus::Paused]);
        assert_eq!((marked.signals, marked.overdue), (vec!["usage_fell".to_owned()], true));
        assert!(!marked.no_survey_contact && !marked.below_minimum);
    }

    #[test]
    fn a_name_with_a_comma_is_one_name() {
        let query =
            asked("workload=Loop,+Whiteboard&workload=Teams&country=Korea,+Republic+of&segment=SMB,+other").unwrap();
        assert_eq!(query.workloads, ["Loop, Whiteboard", "Teams"]);
        assert_eq!((query.countries, query.segments), (vec!["Korea, Republic of".into()], vec!["SMB, other".into()]));
        let written = PageQuery { workload: vec!["Loop, Whiteboard".into(), "Teams".into()], ..PageQuery::default() };
        let read = page_query(&Fields::read(written.saved().as_bytes()).unwrap());
        assert_eq!(read, written);
    }

    #[test]
    fn what_cannot_be_taken_is_named() {
        assert_eq!(asked("limit=abc").unwrap_err(), ["limit"]);
        assert_eq!(asked("limit=").unwrap_err(), ["limit"]);
        assert_eq!(asked("sort=revenue&band=huge&usage_to=x").unwrap_err(), ["sort", "band", "usage_to"]);
        assert_eq!(asked("limit=1&limit=2").unwrap_err(), ["limit"]);
        assert_eq!(asked("usage_from=&q=&sort=").unwrap_err(), ["sort", "usage_from"]);
        assert_eq!(
            asked("overall_status=dead&signal=usage_fell,money&overdue=yes&below_minimum=true").unwrap_err(),
            ["overall_status", "signal", "overdue"]
        );
        assert_eq!(asked("overdue=true&overdue=true").unwrap_err(), ["overdue"]);
    }

    #[test]
    fn a_page_goes_on_without_what_cannot_be_taken() {
        let mut page = page_query(&Fields::read(b"sort=money&q=con&usage_from=x&cursor=abc").unwrap());
        let (query, refused) = forgivingly(&mut page);
        assert_eq!(refused.into_iter().map(|(name, _)| name).collect::<Vec<_>>(), ["sort", "usage_from"]);
        assert_eq!(
            (page.sort.as_str(), page.usage_from.as_str(), page.cursor.as_str(), page.q.as_str()),
            ("", "", "", "con")
        );
        assert_eq!((query.search.as_deref(), query.cursor), (Some("con"), None));
        let mut page = page_query(&Fields::read(b"limit=025").unwrap());
        let (query, refused) = forgivingly(&mut page);
        assert_eq!((refused.len(), query.limit), (1, Some(app::DEFAULT_LIMIT)));
    }
}
