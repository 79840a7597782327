//! Claims of the demo: one in each state, as they come about, one of them against another partner (S4).

use anyhow::Context as _;
use app::{App, Ctx, Expected, MoveAsked, TenantItem, TenantQuery};
use domain::access::Role;
use domain::claim::{Move, NewFiling};

use super::demo::{days_ago, signed_in};
use crate::sample::{Plan, partners};

/// The shortest file that a reader of PDF opens: one empty page.
const PROOF: &[u8] =
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/// What becomes of each claim: how many days ago, by whom, and why.
const STORIES: [&[(i64, Move, &str)]; 8] = [
    &[],
    &[(2, Move::Submission, "")],
    &[(4, Move::Submission, ""), (3, Move::Review, "")],
    &[
        (6, Move::Submission, ""),
        (2, Move::InformationRequest, "The plan names no dates. Please add the one that was agreed."),
    ],
    &[(20, Move::Submission, ""), (17, Move::Review, ""), (16, Move::Approval, "")],
    &[(15, Move::Submission, ""), (13, Move::Rejection, "The proof is about another customer.")],
    &[
        (25, Move::Submission, ""),
        (22, Move::Rejection, "The proof is older than a year."),
        (5, Move::Dispute, "The new plan was signed last month; it is attached."),
    ],
    &[
        (40, Move::Submission, ""),
        (38, Move::Approval, ""),
        (9, Move::Disassociation, "The customer ended the programme."),
    ],
];

/// Files the claims of the first partner, and decides on them as the programme office.
pub(super) async fn add_claims(app: &App, plan: &Plan, password: &str) -> anyhow::Result<()> {
    let executive = signed_in(app, Role::ExecutiveReportViewer, password).await?;
    let office = signed_in(app, Role::ProgrammeAdmin, password).await?;
    let own = unclaimed(app, &executive).await?;
    for (story, (tenant, workload)) in STORIES.iter().zip(&own) {
        let begun = story.first().map_or(1, |(days, ..)| *days);
        let number = filed(app, plan, password, begun, tenant, workload).await?;
        for (days, by, reason) in *story {
            let role = if by.may_be_made_by(domain::claim::Party::Partner) && *by != Move::Disassociation {
                Role::IncentivesAdmin
            } else {
                Role::ProgrammeAdmin
            };
            let asked = MoveAsked { reason: (*reason).to_owned(), ..MoveAsked::default() };
            moved(&days_ago(app, *days), role, password, &number, *by, &asked).await?;
        }
    }
    // One that competes: its workload is another partner's, who is not told of it, nor is this one told of them.
    let known: Vec<_> = own.iter().map(|(tenant, _)| tenant.tenant_id).collect();
    for tenant in app.tenants(&office, &TenantQuery::default()).await?.value.items {
        let seen = app.tenant(&executive, tenant.tenant_id).await.is_ok();
        let rows = app.tenant(&office, tenant.tenant_id).await?.value.rows;
        let taken = rows.into_iter().find(|row| row.claim.is_some());
        if let (false, false, Some(row)) = (seen, known.contains(&tenant.tenant_id), taken) {
            let number = filed(app, plan, password, 3, &tenant, &row.workload.code).await?;
            moved(&days_ago(app, 3), Role::IncentivesAdmin, password, &number, Move::Submission, &MoveAsked::default())
                .await?;
            break;
        }
    }
    app.sign_out(&office).await?;
    Ok(app.sign_out(&executive).await?)
}

/// Workloads that nobody has claimed, of tenants that somebody sees: one a tenant.
async fn unclaimed(app: &App, who: &Ctx) -> anyhow::Result<Vec<(TenantItem, String)>> {
    let mut found = Vec::new();
    for tenant in app.tenants(who, &TenantQuery::default()).await?.value.items {
        if found.len() == STORIES.len() {
            break;
        }
        let rows = app.tenant(who, tenant.tenant_id).await?.value.rows;
        if let Some(row) = rows.into_iter().find(|row| row.claimable) {
            found.push((tenant, row.workload.code));
        }
    }
    Ok(found)
}

/// A claim with a proof, filed so many days ago; gives its number.
async fn filed(
    app: &App,
    plan: &Plan,
    password: &str,
    days: i64,
    tenant: &TenantItem,
    workload: &str,
) -> anyhow::Result<String> {
    let app = days_ago(app, days);
    let ctx = signed_in(&app, Role::IncentivesAdmin, password).await?;
    let partners = partners(plan.partners);
    let location = partners.first().and_then(|one| one.locations.first()).context("a partner without locations")?;
    let domain = if tenant.domain.is_empty() { "klant.example" } else { &tenant.domain };
    let new = NewFiling {
        location: location.mpn_id.to_string(),
        tenant_id: tenant.tenant_id.to_string(),
        domain: domain.to_owned(),
        workloads: vec![workload.to_owned()],
        activity: "Adoption plan".to_owned(),
        name: tenant.name.clone(),
        customer_name: "Demo customer contact".to_owned(),
        customer_title: "Head of IT".to_owned(),
        customer_email: format!("it@{domain}"),
        own_name: "Demo incentives admin".to_owned(),
        own_email: "incentives@demo.example".to_owned(),
        comment: String::new(),
    };
    let number = app.file_claim(&ctx, &new, None).await.context(new.name)?.value.item.number;
    let folder = tempfile::tempdir().context("no folder for the proof")?;
    let path = folder.path().join("plan.pdf");
    // No two proofs are the same file.
    std::fs::write(&path, [PROOF, b"% ", number.as_bytes(), b"\n"].concat())?;
    app.add_proof(&ctx, &number, "Adoption plan.pdf", &path).await?;
    app.sign_out(&ctx).await?;
    Ok(number)
}

async fn moved(app: &App, role: Role, password: &str, number: &str, by: Move, asked: &MoveAsked) -> anyhow::Result<()> {
    let ctx = signed_in(app, role, password).await?;
    app.move_claim(&ctx, number, by, asked, &Expected::Any)
        .await
        .with_context(|| format!("{number}: {}", by.code()))?;
    Ok(app.sign_out(&ctx).await?)
}
