//! Sample data of the pages on which the taxonomy is changed.

use app::{TaxonomyDesk, TaxonomyPreview, TaxonomyVersionItem, VersionState};
use chrono::NaiveDate;
use domain::service_status::{Choice, Count, Difference, Effect, Labels, Node, Taxonomy, Usage, preset};

use super::Shell;
use super::form::{FieldFault, FormFaults};
use super::samples::at;
use super::taxonomy::TaxonomyPage;
use super::taxonomy_edit::{TaxonomyEditPage, TypedTaxonomy};
use super::taxonomy_preview::TaxonomyPreviewPage;

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap_or_default()
}

/// The preset with something of every kind changed.
fn planned() -> Taxonomy {
    let mut nodes = preset::nodes();
    nodes.retain(|node| node.choice.l2() != Some("legal_or_regulatory"));
    for node in &mut nodes {
        match node.choice.to_string().as_str() {
            "no_intent" => node.target_date_allowed = true,
            "blocked" => node.remark_required = true,
            "no_intent/executive_sponsorship" => "<script>alert(1)</script>".clone_into(&mut node.labels.en),
            _ => {}
        }
    }
    let moved = nodes.iter_mut().filter(|node| node.choice.l2() == Some("adoption_readiness"));
    for node in moved {
        let l3 = node.choice.l3().map(str::to_owned);
        node.choice = Choice::new("no_intent", Some("adoption_readiness"), l3.as_deref()).unwrap();
    }
    let labels = Labels { en: "Strike".to_owned(), nl: "Staking".to_owned() };
    let choice = Choice::status("blocked").option("strike").unwrap();
    nodes.push(Node { choice, labels, remark_required: false, target_date_allowed: false });
    nodes.rotate_right(1);
    Taxonomy::kept(nodes, day(12, 1), None)
}

fn desk() -> TaxonomyDesk {
    let version = |valid_from, valid_to, state, person: Option<&str>| TaxonomyVersionItem {
        valid_from,
        valid_to,
        state,
        made_at: (state != VersionState::Past).then(|| at(0)),
        person: person.map(str::to_owned),
    };
    TaxonomyDesk {
        versions: vec![
            version(day(12, 1), None, VersionState::Planned, Some("Petra <b>Programme</b>")),
            version(day(3, 1), Some(day(11, 30)), VersionState::InForce, None),
            version(NaiveDate::default(), Some(day(2, 28)), VersionState::Past, None),
        ],
        shown: Taxonomy::kept(preset::nodes(), day(3, 1), Some(day(11, 30))),
        newest: planned(),
        is_planned: true,
        revision: "0123456789abcdef".to_owned(),
        earliest: day(10, 2),
        today: day(10, 1),
    }
}

/// The versions, one of them planned.
pub(super) fn show(shell: Shell) -> TaxonomyPage {
    TaxonomyPage { shell, desk: desk() }
}

/// The form, perhaps with everything wrong that can be.
pub(super) fn edit(shell: Shell, is_refused: bool) -> TaxonomyEditPage {
    let desk = desk();
    let mut typed = TypedTaxonomy::of(&desk);
    let focus = typed.arrange("add-3");
    let mut faults = FormFaults::default();
    if is_refused {
        let fields = ["valid_from", "nodes"].map(str::to_owned).into_iter();
        let new = focus.as_deref().and_then(|field| field.strip_prefix("en-")).unwrap_or_default().to_owned();
        let of_row = ["en", "nl", "code", "remark"].map(|name| format!("{name}-{new}"));
        let of_old = ["code-4", "options-3"].map(str::to_owned);
        let fault = |field: String| FieldFault { label: field.clone(), field, message: "?".into() };
        faults = FormFaults(fields.chain(of_row).chain(of_old).map(fault).collect());
    }
    TaxonomyEditPage { shell, desk, typed, faults, focus }
}

/// What a version would touch.
pub(super) fn preview(shell: Shell, is_overtaken: bool) -> TaxonomyPreviewPage {
    let desk = desk();
    let count = |seats| Count { tenants: 3, workloads: 4, seats };
    let usage = |text: &str, seats| {
        let mut codes = text.split('/');
        let choice = Choice::new(codes.next().unwrap_or_default(), codes.next(), codes.next()).unwrap();
        Usage { choice, lines: count(seats), without_remark: count(1), with_target_date: count(seats) }
    };
    let lines = [usage("blocked/legal_or_regulatory", 4_920), usage("blocked/partner_engagement", 12)];
    let (older, newer) = (desk.shown.clone(), planned());
    let effect = Effect::of(&older, &newer, &lines);
    let replaced = is_overtaken.then(|| (older.clone(), Difference::between(older.nodes(), newer.nodes())));
    let typed = TypedTaxonomy::of(&desk);
    TaxonomyPreviewPage {
        shell,
        preview: TaxonomyPreview { newer, older, effect, replaced, desk },
        typed,
        is_overtaken,
    }
}
