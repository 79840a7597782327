//! What is said about a version of the taxonomy that cannot be used, in the reader's language (S8.5).

use domain::service_status::choice::LONGEST_CODE;
use domain::service_status::taxonomy::{MOST_NODES, MOST_OPTIONS};
use domain::service_status::{TaxonomyFault, TaxonomyField, TaxonomyProblem};
use i18n_embed_fl::fl;
use locale::Words;

use super::words::of_problem;

/// The field of a problem, as programs name it: `valid_from`, `statuses`, or `statuses[2].options[0].name.en`, counted
/// from 0.
pub(crate) fn taxonomy_field(problem: &TaxonomyProblem) -> String {
    let name = match problem.field {
        TaxonomyField::Nodes => "statuses",
        TaxonomyField::LabelEn => "name.en",
        TaxonomyField::LabelNl => "name.nl",
        other => other.code(),
    };
    let Some((status, below)) = problem.place.split_first() else { return name.to_owned() };
    let steps = below.iter().map(|place| format!("options[{place}]"));
    let path: Vec<String> = [format!("statuses[{status}]")].into_iter().chain(steps).collect();
    format!("{}.{name}", path.join("."))
}

/// What is wrong with it.
pub(crate) fn taxonomy_words(fault: &TaxonomyFault, words: &Words) -> String {
    let w = words.loader();
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    match fault {
        TaxonomyFault::TooManyNodes { nodes } => {
            fl!(w, "taxonomy-too-many-nodes", count = count(*nodes), most = count(MOST_NODES))
        }
        TaxonomyFault::TooManyOptions { options } => {
            fl!(w, "taxonomy-too-many-options", count = count(*options), most = count(MOST_OPTIONS))
        }
        TaxonomyFault::StatusesAreFixed => fl!(w, "taxonomy-statuses-are-fixed"),
        TaxonomyFault::NeedsReasons => fl!(w, "taxonomy-needs-reasons"),
        TaxonomyFault::TooDeep => fl!(w, "taxonomy-too-deep"),
        TaxonomyFault::EndsInOther => fl!(w, "taxonomy-ends-in-other"),
        TaxonomyFault::Day(fault) => of_problem(&(*fault).into(), words),
        TaxonomyFault::TooEarly(day) => fl!(w, "taxonomy-too-early", day = words.date(*day)),
        TaxonomyFault::NothingChanged => fl!(w, "taxonomy-nothing-changed"),
        TaxonomyFault::Needed(choice) => fl!(w, "taxonomy-needed", code = choice.to_string()),
        TaxonomyFault::NotACode => fl!(w, "taxonomy-not-a-code", most = count(LONGEST_CODE)),
        TaxonomyFault::Twice(choice) => fl!(w, "taxonomy-twice", code = choice.code().to_owned()),
        TaxonomyFault::NoParent(choice) => fl!(w, "taxonomy-no-parent", code = choice.to_string()),
        TaxonomyFault::NoReasonsHere => fl!(w, "taxonomy-no-reasons-here"),
        TaxonomyFault::Label(fault) => of_problem(&(*fault).into(), words),
        TaxonomyFault::ReadsTheSame => fl!(w, "taxonomy-reads-the-same"),
        TaxonomyFault::OtherNeedsRemark => fl!(w, "taxonomy-other-needs-remark"),
        TaxonomyFault::FeedWritesNoRemark => fl!(w, "taxonomy-feed-writes-no-remark"),
        TaxonomyFault::OnlyOfAStatus => fl!(w, "taxonomy-only-of-a-status"),
    }
}
